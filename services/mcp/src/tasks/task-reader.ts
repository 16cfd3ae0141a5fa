import type { Task, taskGet, taskList, ToolArguments } from '@mosaic/contracts/mosaic';
import { fromJson } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Caller, RepositoryView } from '@mosaic/platform/identity';

import type { RepositoryAccess } from '../access/repository-access.ts';
import type { Call, McpContext } from '../context.ts';
import type { TaskTable } from '../db/schema.ts';
import { AFTER_TASK } from '../list-cursor.ts';
import { visiblePage, visibleRows, type RowPage } from '../visible-rows.ts';
import { mayWork, requireOwnAttempt, rightToValidate } from './task-policy.ts';

export type TaskRow = TaskTable;

/** The task, if the caller may see its repository. Throws `not_found`. */
export async function visibleTask({ store, access, caller }: McpContext & Call, key: string): Promise<TaskRow> {
  const row = await store.read((db) => db.selectFrom('tasks').selectAll().where('key', '=', key).executeTakeFirst());
  if (row === undefined || !(await access.sees(caller, row)))
    throw new MosaicError('not_found', `There is no task "${key}", or you may not know of it.`);
  return row;
}

/** The task of a lease, as its holder names it. Throws `not_found`, or `forbidden` with the token of another attempt. */
export async function heldTask(context: McpContext & Call, lease: { key: string; epoch: number }): Promise<TaskRow> {
  requireOwnAttempt(context.caller.attempt, lease);
  return visibleTask(context, lease.key);
}

/** The task by its display id, which is unique in its project, if the caller may see its repository. Throws `not_found`. */
async function visibleTaskOf({ store, access, caller }: McpContext & Call, project: string, id: string): Promise<TaskRow> {
  const row = await store.read((db) =>
    db.selectFrom('tasks').selectAll().where('project', '=', project).where('id', '=', id).executeTakeFirst(),
  );
  if (row === undefined || !(await access.sees(caller, row)))
    throw new MosaicError('not_found', `There is no task "${id}" in "${project}", or you may not know of it.`);
  return row;
}

/** The task by its key, or by its project and its id there. Throws `not_found`, or `invalid_input` when it is named by neither. */
export async function namedTask(context: McpContext & Call, { key, project, id }: ToolArguments<typeof taskGet>): Promise<TaskRow> {
  if (key !== undefined) return visibleTask(context, key);
  if (project === undefined || id === undefined)
    throw new MosaicError('invalid_input', 'Name the task by "key", or by "project" and "id".');
  return visibleTaskOf(context, project, id);
}

/** Tasks that the caller may see, newest first. */
export async function visibleTasks(
  { store, access, caller, cursors }: McpContext & Call,
  { project, id, state, role, cursor, limit }: ToolArguments<typeof taskList>,
): Promise<RowPage<TaskRow>> {
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
          .$if(state !== undefined, (query) => query.where('state', '=', state as Task['state']))
          .$if(role !== undefined, (query) => query.where('role', '=', role as string))
          .orderBy('created_at', 'desc')
          .orderBy('key', 'desc')
          .limit(chunk)
          .execute(),
      ),
    isVisible: (row) => access.sees(caller, row),
  });
  return { rows: page.rows, next: cursors.next(page, ({ created_at = 0, key = '' }) => AFTER_TASK.write([created_at, key])) };
}

function keysOf(cursor: string): Pick<TaskRow, 'created_at' | 'key'> {
  const [created_at, key] = AFTER_TASK.read(cursor);
  return { created_at, key };
}

/** The most urgent ready task for one of the roles that the caller may take up; null when there is none. */
export async function nextTask({ store, access, caller }: McpContext & Call, roles: readonly string[]): Promise<TaskRow | null> {
  let offset = 0;
  const [first = null] = await visibleRows<TaskRow>({
    limit: 1,
    next: async (_previous, chunk) => {
      const rows = await store.read((db) =>
        db
          .selectFrom('tasks')
          .selectAll()
          .where('state', '=', 'ready')
          .where('role', 'in', roles)
          .orderBy('priority_rank')
          .orderBy('created_at')
          .orderBy('key')
          .limit(chunk)
          .offset(offset)
          .execute(),
      );
      offset += rows.length;
      return rows;
    },
    isVisible: (row) => mayTakeUp(access, caller, row),
  });
  return first;
}

/** The task, if the caller may also take it up. Throws `not_found` or `forbidden`. */
export async function workableTask(context: McpContext & Call, key: string): Promise<TaskRow> {
  const row = await visibleTask(context, key);
  if (!(await mayTakeUp(context.access, context.caller, row)))
    throw new MosaicError('forbidden', `${row.id} is work for the role "${row.role}", which you do not have.`);
  return row;
}

/** The task, if the caller may also judge the repository's work. Throws `not_found` or `forbidden`. */
export async function judgeableTask(context: McpContext & Call, key: string): Promise<TaskRow> {
  const row = await visibleTask(context, key);
  const right = rightToValidate(context.caller);
  if (right !== null) await context.access.require(context.caller, row.repository, right);
  return row;
}

/** Whether the caller sees the task and may take it up; an agent needs no repository right beside its role. */
export async function mayTakeUp(access: RepositoryAccess, caller: Caller, row: TaskRow): Promise<boolean> {
  if (!(await access.sees(caller, row))) return false;
  const rights: Pick<RepositoryView, 'push'> | null =
    caller.builtIn || caller.kind === 'agent' ? { push: false } : await access.find(caller, row.repository);
  return rights !== null && mayWork(caller, row.role, rights);
}

export function presentTask(row: TaskRow): Task {
  const isHeld = row.state === 'in_progress';
  return {
    id: row.id,
    key: row.key,
    project: row.project,
    repository: row.repository,
    private: row.private === 1,
    title: row.title,
    description: row.description,
    role: row.role,
    state: row.state,
    reason: row.reason,
    priority: row.priority,
    attempts: row.attempts,
    input: fromJson(row.input),
    result: fromJson(row.result),
    lease: isHeld ? { holder: row.holder, epoch: row.epoch, expiresAt: row.lease_until } : null,
    traceId: row.trace_id,
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
