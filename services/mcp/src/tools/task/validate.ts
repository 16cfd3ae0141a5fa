import { taskValidate } from '@mosaic/contracts/mosaic';

import { judgeableTask, presentTask } from '../../tasks/task-reader.ts';
import { validateTask } from '../../tasks/task-writer.ts';
import { writeTool } from '../../calls/tool.ts';

/** Makes a claim a fact, or gives the work back. */
export const taskValidateTool = writeTool(taskValidate, async ({ requestId: _id, ...judgement }, context) => {
  await judgeableTask(context, judgement.key);
  return async (writer) => ({ task: presentTask(await validateTask(writer, judgement)) });
});
