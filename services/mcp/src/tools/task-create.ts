import { taskCreate } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { PRIORITY_RANK } from '../tasks/task-policy.ts';
import { presentTask } from '../tasks/task-reader.ts';
import { createTask } from '../tasks/task-writer.ts';
import { writeTool } from './tool.ts';

/** Bytes of a task's input, as JSON. */
const INPUT_LIMIT = 64 * 1024;

/** Adds a ready task; an agent needs read access to the repository, anyone else write access. A project counts the tasks of its own repository only. */
export const taskCreateTool = writeTool(taskCreate, async (input, { access, caller, bus, now, traceId }) => {
  const repository =
    caller.builtIn || caller.kind === 'agent'
      ? await access.read(caller, input.repository)
      : await access.require(caller, input.repository, 'push');
  const given = JSON.stringify(input.input);
  if (Buffer.byteLength(given) > INPUT_LIMIT)
    throw new MosaicError(
      'too_large',
      `The task's input is larger than ${INPUT_LIMIT / 1024} KiB; put it into the repository and name it.`,
    );
  return async (writer) => {
    const bound = await writer.db.selectFrom('projects').select('repository_id').where('name', '=', input.project).executeTakeFirst();
    if (bound !== undefined && Number(bound.repository_id) !== repository.id)
      throw new MosaicError(
        'not_found',
        `"${input.project}" is not a project of ${repository.fullName}. Name the repository's own project.`,
      );
    const row = await createTask(
      writer,
      {
        project: input.project,
        repository: repository.fullName,
        repository_id: repository.id,
        private: repository.private ? 1 : 0,
        title: input.title,
        description: input.description,
        role: input.role,
        priority: input.priority,
        priority_rank: PRIORITY_RANK[input.priority],
        input: given,
        trace_id: input.traceId === '' ? traceId : input.traceId,
      },
      { login: caller.login, now: now(), bus },
    );
    return { task: presentTask(row) };
  };
});
