import { randomUUID } from 'node:crypto';

import type { Updateable } from 'kysely';

import { taskChanged, type TaskStep } from '@mosaic/contracts/mosaic';
import { fromJson, toJson } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { RepositoryView } from '@mosaic/platform/identity';

import { TOPICS } from '../topics.ts';
import type { TaskTable } from '../db/schema.ts';
import type { FactWriter, McpWriter } from '../facts/fact-writer.ts';
import { addSteps } from './transcripts.ts';
import { taskId } from './task-number.ts';
import {
  afterAttempt,
  afterReport,
  LEASE_MS,
  PRIORITY_RANK,
  requireLease,
  requireOwnProject,
  requireReady,
  requireValidator,
} from './task-policy.ts';
import type { TaskRow } from './task-reader.ts';

export type NewTask = Pick<TaskTable, 'project' | 'title' | 'description' | 'role' | 'input' | 'trace_id'> & {
  priority: keyof typeof PRIORITY_RANK;
  repository: RepositoryView;
};

/** Adds a ready task under the project's next id. Throws `not_found` for the name of another repository's project. */
export async function createTask(writer: McpWriter, { repository, ...stated }: NewTask): Promise<TaskRow> {
  const { db } = writer;
  const project = await db.selectFrom('projects').select('repository_id').where('name', '=', stated.project).executeTakeFirst();
  requireOwnProject(stated.project, { bound: project === undefined ? null : project.repository_id, repository });
  const row: TaskRow = {
    ...stated,
    repository: repository.fullName,
    repository_id: repository.id,
    private: repository.private ? 1 : 0,
    priority_rank: PRIORITY_RANK[stated.priority],
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
    created_by: writer.cause.actor,
    created_at: writer.now,
    updated_at: writer.now,
  };
  await db.insertInto('tasks').values(row).execute();
  tell(writer, row);
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
  return next;
}

/** A lease as its holder presents it, and what was done under it since the last time. */
export interface Lease {
  key: string;
  epoch: number;
  steps: readonly TaskStep[];
}

/** A task to be taken: as which attempt, and until when. */
export interface Claim {
  key: string;
  epoch: number;
  leaseUntil: number;
}

/** Takes a ready task. The condition is part of the update, so exactly one of many claims wins. */
export async function claimTask(writer: McpWriter, { key, epoch, leaseUntil }: Claim, { isOurs }: { isOurs: boolean }): Promise<TaskRow> {
  const row = await read(writer, key);
  requireReady(checked(row));
  if (row.epoch + 1 !== epoch) throw new MosaicError('conflict', `${row.id} was taken and given back just now; claim it again.`);
  return change(writer, row, {
    state: 'in_progress',
    reason: '',
    holder: writer.cause.actor,
    holder_is_ours: isOurs ? 1 : 0,
    epoch,
    lease_until: leaseUntil,
  });
}

/** Prolongs the lease. Tells nobody: ten of these a minute for each task are no facts. */
export async function keepLease(writer: McpWriter, { key, progress, ...lease }: Lease & { progress: string }): Promise<TaskRow> {
  const row = await held(writer, { key, ...lease });
  const to = { lease_until: writer.now + LEASE_MS, updated_at: writer.now, ...(progress === '' ? {} : { reason: progress }) };
  await writer.db.updateTable('tasks').set(to).where('key', '=', key).execute();
  return { ...row, ...to };
}

/** Ends the holder's lease with a result, a failure, or neither. */
export async function endLease(writer: McpWriter, lease: Lease, to: Updateable<TaskTable>): Promise<TaskRow> {
  const row = await held(writer, lease);
  return change(writer, row, { ...to, lease_until: 0 });
}

/** Hands in a result, which is a claim, or a failure; ends the lease. */
export async function reportTask(
  writer: McpWriter,
  { outcome, result, reason, ...lease }: Lease & { outcome: 'completed' | 'failed'; result: TaskTable['result']; reason: string },
): Promise<TaskRow> {
  const row = await held(writer, lease);
  return change(writer, row, { ...afterReport(outcome, row.attempts), result, reason, lease_until: 0 });
}

/** Makes a claim a fact, or gives the work back. */
export async function validateTask(
  writer: McpWriter,
  { key, accepted, evidence, reason }: { key: string; accepted: boolean; evidence: Record<string, unknown>; reason: string },
): Promise<TaskRow> {
  const row = await read(writer, key);
  requireValidator(checked(row), writer.cause.actor);
  const attempts = row.attempts + 1;
  const to = accepted
    ? { state: 'validated' as const, reason, result: toJson<Record<string, unknown>>({ ...fromJson(row.result), evidence }) }
    : { state: afterAttempt(attempts), reason, attempts };
  return change(writer, row, to);
}

/** Changes a task that nobody else has changed meanwhile, and says so. Throws `conflict` when somebody has. */
export async function change(writer: McpWriter, before: TaskRow, to: Updateable<TaskTable>): Promise<TaskRow> {
  const row = { ...before, ...to, updated_at: writer.now } as TaskRow;
  const updated = await writer.db
    .updateTable('tasks')
    .set({ ...to, updated_at: writer.now })
    .where('key', '=', before.key)
    .where('state', '=', before.state)
    .where('epoch', '=', before.epoch)
    .executeTakeFirst();
  if (Number(updated.numUpdatedRows) !== 1) throw new MosaicError('conflict', `${before.id} has just changed; look at it again.`);
  tell(writer, row);
  return row;
}

export async function read({ db }: FactWriter, key: string): Promise<TaskRow> {
  const row = await db.selectFrom('tasks').selectAll().where('key', '=', key).executeTakeFirst();
  if (row === undefined) throw new MosaicError('not_found', `There is no task "${key}".`);
  return row;
}

/** The row of a task that the caller holds; what was done under the lease is added to its transcript. */
async function held(writer: McpWriter, { key, epoch, steps }: Lease): Promise<TaskRow> {
  const row = await read(writer, key);
  requireLease(checked(row), { login: writer.cause.actor, epoch, now: writer.now });
  await addSteps(writer, { key, epoch }, steps);
  return row;
}

/** The row as the policies see it. */
function checked(row: TaskRow) {
  return { id: row.id, state: row.state, holder: row.holder, epoch: row.epoch, leaseUntil: row.lease_until };
}

function tell(writer: McpWriter, row: TaskRow): void {
  writer.as({ ...writer.cause, traceId: row.trace_id }).emit(taskChanged, {
    subject: row.id,
    data: {
      taskId: row.id,
      key: row.key,
      project: row.project,
      holder: row.holder,
      epoch: row.epoch,
      state: row.state,
      role: row.role,
      repository: row.repository,
      private: row.private === 1,
    },
  });
  writer.wake(TOPICS.tasks);
}
