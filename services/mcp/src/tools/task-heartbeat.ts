import { taskHeartbeat } from '@mosaic/contracts/mosaic';

import { presentTask, visibleTask } from '../tasks/task-reader.ts';
import { keepLease } from '../tasks/task-writer.ts';
import { writeTool } from './tool.ts';

export const taskHeartbeatTool = writeTool(taskHeartbeat, async ({ key, epoch, progress }, context) => {
  await visibleTask(context, key);
  return async (writer) => ({
    task: presentTask(await keepLease(writer, { key, epoch, progress })),
  });
});
