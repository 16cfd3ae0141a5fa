import { taskComplete } from '@mosaic/contracts/mosaic';

import { jsonOf } from '../../tasks/task-policy.ts';
import { heldTask, presentTask } from '../../tasks/task-reader.ts';
import { reportTask } from '../../tasks/task-writer.ts';
import { writeTool } from '../../calls/tool.ts';

/** Hands in a result, which is a claim, or a failure, which is tried again until the attempts are used up. */
export const taskCompleteTool = writeTool(taskComplete, async ({ key, epoch, outcome, result: given, reason, steps }, context) => {
  await heldTask(context, { key, epoch });
  const result = jsonOf('result', given);
  return async (writer) => ({
    task: presentTask(await reportTask(writer, { key, epoch, steps, outcome, result, reason })),
  });
});
