import { taskRelease } from '@mosaic/contracts/mosaic';

import { heldTask, presentTask } from '../../tasks/task-reader.ts';
import { endLease } from '../../tasks/task-writer.ts';
import { writeTool } from '../../calls/tool.ts';

export const taskReleaseTool = writeTool(taskRelease, async ({ key, epoch, reason, steps }, context) => {
  await heldTask(context, { key, epoch });
  return async (writer) => ({
    task: presentTask(await endLease(writer, { key, epoch, steps }, { state: 'ready', reason })),
  });
});
