import {
  auditWritten,
  deploymentFailed,
  deploymentRequested,
  DeploymentState,
  serviceDeployed,
  serviceRolledBack,
} from '@mosaic/contracts/mosaic';

import type { McpWriter } from '../facts/fact-writer.ts';
import { judgeReport } from './deployment-policy.ts';
import type { DeploymentRow } from './deployment-reader.ts';

export type NewDeployment = Omit<DeploymentRow, 'id' | 'state' | 'reason' | 'finished_at' | 'trace_id' | 'requested_by' | 'requested_at'>;

/** Adds a deployment that who acts has requested, and says so; the engine that carries it out reads the event. */
export async function requestDeployment(writer: McpWriter, stated: NewDeployment): Promise<DeploymentRow> {
  const { db, cause, now } = writer;
  const inserted = {
    ...stated,
    trace_id: cause.traceId,
    requested_by: cause.actor,
    requested_at: now,
    state: 'requested',
    reason: '',
    finished_at: null,
  } as const;
  const { id } = await db.insertInto('deployments').values(inserted).returning('id').executeTakeFirstOrThrow();
  const row: DeploymentRow = { ...inserted, id };
  const { project, environment, url } = row;
  const known = await db
    .selectFrom('environments')
    .select('project')
    .where('project', '=', project)
    .where('name', '=', environment)
    .executeTakeFirst();
  if (known === undefined)
    await db.insertInto('environments').values({ project, name: environment, url, live_deployment: null, latest_deployment: id }).execute();
  else
    await db
      .updateTable('environments')
      .set({ url, latest_deployment: id })
      .where('project', '=', project)
      .where('name', '=', environment)
      .execute();
  writer.emit(deploymentRequested, {
    subject: `${project}/${environment}`,
    data: factsOf(row),
  });
  return row;
}

/** Requests once more what was live before. */
export async function rollBack(
  writer: McpWriter,
  { id, state: _state, reason: _reason, finished_at: _finished, ...kept }: DeploymentRow,
): Promise<DeploymentRow> {
  return requestDeployment(writer, { ...kept, rollback_of: id });
}

/** Records what the engine says; a deployment that goes live supersedes the one before it in the same transaction. */
export async function reportDeployment(
  writer: McpWriter,
  { id, state, reason }: { id: number; state: 'running' | 'live' | 'failed'; reason: string },
): Promise<DeploymentRow> {
  const { db, now } = writer;
  const before = await db.selectFrom('deployments').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  if (judgeReport(id, DeploymentState.parse(before.state), state) === 'same') return before;
  const change = { state, reason, finished_at: state === 'running' ? null : now };
  await db.updateTable('deployments').set(change).where('id', '=', id).execute();
  const row: DeploymentRow = { ...before, ...change };
  const subject = `${row.project}/${row.environment}`;
  const { emit } = writer.as({ ...writer.cause, traceId: row.trace_id });
  if (state === 'failed') {
    emit(deploymentFailed, { subject, data: { ...factsOf(row), reason } });
  } else if (state === 'live') {
    await supersede(writer, row);
    emit(row.rollback_of === null ? serviceDeployed : serviceRolledBack, { subject, data: { ...factsOf(row), url: row.url } });
  } else {
    emit(auditWritten, { subject, data: { operation: 'deployment_report', allowed: true, detail: { id, state } } });
  }
  return row;
}

async function supersede({ db }: McpWriter, { id, project, environment }: DeploymentRow): Promise<void> {
  await db
    .updateTable('deployments')
    .set({ state: 'superseded' })
    .where('project', '=', project)
    .where('environment', '=', environment)
    .where('state', '=', 'live')
    .where('id', '!=', id)
    .execute();
  await db
    .updateTable('environments')
    .set({ live_deployment: id })
    .where('project', '=', project)
    .where('name', '=', environment)
    .execute();
}

function factsOf(row: DeploymentRow) {
  return {
    project: row.project,
    environment: row.environment,
    deploymentId: row.id,
    repository: row.repository,
    private: row.private === 1,
    sha: row.sha,
  };
}
