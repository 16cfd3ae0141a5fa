import { taskNext } from '@mosaic/contracts/mosaic';

import { TOPICS } from '../../topics.ts';
import { nextTask, presentTask } from '../../tasks/task-reader.ts';
import { readTool } from '../../calls/tool.ts';

/** The most urgent ready task that the caller may take up; waits for one. */
export const taskNextTool = readTool(taskNext, async ({ roles, waitMs }, context) => {
  const found = await context.waiters.until(context, {
    topic: TOPICS.tasks,
    waitMs,
    isEnough: (row) => row !== null,
    look: () => nextTask(context, roles),
  });
  return { task: found === null ? null : presentTask(found) };
});
