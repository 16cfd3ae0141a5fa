import { taskComplete } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { afterAttempt } from '../tasks/task-policy.ts';
import { presentTask, visibleTask } from '../tasks/task-reader.ts';
import { endLease } from '../tasks/task-writer.ts';
import { writeTool } from './tool.ts';

/** Bytes of a result, as JSON. */
const RESULT_LIMIT = 64 * 1024;

/** Hands in a result, which is a claim, or a failure, which is tried again until the attempts are used up. */
export const taskCompleteTool = writeTool(taskComplete, async ({ key, epoch, outcome, result, reason }, context) => {
  const { caller, bus, now } = context;
  const { attempts } = await visibleTask(context, key);
  const given = JSON.stringify(result);
  if (Buffer.byteLength(given) > RESULT_LIMIT)
    throw new MosaicError('too_large', `The result is larger than ${RESULT_LIMIT / 1024} KiB; put it into the repository and name it.`);
  const used = Number(attempts) + 1;
  const to =
    outcome === 'completed'
      ? { state: 'completed', result: given, reason }
      : { state: afterAttempt(used) === 'blocked' ? 'blocked' : 'failed', result: given, reason, attempts: used };
  return async (writer) => ({
    task: presentTask(await endLease(writer, { key, epoch }, { act: { login: caller.login, now: now(), bus }, to })),
  });
});
