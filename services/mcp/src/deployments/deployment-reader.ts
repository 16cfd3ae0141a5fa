import type { Selectable } from 'kysely';

import { DeploymentState, type Deployment } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import type { Call, McpContext } from '../context.ts';
import type { DeploymentTable } from '../db/schema.ts';

export type DeploymentRow = Selectable<DeploymentTable>;

/** The deployment, if the caller may see its repository. Throws `not_found`. */
export async function visibleDeployment({ store, access, caller }: McpContext & Call, id: number): Promise<DeploymentRow> {
  const row = await store.read((db) => db.selectFrom('deployments').selectAll().where('id', '=', id).executeTakeFirst());
  if (row === undefined || !(await access.sees(caller, row)))
    throw new MosaicError('not_found', `There is no deployment ${id}, or you may not know of it.`);
  return row;
}

export function presentDeployment(row: DeploymentRow): Deployment {
  return {
    id: Number(row.id),
    project: row.project,
    environment: row.environment,
    repository: row.repository,
    private: row.private === 1,
    sha: row.sha,
    branch: row.branch,
    title: row.title,
    pipelineNumber: Number(row.pipeline_number),
    target: row.target,
    artifact: row.artifact,
    state: DeploymentState.parse(row.state),
    reason: row.reason,
    url: row.url,
    traceId: row.trace_id,
    requestedBy: row.requested_by,
    requestedAt: Number(row.requested_at),
    finishedAt: row.finished_at === null ? null : Number(row.finished_at),
    rollbackOf: row.rollback_of === null ? null : Number(row.rollback_of),
  };
}
