import { taskClaim } from '@mosaic/contracts/mosaic';

import { isPlatform } from '../access/access-policy.ts';
import { presentTask, workableTask } from '../tasks/task-reader.ts';
import { claimTask } from '../tasks/task-writer.ts';
import { writeTool } from './tool.ts';

/** Exactly one of many claims wins; the others get `conflict`. */
export const taskClaimTool = writeTool(taskClaim, async ({ key }, context) => {
  await workableTask(context, key);
  return async (writer) => ({
    task: presentTask(await claimTask(writer, key, { isOurs: isPlatform(context.caller) })),
  });
});
