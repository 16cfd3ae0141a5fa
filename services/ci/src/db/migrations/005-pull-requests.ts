import { sql, type Kysely } from 'kysely';

import { auditWritten } from '@mosaic/contracts/mosaic';
import { addColumn, type Migration } from '@mosaic/platform/db';

/**
 * Pull requests start pipelines. Until now none did, so `none` was the default and mostly no decision about forks: these wait for approval
 * from now on, as upstream has it. Where the audit has somebody choosing `none`, it stays; of a repository that was renamed since, it is
 * not found, and what waits then is approved or set again.
 */
export const pullRequests: Migration = {
  name: '005-pull-requests',
  steps: [
    (db, types) =>
      addColumn(db, { table: 'repositories', name: 'allow_pr', type: types.flag, build: (column) => column.notNull().defaultTo(1) }),
    (db, types) =>
      addColumn(db, { table: 'repositories', name: 'pr_enabled', type: types.flag, build: (column) => column.notNull().defaultTo(1) }),
    (db, types) => addColumn(db, { table: 'pipelines', name: 'pull_request', type: types.text }),
    holdForksBack,
  ],
};

async function holdForksBack(db: Kysely<unknown>): Promise<void> {
  const { rows: choices } = await sql<{ subject: string; time: number }>`select subject, time from events where type = ${auditWritten.type}
    and data like '%"operation":"repository.edit"%' and data like '%"require_approval":"none"%'`.execute(db);
  const { rows } = await sql<{ id: number; owner: string; name: string; created_at: number }>`select id, owner, name, created_at
    from repositories where require_approval = 'none'`.execute(db);
  for (const { id, owner, name, created_at: since } of rows) {
    // A repository that is gone may have had the name before.
    const isChosen = choices.some(({ subject, time }) => subject === `${owner}/${name}`.slice(0, 190) && Number(time) >= Number(since));
    if (!isChosen) await sql`update repositories set require_approval = 'forks' where id = ${id}`.execute(db);
  }
}
