import { sql, type Kysely } from 'kysely';

import { addForeignKeys, type ForeignKey, type Migration, type MigrationStep } from '@mosaic/platform/db';

const REPOSITORY: ForeignKey = { column: 'repository_id', of: 'repositories' };

/**
 * What goes with what; those that others belong to stand first, for a table of SQLite is laid anew here while nothing refers to it.
 */
const TIES: readonly (readonly [table: string, ...ForeignKey[]])[] = [
  ['collaborators', REPOSITORY],
  ['statuses', REPOSITORY],
  ['pushes', REPOSITORY],
  ['push_commands', REPOSITORY, { column: 'push_id', of: 'pushes' }],
  ['hooks', REPOSITORY],
  ['deliveries', REPOSITORY, { column: 'hook_id', of: 'hooks' }],
  ['issues', REPOSITORY],
  ['labels', REPOSITORY],
  ['comments', REPOSITORY, { column: 'issue_id', of: 'issues' }],
  ['issue_labels', { column: 'issue_id', of: 'issues' }, { column: 'label_id', of: 'labels' }],
  ['issue_assignees', { column: 'issue_id', of: 'issues' }],
];

/** What belongs to a repository goes with it, by the engine's own rule; so far a list in the code said what to delete. */
export const ownership: Migration = {
  name: '008-ownership',
  steps: [
    ...index('comments', 'repository_id'),
    ...index('deliveries', 'repository_id'),
    ...index('issue_labels', 'label_id'),
    ...TIES.map(
      ([table, ...keys]): MigrationStep =>
        (db, types) =>
          addForeignKeys(db, types, table, keys),
    ),
    (db, t) =>
      db.schema
        .createTable('maintenance')
        .ifNotExists()
        .addColumn('repository_id', t.integer, (c) => c.primaryKey())
        .addColumn('started_at', t.time, (c) => c.notNull())
        .addColumn('done_at', t.time, (c) => c.notNull())
        .execute(),
    async (db) => {
      if (!(await isThere(db, 'upkeep'))) return;
      await sql`
        insert into maintenance select repository_id, started_at, done_at from upkeep
        where repository_id not in (select repository_id from maintenance)`.execute(db);
    },
    (db, types) => addForeignKeys(db, types, 'maintenance', [REPOSITORY]),
    (db) => db.schema.dropTable('upkeep').ifExists().execute(),
  ],
};

function index(table: string, column: string): MigrationStep[] {
  return [(db) => db.schema.createIndex(`${table}_${column}`).ifNotExists().on(table).column(column).execute()];
}

async function isThere(db: Kysely<unknown>, table: string): Promise<boolean> {
  return (await db.introspection.getTables()).some(({ name }) => name === table);
}
