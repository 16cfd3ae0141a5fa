import { expect, test } from 'vitest';

import { HookLookups } from './hook-lookups.ts';

const FOUND = [{ address: '203.0.113.1', family: 4 }];
const never = new Promise<never>(() => undefined);

test('names that nobody answers hold up their owner alone, and a try that is over asks for nothing more', async () => {
  const asked: string[] = [];
  const lookups = new HookLookups({
    waitMs: 60_000,
    resolve: (hostname) => (asked.push(hostname), hostname.startsWith('slow') ? never : Promise.resolve(FOUND)),
  });
  const over = new AbortController();
  const tries = ['slow-1', 'slow-2', 'slow-3'].map((name) => lookups.of(1)(name, over.signal));
  const ended = Promise.allSettled(tries.slice(1));
  expect(await lookups.of(2)('quick', over.signal)).toEqual(FOUND);
  expect(asked).toEqual(['slow-1', 'quick']);
  over.abort();
  expect((await ended).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await lookups.of(3)('quick-too', new AbortController().signal)).toEqual(FOUND);
  expect(asked).toEqual(['slow-1', 'quick', 'quick-too']);
});
