import { sql } from 'kysely';

import { addColumn, type Migration } from '@mosaic/platform/db';

/** Which attempt at a task a token is for, and which ones only take tasks. Whoever could take tasks until now still can. */
export const attempts: Migration = {
  name: '005-attempts',
  steps: [
    (db, types) => addColumn(db, { table: 'tokens', name: 'taker', type: types.flag, build: (column) => column.notNull().defaultTo(0) }),
    (db, types) => addColumn(db, { table: 'tokens', name: 'task', type: types.key }),
    (db, types) => addColumn(db, { table: 'tokens', name: 'epoch', type: types.integer }),
    (db) => db.schema.createIndex('tokens_task').ifNotExists().on('tokens').column('task').execute(),
    async (db) => {
      for (const action of ['read', 'write', 'admin']) {
        const [work, both] = [`"mcp:task:${action}"`, `"mcp:task:${action}","mcp:claim:${action}"`];
        await sql`update tokens set grants = replace(grants, ${work}, ${both})
          where grants like ${`%${work}%`} and grants not like ${'%"mcp:claim:%'}`.execute(db);
      }
    },
  ],
};
