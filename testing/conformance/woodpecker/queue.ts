import { expect, vi } from 'vitest';

import { getQueueInfo, postRepoPipelineCancel } from '@mosaic/contracts/woodpecker';

import { TWO_WORKFLOWS } from './pipeline-files.ts';
import { requirement } from './suite.ts';

requirement('woodpecker.queue.info.200', async (target) => {
  const { id, start, settled } = await target.home({ files: TWO_WORKFLOWS });
  const number = await start({ SLEEP: '600s' });
  const pipeline = await settled(number, ['running']);
  const of = (tasks: readonly { name: string; repo_id: number; pipeline_number: number }[]) =>
    tasks.filter(({ repo_id }) => repo_id === id).map(({ name, pipeline_number }) => [name, pipeline_number]);
  await vi.waitFor(async () => {
    const { pending, waiting_on_deps: held, running, stats, paused } = await target.root.call(getQueueInfo, {});
    expect([of(pending), of(held), of(running), paused]).toEqual([[], [['second', number]], [['first', number]], false]);
    expect(running.find(({ repo_id }) => repo_id === id)).toMatchObject({ pipeline_id: pipeline.id, agent_id: expect.any(Number) });
    expect(stats).toMatchObject({ running_count: running.length, waiting_on_deps_count: held.length });
  });
  await target.ada.call(postRepoPipelineCancel, { repo_id: id, pipeline_number: number });
  await settled(number);
});

requirement('woodpecker.queue.info.403', async ({ ada, anyone }) => {
  expect([await ada.refusal(getQueueInfo, {}), await anyone.refusal(getQueueInfo, {})]).toEqual([403, 401]);
});
