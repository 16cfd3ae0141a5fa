import { randomUUID } from 'node:crypto';

import type { Updateable } from 'kysely';

import type { Bus } from '@mosaic/platform/events';
import { MosaicError } from '@mosaic/platform/errors';

import { TOPICS } from '../context.ts';
import type { TaskTable } from '../db/schema.ts';
import type { McpWriter } from '../tools/tool.ts';
import { taskId } from './task-number.ts';
import { LEASE_MS, requireLease, requireReady } from './task-policy.ts';
import type { TaskRow } from './task-reader.ts';

/** Who changes a task, and when. */
export interface Act {
  login: string;
  now: number;
  bus: Bus;
}

export type NewTask = Pick<
  TaskTable,
  | 'project'
  | 'repository'
  | 'repository_id'
  | 'private'
  | 'title'
  | 'description'
  | 'role'
  | 'priority'
  | 'priority_rank'
  | 'input'
  | 'trace_id'
>;

/** Adds a ready task under the project's next id. */
export async function createTask(writer: McpWriter, stated: NewTask, act: Act): Promise<TaskRow> {
  const row: TaskRow = {
    ...stated,
    key: randomUUID(),
    id: taskId(await nextNumber(writer, stated.project)),
    state: 'ready',
    reason: '',
    attempts: 0,
    result: null,
    holder: '',
    holder_is_ours: 0,
    epoch: 0,
    lease_until: 0,
    created_by: act.login,
    created_at: act.now,
    updated_at: act.now,
  };
  await writer.db.insertInto('tasks').values(row).execute();
  tell(writer, row, act);
  return row;
}

/** Counts under the row's lock, so that two tasks never share a number. */
async function nextNumber({ db }: McpWriter, project: string): Promise<number> {
  const updated = await db
    .updateTable('task_numbers')
    .set((expression) => ({ next: expression('next', '+', 1) }))
    .where('project', '=', project)
    .executeTakeFirst();
  if (Number(updated.numUpdatedRows) === 0) {
    await db.insertInto('task_numbers').values({ project, next: 1 }).execute();
    return 1;
  }
  const { next } = await db.selectFrom('task_numbers').select('next').where('project', '=', project).executeTakeFirstOrThrow();
  return Number(next);
}

/** Takes a ready task. The condition is part of the update, so exactly one of many claims wins. */
export async function claimTask(writer: McpWriter, key: string, act: Act & { isOurs: boolean }): Promise<TaskRow> {
  const row = await read(writer, key);
  requireReady(checked(row));
  return change(writer, row, {
    act,
    to: {
      state: 'in_progress',
      reason: '',
      holder: act.login,
      holder_is_ours: act.isOurs ? 1 : 0,
      epoch: row.epoch + 1,
      lease_until: act.now + LEASE_MS,
    },
  });
}

/** Prolongs the lease. Tells nobody: ten of these a minute for each task are no facts. */
export async function keepLease(
  writer: McpWriter,
  { key, epoch, progress }: { key: string; epoch: number; progress: string },
  act: Act,
): Promise<TaskRow> {
  const row = await held(writer, { key, epoch }, act);
  const to = { lease_until: act.now + LEASE_MS, updated_at: act.now, ...(progress === '' ? {} : { reason: progress }) };
  await writer.db.updateTable('tasks').set(to).where('key', '=', key).execute();
  return { ...row, ...to };
}

/** Ends the holder's lease with a result, a failure, or neither. */
export async function endLease(
  writer: McpWriter,
  lease: { key: string; epoch: number },
  { act, to }: { act: Act; to: Updateable<TaskTable> },
): Promise<TaskRow> {
  const row = await held(writer, lease, act);
  return change(writer, row, { act, to: { ...to, lease_until: 0 } });
}

/** Changes a task that nobody else has changed meanwhile, and says so. Throws `conflict` when somebody has. */
export async function change(writer: McpWriter, before: TaskRow, { act, to }: { act: Act; to: Updateable<TaskTable> }): Promise<TaskRow> {
  const row = { ...before, ...to, updated_at: act.now } as TaskRow;
  const updated = await writer.db
    .updateTable('tasks')
    .set({ ...to, updated_at: act.now })
    .where('key', '=', before.key)
    .where('state', '=', before.state)
    .where('epoch', '=', before.epoch)
    .executeTakeFirst();
  if (Number(updated.numUpdatedRows) !== 1) throw new MosaicError('conflict', `${before.id} has just changed; look at it again.`);
  tell(writer, row, act);
  return row;
}

export async function read({ db }: McpWriter, key: string): Promise<TaskRow> {
  const row = await db.selectFrom('tasks').selectAll().where('key', '=', key).executeTakeFirst();
  if (row === undefined) throw new MosaicError('not_found', `There is no task "${key}".`);
  return { ...row, epoch: Number(row.epoch), attempts: Number(row.attempts), lease_until: Number(row.lease_until) };
}

async function held(writer: McpWriter, { key, epoch }: { key: string; epoch: number }, { login, now }: Act): Promise<TaskRow> {
  const row = await read(writer, key);
  requireLease(checked(row), { login, epoch, now });
  return row;
}

/** The row as the policies see it. */
export function checked(row: TaskRow) {
  return { id: row.id, state: row.state, holder: row.holder, epoch: row.epoch, leaseUntil: row.lease_until };
}

function tell(writer: McpWriter, row: TaskRow, { login, bus }: Act): void {
  writer.emit('dev.mosaic.task.changed', {
    subject: row.id,
    traceId: row.trace_id,
    actor: login,
    data: { taskId: row.id, state: row.state, role: row.role, repository: row.repository, private: row.private === 1 },
  });
  writer.afterCommit(() => bus.publish(TOPICS.tasks));
}
