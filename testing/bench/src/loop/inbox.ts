import { callTool, inboxList, journeyGet } from '@mosaic/contracts/mosaic';
import { openDemoProject, type DemoProject } from '@mosaic/testing/stack';

import { createBenchStack } from '../bench-stack.ts';
import { repeat, type Heading, type Measurement } from '../measurement.ts';

const heading: Heading = { name: 'push to inbox entry, demo project', unit: 'ms', target: { of: 'ours', bound: 'at most', value: 3000 } };
const PATIENCE_MS = 30_000;

/** From the start of `git push` until a client that waits at the inbox holds the entry of that very change. */
export const inbox: Measurement = {
  id: 'inbox',
  headings: [heading],
  async measure(settings) {
    await using stack = await createBenchStack();
    settings.progress('running the demo once');
    await using project = await openDemoProject(stack, 'bench');
    await project.settle();
    settings.progress(`pushing ${settings.warmUps + settings.rounds} times`);
    const ours = await repeat(settings, async () => {
      const elapsed = await pushUntilEntry(project);
      await project.settle();
      return elapsed;
    });
    return [{ ...heading, ours, note: 'stock git through the edge; pipeline of two steps, deployment and agents included' }];
  },
};

async function pushUntilEntry(project: DemoProject): Promise<number> {
  const { mcp } = project.person;
  const { entries: before } = await callTool(mcp, inboxList, { limit: 1 });
  const sha = await project.commit();
  const arriving = waitForEntry(project, before[0]?.id ?? 0);
  const [push, arrival] = await Promise.all([project.push(), arriving]);
  const { journey } = await callTool(mcp, journeyGet, { id: sha });
  if (journey.traceId !== arrival.traceId)
    throw new Error(`the inbox entry belongs to journey ${arrival.traceId}, not to ${journey.traceId}`);
  return arrival.at - push.startedAt;
}

async function waitForEntry({ person }: DemoProject, after: number): Promise<{ traceId: string; at: number }> {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    const { entries } = await callTool(person.mcp, inboxList, { after, waitMs: 10_000 });
    const [entry] = entries;
    if (entry !== undefined) return { traceId: entry.traceId, at: performance.now() };
  }
  throw new Error(`no inbox entry came within ${PATIENCE_MS / 1000} s after the push`);
}
