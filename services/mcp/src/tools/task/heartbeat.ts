import { taskHeartbeat } from '@mosaic/contracts/mosaic';

import { heldTask, presentTask } from '../../tasks/task-reader.ts';
import { keepLease } from '../../tasks/task-writer.ts';
import { writeTool } from '../../calls/tool.ts';

/** Prolongs the lease, and with it the attempt's token. */
export const taskHeartbeatTool = writeTool(taskHeartbeat, async ({ key, epoch, progress, steps }, context) => {
  await heldTask(context, { key, epoch });
  return async (writer) => {
    const row = await keepLease(writer, { key, epoch, progress, steps });
    if (context.caller.attempt !== null) writer.afterCommit(() => context.attempts.keep({ task: key, epoch, expiresAt: row.lease_until }));
    return { task: presentTask(row) };
  };
});
