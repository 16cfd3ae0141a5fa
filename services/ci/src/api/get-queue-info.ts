import { getQueueInfo as contract } from '@mosaic/contracts/woodpecker';
import { MosaicError } from '@mosaic/platform/errors';

import { explainQueue, freePlaces } from '../queue/queue-policy.ts';
import { readWorld } from '../queue/queue-reader.ts';
import { readTasks, type QueueTaskRow } from '../queue/queue-task-reader.ts';
import { isCiAdministrator } from '../repositories/repository-policy.ts';
import { implement } from './ci-operation.ts';
import { presentQueueEntry } from './present/queue-task.ts';

export const getQueueInfo = implement(contract, {
  access: { grant: 'ci:pipeline:admin' },
  handle: async ({ caller }, { store }) => {
    if (!isCiAdministrator(caller))
      throw new MosaicError('forbidden', 'Only administrators see the whole queue. Your pipelines say why they wait.');
    const { world, tasks } = await store.read(async (db) => {
      const read = await readWorld(db);
      return { world: read, tasks: await readTasks(db, read) };
    });
    const reasons = explainQueue(world);
    const show = (shown: readonly QueueTaskRow[]) => shown.map((task) => presentQueueEntry(task, reasons.get(task.workflowId)));
    const isHeld = ({ dependsOn, ended }: QueueTaskRow) => dependsOn.some((name) => ended[name] === undefined);
    const pending = tasks.filter((task) => task.state === 'pending' && !isHeld(task));
    const held = tasks.filter((task) => task.state === 'pending' && isHeld(task));
    const running = tasks.filter(({ state }) => state === 'leased');
    return {
      pending: show(pending),
      waiting_on_deps: show(held),
      running: show(running),
      stats: {
        worker_count: freePlaces(world),
        pending_count: pending.length,
        waiting_on_deps_count: held.length,
        running_count: running.length,
      },
      paused: false,
    };
  },
});
