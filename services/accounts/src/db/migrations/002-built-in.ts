import { sql } from 'kysely';

import { addColumn, type Migration } from '@mosaic/platform/db';

/** The built-in principals as they were when the mark came; none of another name had these kinds and roles. */
const SERVICES = "kind = 'service' and role = 'service'";
const AGENTS = "kind = 'agent' and login in ('triage', 'reviewer')";

/** Which principals are the platform's own, and which token a token was made with. */
export const builtIn: Migration = {
  name: '002-built-in',
  steps: [
    (db, types) =>
      addColumn(db, { table: 'principals', name: 'built_in', type: types.flag, build: (column) => column.notNull().defaultTo(0) }),
    async (db) => {
      await sql`update principals set built_in = 1 where (${sql.raw(SERVICES)}) or (${sql.raw(AGENTS)})`.execute(db);
    },
    (db, types) => addColumn(db, { table: 'tokens', name: 'parent_id', type: types.key }),
    (db) => db.schema.createIndex('tokens_parent').ifNotExists().on('tokens').column('parent_id').execute(),
  ],
};
