import { sql } from 'kysely';

import { addColumn, type Migration } from '@mosaic/platform/db';

/**
 * Pull requests start pipelines. Until now none did, so `none` was the default and no decision about forks: these wait for approval from
 * now on, as upstream has it.
 */
export const pullRequests: Migration = {
  name: '005-pull-requests',
  steps: [
    (db, types) =>
      addColumn(db, { table: 'repositories', name: 'allow_pr', type: types.flag, build: (column) => column.notNull().defaultTo(1) }),
    (db, types) =>
      addColumn(db, { table: 'repositories', name: 'pr_enabled', type: types.flag, build: (column) => column.notNull().defaultTo(1) }),
    (db, types) => addColumn(db, { table: 'pipelines', name: 'pull_request', type: types.text }),
    async (db) => {
      await sql`update repositories set require_approval = 'forks' where require_approval = 'none'`.execute(db);
    },
  ],
};
