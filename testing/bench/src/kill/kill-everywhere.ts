import { HOPS, newSeed, runKillMatrix, type Hop, type Kill } from '@mosaic/testing/stack';

import type { Heading, Measurement } from '../measurement.ts';
import type { Measured } from '../result.ts';
import { median } from '../statistics.ts';

const KILLS_PER_HOP = 20;

const headingOf = (hop: Hop): Heading => ({
  name: `kill -9 at the ${hop}: survived`,
  unit: 'kills',
  target: { of: 'ours', bound: 'at least', value: KILLS_PER_HOP },
});
const count: Heading = {
  name: 'rows too many or too few, stuck rows and left processes, counted over all kills',
  unit: 'faults',
  target: { of: 'ours', bound: 'at most', value: 0 },
};

/** Twenty kills at every hop of the loop; a kill is survived when every invariant held after the restart. */
export const killEverywhere: Measurement = {
  id: 'kill',
  headings: [...HOPS.map(headingOf), count],
  async measure({ progress }) {
    const seed = Number(process.env['KILL_SEED'] ?? newSeed());
    progress(`KILL_SEED=${seed} draws the same moments again`);
    const { kills, breaches, spansMs } = await runKillMatrix({
      killsPerHop: KILLS_PER_HOP,
      seed,
      onKill: (kill) => progress(lineOf(kill)),
    });
    const note = breaches.length === 0 ? `KILL_SEED=${seed}` : `KILL_SEED=${seed}: ${breaches.join('; ')}`;
    return [
      ...HOPS.map((hop) => resultOf(hop, { kills, spanMs: spansMs[hop] })),
      { ...count, ours: [breaches.length], n: kills.length, note },
    ];
  },
};

function resultOf(hop: Hop, { kills, spanMs }: { kills: readonly Kill[]; spanMs: number }): Measured {
  const own = kills.filter((kill) => kill.hop === hop);
  const recoveries = own.map(({ recoveredMs }) => recoveredMs).filter((ms) => ms !== null);
  const survived = own.filter(({ breaches }) => breaches.length === 0).length;
  const moved = own.filter(({ change }) => change.isMoved).length;
  const recovery = recoveries.length === 0 ? '' : `; median from the new start until all was right: ${Math.round(median(recoveries))} ms`;
  return {
    ...headingOf(hop),
    ours: [survived],
    n: own.length,
    note: `at random moments of ${Math.round(spanMs)} ms; the ref had moved ${moved} times${recovery}`,
  };
}

function lineOf({ hop, momentMs, change, recoveredMs, breaches }: Kill): string {
  const ref = change.isMoved ? 'the ref had moved' : 'the ref had not moved';
  const end = recoveredMs === null ? `NOT right: ${breaches.join('; ')}` : `right after ${Math.round(recoveredMs)} ms`;
  return `${hop} + ${Math.round(momentMs)} ms: ${ref}, ${end}`;
}
