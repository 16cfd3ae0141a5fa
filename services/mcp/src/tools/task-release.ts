import { taskRelease } from '@mosaic/contracts/mosaic';

import { presentTask, visibleTask } from '../tasks/task-reader.ts';
import { endLease } from '../tasks/task-writer.ts';
import { writeTool } from './tool.ts';

export const taskReleaseTool = writeTool(taskRelease, async ({ key, epoch, reason }, context) => {
  const { caller, bus, now } = context;
  await visibleTask(context, key);
  return async (writer) => ({
    task: presentTask(
      await endLease(writer, { key, epoch }, { act: { login: caller.login, now: now(), bus }, to: { state: 'ready', reason } }),
    ),
  });
});
