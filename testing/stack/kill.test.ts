import { expect, test } from 'vitest';

import { HOPS, newSeed, runKillMatrix } from './src/index.ts';

/** Given back by KILL_SEED, the same moments are drawn again. */
const seed = Number(process.env['KILL_SEED'] ?? newSeed());

test.each(HOPS)(`kill -9 at the %s, three times, loses and doubles nothing (KILL_SEED=${seed})`, { timeout: 400_000 }, async (hop) => {
  const { kills, breaches } = await runKillMatrix({ killsPerHop: 3, seed, hops: [hop] });
  expect(breaches).toEqual([]);
  expect(kills).toHaveLength(3);
});
