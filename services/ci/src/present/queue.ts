import type { QueueTaskRow } from '../queue/queue-task-reader.ts';
import type { QueueView } from '../queue/queue-view.ts';
import { presentQueueEntry } from './queue-task.ts';

/** The whole queue in Woodpecker's form. */
export function presentQueue({ pending, held, running, freePlaces, reasons }: QueueView) {
  const show = (tasks: readonly QueueTaskRow[]) => tasks.map((task) => presentQueueEntry(task, reasons.get(task.workflowId)));
  return {
    pending: show(pending),
    waiting_on_deps: show(held),
    running: show(running),
    stats: {
      worker_count: freePlaces,
      pending_count: pending.length,
      waiting_on_deps_count: held.length,
      running_count: running.length,
    },
    paused: false,
  };
}
