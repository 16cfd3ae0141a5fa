import { taskValidate } from '@mosaic/contracts/mosaic';

import { presentTask, visibleTask } from '../tasks/task-reader.ts';
import { validateTask } from '../tasks/task-writer.ts';
import { writeTool } from './tool.ts';

/** Makes a claim a fact, or gives the work back. */
export const taskValidateTool = writeTool(taskValidate, async ({ requestId: _id, ...judgement }, context) => {
  const { access, caller } = context;
  const { repository } = await visibleTask(context, judgement.key);
  if (!caller.builtIn) await access.require(caller, repository, 'push');
  return async (writer) => ({
    task: presentTask(await validateTask(writer, judgement)),
  });
});
