import { taskClaim } from '@mosaic/contracts/mosaic';

import { isPlatform } from '../../access/access-policy.ts';
import { beginAttempt } from '../../tasks/begin-attempt.ts';
import { presentTask, workableTask } from '../../tasks/task-reader.ts';
import { writeTool } from '../../calls/tool.ts';

/** Exactly one of many claims wins; the others get `conflict`. */
export const taskClaimTool = writeTool(taskClaim, async ({ key, tokenHash }, context) => {
  const claim = await beginAttempt(context, await workableTask(context, key), tokenHash);
  return async (writer) => ({ task: presentTask(await claim(writer, { isOurs: isPlatform(context.caller) })) });
});
