import { sql, type Kysely } from 'kysely';

import { addColumn, addForeignKeys, rebuildTable, type ColumnTypes, type Migration, type MigrationStep } from '@mosaic/platform/db';

/** `owner/name`, the last column of the former shape to go. */
const FORMER = 'full_lower';
const FORMER_COLUMNS = ['owner_uid', 'owner', 'owner_lower', FORMER] as const;

/** PostgreSQL and MariaDB change a table in its place. */
const IN_PLACE: readonly MigrationStep[] = [
  ofFormer((db, t) => addColumn(db, { table: 'repositories', name: 'owner_ref', type: t.integer })),
  ofFormer((db, t) => addColumn(db, { table: 'repositories', name: 'name_lower', type: t.key })),
  ofFormer(async (db) => {
    await sql`
          update repositories
          set owner_ref = (select owners.id from owners where owners.principal_id = repositories.owner_id), name_lower = lower(name)
          where owner_ref is null`.execute(db);
  }),
  // From here on there are both, until the new one has the former's name.
  ofFormer(async (db) => {
    if (await has(db, 'owner_ref')) await dropColumn(db, 'owner_id');
  }),
  ofFormer(async (db) => {
    if (await has(db, 'owner_ref')) await db.schema.alterTable('repositories').renameColumn('owner_ref', 'owner_id').execute();
  }),
  ofFormer((db, t) => forbidNull(db, t, 'owner_id', t.integer)),
  ofFormer((db, t) => forbidNull(db, t, 'name_lower', t.key)),
  (db) =>
    db.schema.createIndex('repositories_name').ifNotExists().unique().on('repositories').columns(['owner_id', 'name_lower']).execute(),
  (db, t) => addForeignKeys(db, t, 'repositories', [{ column: 'owner_id', of: 'owners' }]),
  ...FORMER_COLUMNS.map((column) => ofFormer((db) => dropColumn(db, column))),
];

/** Who owns repositories is a row of its own, which they point at; so far each repository bore its owner's name and numbers. */
export const owners: Migration = {
  name: '007-owners',
  steps: [
    (db, t) =>
      db.schema
        .createTable('owners')
        .ifNotExists()
        .addColumn('id', t.serial, t.generated)
        .addColumn('kind', t.key, (c) => c.notNull())
        .addColumn('principal_id', t.key, (c) => c.unique())
        .addColumn('uid', t.integer, (c) => c.notNull())
        .addColumn('name', t.key, (c) => c.notNull())
        .addColumn('name_lower', t.key, (c) => c.notNull().unique())
        .addColumn('created_at', t.time, (c) => c.notNull())
        .execute(),
    // Accounts gives a login to one principal only, and none away.
    ofFormer(async (db) => {
      await sql`
        insert into owners (kind, principal_id, uid, name, name_lower, created_at)
        select 'user', owner_id, max(owner_uid), max(owner), max(owner_lower), min(created_at) from repositories
        where not exists (select 1 from owners where owners.principal_id = repositories.owner_id)
        group by owner_id`.execute(db);
    }),
    onSqlite(ofFormer(rebuildRepositories)),
    ...IN_PLACE.map(onServers),
  ],
};

/** A step for as long as the former shape is not gone for good. */
function ofFormer(step: MigrationStep): MigrationStep {
  return async (db, types) => ((await has(db, FORMER)) ? step(db, types) : undefined);
}

function onSqlite(step: MigrationStep): MigrationStep {
  return async (db, types) => (types.dialect === 'sqlite' ? step(db, types) : undefined);
}

function onServers(step: MigrationStep): MigrationStep {
  return async (db, types) => (types.dialect === 'sqlite' ? undefined : step(db, types));
}

async function has(db: Kysely<unknown>, column: string): Promise<boolean> {
  const tables = await db.introspection.getTables();
  return tables.some(({ name, columns }) => name === 'repositories' && columns.some((known) => known.name === column));
}

async function dropColumn(db: Kysely<unknown>, column: string): Promise<void> {
  if (await has(db, column)) await db.schema.alterTable('repositories').dropColumn(column).execute();
}

async function forbidNull(db: Kysely<unknown>, { dialect }: ColumnTypes, column: string, type: ColumnTypes['text']): Promise<void> {
  const table = db.schema.alterTable('repositories');
  if (dialect === 'postgres') await table.alterColumn(column, (change) => change.setNotNull()).execute();
  else await table.modifyColumn(column, type, (change) => change.notNull()).execute();
}

async function rebuildRepositories(db: Kysely<unknown>, t: ColumnTypes): Promise<void> {
  await rebuildTable(db, 'repositories', {
    create: (name) =>
      db.schema
        .createTable(name)
        .addColumn('id', t.serial, t.generated)
        .addColumn('state', t.key, (c) => c.notNull())
        .addColumn('owner_id', t.integer, (c) => c.notNull().references('owners.id').onDelete('cascade'))
        .addColumn('name', t.key, (c) => c.notNull())
        .addColumn('name_lower', t.key, (c) => c.notNull())
        .addColumn('description', t.text, (c) => c.notNull())
        .addColumn('private', t.flag, (c) => c.notNull())
        .addColumn('archived', t.flag, (c) => c.notNull())
        .addColumn('empty', t.flag, (c) => c.notNull())
        .addColumn('default_branch', t.text, (c) => c.notNull())
        .addColumn('next_issue', t.integer, (c) => c.notNull())
        .addColumn('created_at', t.time, (c) => c.notNull())
        .addColumn('updated_at', t.time, (c) => c.notNull())
        .addUniqueConstraint('repositories_name', ['owner_id', 'name_lower'])
        .execute(),
    copy: (name) =>
      sql`
        insert into ${sql.table(name)}
        select repositories.id, state, owners.id, repositories.name, lower(repositories.name), description, private, archived, empty,
          default_branch, next_issue, repositories.created_at, updated_at
        from repositories inner join owners on owners.principal_id = repositories.owner_id`.execute(db),
  });
}
