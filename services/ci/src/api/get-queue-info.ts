import { getQueueInfo as contract } from '@mosaic/contracts/woodpecker';
import { MosaicError } from '@mosaic/platform/errors';

import { explainQueue, freePlaces, type QueueEntry } from '../queue/queue-policy.ts';
import { readWorld } from '../queue/queue-reader.ts';
import { isCiAdministrator } from '../repositories/repository-policy.ts';
import { implement } from './ci-operation.ts';
import { presentQueueTask } from './present/queue-task.ts';

export const getQueueInfo = implement(contract, {
  access: { grant: 'ci:pipeline:admin' },
  handle: async ({ caller }, { store }) => {
    if (!isCiAdministrator(caller))
      throw new MosaicError('forbidden', 'Only administrators see the whole queue. Your pipelines say why they wait.');
    const world = await store.read((db) => readWorld(db));
    const reasons = explainQueue(world);
    const show = (entry: QueueEntry) => presentQueueTask(entry, reasons.get(entry.workflowId));
    const pending = world.entries.filter(({ state }) => state === 'pending').map(show);
    const running = world.entries.filter(({ state }) => state === 'leased').map(show);
    return {
      pending,
      waiting_on_deps: pending.filter(({ dependencies }) => dependencies.length > 0),
      running,
      stats: {
        worker_count: freePlaces(world),
        pending_count: pending.length,
        waiting_on_deps_count: pending.filter(({ dependencies }) => dependencies.length > 0).length,
        running_count: running.length,
        completed_count: 0,
      },
      paused: false,
    };
  },
});
