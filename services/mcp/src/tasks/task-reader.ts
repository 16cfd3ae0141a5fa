import type { Task } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import type { Caller, RepositoryView } from '@mosaic/platform/identity';

import type { RepositoryAccess } from '../access/repository-access.ts';
import type { Call, McpContext } from '../context.ts';
import type { TaskTable } from '../db/schema.ts';
import { mayWork } from './task-policy.ts';

export type TaskRow = TaskTable;

/** The task, if the caller may see its repository. Throws `not_found`. */
export async function visibleTask({ store, access, caller }: McpContext & Call, key: string): Promise<TaskRow> {
  const row = await store.read((db) => db.selectFrom('tasks').selectAll().where('key', '=', key).executeTakeFirst());
  if (row === undefined || !(await access.sees(caller, row)))
    throw new MosaicError('not_found', `There is no task "${key}", or you may not know of it.`);
  return row;
}

/** The task by its display id, which is unique in its project, if the caller may see its repository. Throws `not_found`. */
export async function visibleTaskOf({ store, access, caller }: McpContext & Call, project: string, id: string): Promise<TaskRow> {
  const row = await store.read((db) =>
    db.selectFrom('tasks').selectAll().where('project', '=', project).where('id', '=', id).executeTakeFirst(),
  );
  if (row === undefined || !(await access.sees(caller, row)))
    throw new MosaicError('not_found', `There is no task "${id}" in "${project}", or you may not know of it.`);
  return row;
}

/** The task, if the caller may also take it up. Throws `not_found` or `forbidden`. */
export async function workableTask(context: McpContext & Call, key: string): Promise<TaskRow> {
  const row = await visibleTask(context, key);
  if (!(await mayTakeUp(context.access, context.caller, row)))
    throw new MosaicError('forbidden', `${row.id} is work for the role "${row.role}", which you do not have.`);
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
    state: row.state as Task['state'],
    reason: row.reason,
    priority: row.priority as Task['priority'],
    attempts: Number(row.attempts),
    input: JSON.parse(row.input) as Record<string, unknown>,
    result: row.result === null ? null : (JSON.parse(row.result) as Record<string, unknown>),
    lease: isHeld ? { holder: row.holder, epoch: Number(row.epoch), expiresAt: Number(row.lease_until) } : null,
    traceId: row.trace_id,
    createdBy: row.created_by,
    createdAt: Number(row.created_at),
    updatedAt: Number(row.updated_at),
  };
}
