import type { Selectable } from 'kysely';

import type { Deployment, deploymentList, ToolArguments } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import type { Call, McpContext } from '../context.ts';
import type { DeploymentTable } from '../db/schema.ts';
import { AFTER_DEPLOYMENT } from '../list-cursor.ts';
import { visiblePage, type RowPage } from '../visible-rows.ts';
import { judgeRollBack, rightToReport } from './deployment-policy.ts';

export type DeploymentRow = Selectable<DeploymentTable>;

/** The deployment, if the caller may see its repository. Throws `not_found`. */
export async function visibleDeployment({ store, access, caller }: McpContext & Call, id: number): Promise<DeploymentRow> {
  const row = await store.read((db) => db.selectFrom('deployments').selectAll().where('id', '=', id).executeTakeFirst());
  if (row === undefined || !(await access.sees(caller, row)))
    throw new MosaicError('not_found', `There is no deployment ${id}, or you may not know of it.`);
  return row;
}

/** The deployment, if the caller may say how it goes. Throws `not_found` or `forbidden`. */
export async function reportableDeployment(context: McpContext & Call, id: number): Promise<DeploymentRow> {
  const row = await visibleDeployment(context, id);
  const right = rightToReport(context.caller);
  if (right !== null) await context.access.require(context.caller, row.repository, right);
  return row;
}

/** The deployment, if the caller may put it live again. Throws `not_found`, `forbidden`, or `conflict` for one that was not live before. */
export async function formerDeployment(context: McpContext & Call, id: number): Promise<DeploymentRow> {
  const row = await visibleDeployment(context, id);
  await context.access.require(context.caller, row.repository, 'push');
  judgeRollBack(row);
  return row;
}

/** Deployments that the caller may see, newest first. */
export async function visibleDeployments(
  { store, access, caller, cursors }: McpContext & Call,
  { project, environment, repository, state, cursor, limit }: ToolArguments<typeof deploymentList>,
): Promise<RowPage<DeploymentRow>> {
  const page = await visiblePage<DeploymentRow>({
    limit,
    after: cursor === undefined ? null : { id: AFTER_DEPLOYMENT.read(cursors.open(cursor))[0] },
    next: (previous, chunk) =>
      store.read((db) =>
        db
          .selectFrom('deployments')
          .selectAll()
          .$if(previous !== null, (query) => query.where('id', '<', previous?.id ?? 0))
          .$if(project !== undefined, (query) => query.where('project', '=', project as string))
          .$if(environment !== undefined, (query) => query.where('environment', '=', environment as string))
          .$if(repository !== undefined, (query) => query.where('repository', '=', repository as string))
          .$if(state !== undefined, (query) => query.where('state', '=', state as Deployment['state']))
          .orderBy('id', 'desc')
          .limit(chunk)
          .execute(),
      ),
    isVisible: (row) => access.sees(caller, row),
  });
  return { rows: page.rows, next: cursors.next(page, ({ id = 0 }) => AFTER_DEPLOYMENT.write([id])) };
}

export function presentDeployment(row: DeploymentRow): Deployment {
  return {
    id: row.id,
    project: row.project,
    environment: row.environment,
    repository: row.repository,
    private: row.private === 1,
    sha: row.sha,
    branch: row.branch,
    title: row.title,
    pipelineNumber: row.pipeline_number,
    target: row.target,
    artifact: row.artifact,
    state: row.state,
    reason: row.reason,
    url: row.url,
    traceId: row.trace_id,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at,
    finishedAt: row.finished_at,
    rollbackOf: row.rollback_of,
  };
}
