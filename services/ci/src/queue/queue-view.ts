import type { Store } from '@mosaic/platform/db';

import type { CiTables } from '../db/schema.ts';
import { explainQueue, freePlaces } from './queue-policy.ts';
import { readQueueSnapshot } from './queue-reader.ts';
import { readTasks, type QueueTaskRow } from './queue-task-reader.ts';

/** The whole queue as administrators see it. */
export interface QueueView {
  pending: QueueTaskRow[];
  /** Those that wait for other workflows of their pipeline. */
  held: QueueTaskRow[];
  running: QueueTaskRow[];
  /** Places of agents that are free. */
  freePlaces: number;
  /** Why each that waits does so, by workflow. */
  reasons: ReadonlyMap<number, string>;
}

export async function viewQueue(store: Store<CiTables>): Promise<QueueView> {
  const { snapshot, tasks } = await store.read(async (db) => {
    const read = await readQueueSnapshot(db);
    return { snapshot: read, tasks: await readTasks(db, read) };
  });
  const waiting = tasks.filter(({ state }) => state === 'pending');
  return {
    pending: waiting.filter((task) => !isHeld(task)),
    held: waiting.filter(isHeld),
    running: tasks.filter(({ state }) => state === 'leased'),
    freePlaces: freePlaces(snapshot),
    reasons: explainQueue(snapshot),
  };
}

function isHeld({ dependsOn, ended }: QueueTaskRow): boolean {
  return dependsOn.some((name) => ended[name] === undefined);
}
