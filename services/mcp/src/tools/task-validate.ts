import { taskValidate } from '@mosaic/contracts/mosaic';

import { afterAttempt, requireValidator } from '../tasks/task-policy.ts';
import { presentTask, visibleTask } from '../tasks/task-reader.ts';
import { change, checked, read } from '../tasks/task-writer.ts';
import { writeTool } from './tool.ts';

/** Makes a claim a fact, or gives the work back. */
export const taskValidateTool = writeTool(taskValidate, async ({ key, accepted, evidence, reason }, context) => {
  const { access, caller, bus, now } = context;
  const { repository } = await visibleTask(context, key);
  if (!caller.builtIn) await access.require(caller, repository, 'push');
  return async (writer) => {
    const row = await read(writer, key);
    requireValidator(checked(row), caller.login);
    const attempts = row.attempts + 1;
    const to = accepted
      ? { state: 'validated', reason, result: JSON.stringify({ ...(JSON.parse(row.result ?? '{}') as object), evidence }) }
      : { state: afterAttempt(attempts), reason, attempts };
    return { task: presentTask(await change(writer, row, { act: { login: caller.login, now: now(), bus }, to })) };
  };
});
