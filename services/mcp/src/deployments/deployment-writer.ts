import { DeploymentState } from '@mosaic/contracts/mosaic';

import type { Call } from '../context.ts';
import type { McpWriter } from '../tools/tool.ts';
import { judgeReport } from './deployment-policy.ts';
import type { DeploymentRow } from './deployment-reader.ts';

export type NewDeployment = Omit<DeploymentRow, 'id' | 'state' | 'reason' | 'finished_at'>;

/** Adds a requested deployment and says so; the engine that carries it out reads the event. */
export async function requestDeployment(writer: McpWriter, stated: NewDeployment): Promise<DeploymentRow> {
  const { db } = writer;
  const inserted = { ...stated, state: 'requested', reason: '', finished_at: null };
  const { id } = await db.insertInto('deployments').values(inserted).returning('id').executeTakeFirstOrThrow();
  const row: DeploymentRow = { ...inserted, id: Number(id) };
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
  writer.emit('dev.mosaic.deployment.requested', {
    subject: `${project}/${environment}`,
    traceId: row.trace_id,
    actor: row.requested_by,
    data: factsOf(row),
  });
  return row;
}

/** Requests once more what was live before. */
export async function rollBack(
  writer: McpWriter,
  { id, state: _state, reason: _reason, finished_at: _finished, ...kept }: DeploymentRow,
  { caller, traceId, now }: Pick<Call, 'caller' | 'traceId'> & { now: number },
): Promise<DeploymentRow> {
  return requestDeployment(writer, { ...kept, trace_id: traceId, requested_by: caller.login, requested_at: now, rollback_of: Number(id) });
}

/** Records what the engine says; a deployment that goes live supersedes the one before it in the same transaction. */
export async function reportDeployment(
  writer: McpWriter,
  { id, state, reason }: { id: number; state: 'running' | 'live' | 'failed'; reason: string },
  { caller, now }: { caller: Call['caller']; now: number },
): Promise<DeploymentRow> {
  const { db } = writer;
  const before = await db.selectFrom('deployments').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  if (judgeReport(id, DeploymentState.parse(before.state), state) === 'same') return before;
  const change = { state, reason, finished_at: state === 'running' ? null : now };
  await db.updateTable('deployments').set(change).where('id', '=', id).execute();
  const row: DeploymentRow = { ...before, ...change };
  const told = { subject: `${row.project}/${row.environment}`, traceId: row.trace_id, actor: caller.login };
  if (state === 'failed') {
    writer.emit('dev.mosaic.deployment.failed', { ...told, data: { ...factsOf(row), reason } });
  } else if (state === 'live') {
    await supersede(writer, row);
    const type = row.rollback_of === null ? 'dev.cdevents.service.deployed' : 'dev.cdevents.service.rolledback';
    writer.emit(type, { ...told, data: { ...factsOf(row), url: row.url } });
  } else {
    writer.emit('dev.mosaic.audit.written', { ...told, data: { operation: 'deployment_report', allowed: true, detail: { id, state } } });
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
    deploymentId: Number(row.id),
    repository: row.repository,
    private: row.private === 1,
    sha: row.sha,
  };
}
