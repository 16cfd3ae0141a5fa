import { openDemoProject, processTree } from '@mosaic/testing/stack';

import { createBenchStack } from '../bench-stack.ts';
import { repeat, type Heading, type Measurement } from '../measurement.ts';

/** How long the stack is left alone before it is looked at, ms; and the time between two looks. */
const IDLE_MS = 10_000;
const BETWEEN_MS = 250;
const MB = 1_000_000;

const target = { of: 'ours', bound: 'at most', value: 300 } as const;
const fresh: Heading = { name: 'resident memory, idle after the start', unit: 'MB', target };
const used: Heading = { name: 'resident memory, idle after the demo ran', unit: 'MB', target };

/** Resident memory of the server and every process below it: as started, and after a push has gone through the whole loop. */
export const memory: Measurement = {
  id: 'memory',
  headings: [fresh, used],
  async measure(settings) {
    await using stack = await createBenchStack();
    const look = async () => {
      await wait(IDLE_MS);
      return repeat({ ...settings, warmUps: 0 }, async () => {
        await wait(BETWEEN_MS);
        const tree = processTree(stack.pid, { self: true });
        if (tree.length === 0) throw new Error('this system shows no processes in /proc');
        return tree.reduce((sum, { residentBytes }) => sum + residentBytes, 0) / MB;
      });
    };
    settings.progress('leaving a fresh stack alone for 10 s');
    const before = await look();
    settings.progress('running the demo, then leaving the stack alone for 10 s');
    await using project = await openDemoProject(stack, 'bench');
    await project.settle();
    const after = await look();
    const note = `VmRSS summed over the process tree after ${IDLE_MS / 1000} s without work`;
    return [
      { ...fresh, ours: before, note },
      { ...used, ours: after, note },
    ];
  },
};

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
