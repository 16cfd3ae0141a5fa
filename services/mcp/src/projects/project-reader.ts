import type { Project, ToolArguments, tonyProjectList } from '@mosaic/contracts/mosaic';
import type { Reader } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';

import type { Call, McpContext } from '../context.ts';
import type { McpTables } from '../db/schema.ts';
import { AFTER_PROJECT } from '../list-cursor.ts';
import { visiblePage, type RowPage } from '../visible-rows.ts';

export type ProjectRow = McpTables['projects'];

/** The project, if the caller may see its repository. Throws `not_found`. */
export async function visibleProject({ store, access, caller }: McpContext & Call, name: string): Promise<ProjectRow> {
  const row = await store.read((db) => db.selectFrom('projects').selectAll().where('name', '=', name).executeTakeFirst());
  if (row === undefined || !(await access.sees(caller, row)))
    throw new MosaicError('not_found', `There is no project "${name}", or you may not know of it.`);
  return row;
}

/** Projects whose repository the caller may read, by name. */
export async function visibleProjects(
  { store, access, caller, cursors }: McpContext & Call,
  { cursor, limit }: ToolArguments<typeof tonyProjectList>,
): Promise<RowPage<ProjectRow>> {
  const page = await visiblePage<ProjectRow>({
    limit,
    after: cursor === undefined ? null : { name: AFTER_PROJECT.read(cursors.open(cursor))[0] },
    next: (previous, chunk) =>
      store.read((db) =>
        db
          .selectFrom('projects')
          .selectAll()
          .$if(previous !== null, (query) => query.where('name', '>', previous?.name ?? ''))
          .orderBy('name')
          .limit(chunk)
          .execute(),
      ),
    isVisible: (row) => access.sees(caller, row),
  });
  return { rows: page.rows, next: cursors.next(page, ({ name = '' }) => AFTER_PROJECT.write([name])) };
}

/** Projects as they are shown, each with its environments by name. */
export async function presentProjects(db: Reader<McpTables>, rows: readonly ProjectRow[]): Promise<Project[]> {
  if (rows.length === 0) return [];
  const environments = await db
    .selectFrom('environments')
    .innerJoin('deployments as latest', 'latest.id', 'environments.latest_deployment')
    .leftJoin('deployments as live', 'live.id', 'environments.live_deployment')
    .select([
      'environments.project',
      'environments.name',
      'environments.url',
      'environments.live_deployment as liveId',
      'live.sha as liveSha',
      'live.finished_at as liveAt',
      'latest.id as latestId',
      'latest.state as latestState',
      'latest.sha as latestSha',
    ])
    .where(
      'environments.project',
      'in',
      rows.map((row) => row.name),
    )
    .orderBy('environments.name')
    .execute();
  return rows.map((row) => ({
    name: row.name,
    repository: row.repository,
    private: row.private === 1,
    owner: row.owner,
    createdAt: row.created_at,
    environments: environments
      .filter((environment) => environment.project === row.name)
      .map((environment) => ({
        name: environment.name,
        url: environment.url,
        // What happened last, and what a visitor meets meanwhile.
        state: environment.latestState,
        deploymentId: environment.liveId ?? environment.latestId,
        sha: environment.liveSha ?? environment.latestSha,
        deployedAt: environment.liveAt,
      })),
  }));
}
