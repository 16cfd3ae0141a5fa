import { taskNext } from '@mosaic/contracts/mosaic';

import { TOPICS } from '../context.ts';
import { mayTakeUp, presentTask, type TaskRow } from '../tasks/task-reader.ts';
import { visibleRows } from '../visible-rows.ts';
import { readTool } from './tool.ts';

/** The most urgent ready task that the caller may take up; waits for one. */
export const taskNextTool = readTool(taskNext, async ({ roles, waitMs }, context) => {
  const { store, access, caller, waiters } = context;
  const look = async (): Promise<TaskRow | null> => {
    let offset = 0;
    const [first = null] = await visibleRows<TaskRow>({
      limit: 1,
      next: async (_previous, chunk) => {
        const rows = await store.read((db) =>
          db
            .selectFrom('tasks')
            .selectAll()
            .where('state', '=', 'ready')
            .where('role', 'in', roles)
            .orderBy('priority_rank')
            .orderBy('created_at')
            .orderBy('key')
            .limit(chunk)
            .offset(offset)
            .execute(),
        );
        offset += rows.length;
        return rows;
      },
      isVisible: (row) => mayTakeUp(access, caller, row),
    });
    return first;
  };
  const found = await waiters.until(context, { topic: TOPICS.tasks, waitMs, isEnough: (row) => row !== null, look });
  return { task: found === null ? null : presentTask(found) };
});
