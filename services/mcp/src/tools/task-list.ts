import { taskList } from '@mosaic/contracts/mosaic';

import { presentTask, type TaskRow } from '../tasks/task-reader.ts';
import { AFTER_TASK } from '../list-cursor.ts';
import { visiblePage } from '../visible-rows.ts';
import { readTool } from './tool.ts';

function keysOf(cursor: string): Pick<TaskRow, 'created_at' | 'key'> {
  const [created_at, key] = AFTER_TASK.read(cursor);
  return { created_at, key };
}

export const taskListTool = readTool(taskList, async ({ project, id, state, role, cursor, limit }, { store, access, caller, cursors }) => {
  const page = await visiblePage<TaskRow>({
    limit,
    after: cursor === undefined ? null : keysOf(cursors.open(cursor)),
    next: (previous, chunk) =>
      store.read((db) =>
        db
          .selectFrom('tasks')
          .selectAll()
          .$if(previous !== null, (query) =>
            query.where((where) =>
              where.or([
                where('created_at', '<', previous?.created_at ?? 0),
                where.and([where('created_at', '=', previous?.created_at ?? 0), where('key', '<', previous?.key ?? '')]),
              ]),
            ),
          )
          .$if(project !== undefined, (query) => query.where('project', '=', project as string))
          .$if(id !== undefined, (query) => query.where('id', '=', id as string))
          .$if(state !== undefined, (query) => query.where('state', '=', state as string))
          .$if(role !== undefined, (query) => query.where('role', '=', role as string))
          .orderBy('created_at', 'desc')
          .orderBy('key', 'desc')
          .limit(chunk)
          .execute(),
      ),
    isVisible: (row) => access.sees(caller, row),
  });
  return {
    tasks: page.rows.map(presentTask),
    next: cursors.next(page, (last) => AFTER_TASK.write([Number(last.created_at), last.key ?? ''])),
  };
});
