import { taskCreate } from '@mosaic/contracts/mosaic';

import { jsonOf, rightToAdd } from '../../tasks/task-policy.ts';
import { presentTask } from '../../tasks/task-reader.ts';
import { createTask } from '../../tasks/task-writer.ts';
import { writeTool } from '../../calls/tool.ts';

/** Adds a ready task; an agent needs read access to the repository, anyone else write access. */
export const taskCreateTool = writeTool(taskCreate, async (input, { access, caller, traceId }) => {
  const repository = await access.require(caller, input.repository, rightToAdd(caller));
  const { project, title, description, role, priority } = input;
  const stated = { project, title, description, role, priority, input: jsonOf('input', input.input), trace_id: input.traceId || traceId };
  return async (writer) => ({
    task: presentTask(await createTask(writer, { ...stated, repository })),
  });
});
