import { sql, type Kysely } from 'kysely';

import type { ColumnTypes } from './column-types.ts';
import { rebuildTable, type Rebuild } from './rebuild-table.ts';

/** A column whose rows go with the row, of another table, whose `id` it holds. */
export interface ForeignKey {
  column: string;
  of: string;
}

/**
 * Ties rows to those they belong to (`on delete cascade`); what belongs to nothing any more is dropped first. What is tied already
 * stays, so that a step which a crash repeats goes on. The column needs an index, or each deletion reads the whole table.
 */
export async function addForeignKeys(
  db: Kysely<unknown>,
  { dialect }: ColumnTypes,
  table: string,
  keys: readonly ForeignKey[],
): Promise<void> {
  const missing: ForeignKey[] = [];
  for (const key of keys) if (!(await isTied(db, dialect, table, key))) missing.push(key);
  for (const { column, of } of missing)
    await sql`delete from ${sql.table(table)} where not exists (select 1 from ${sql.table(of)} where ${sql.ref(`${of}.id`)} = ${sql.ref(`${table}.${column}`)})`.execute(
      db,
    );
  if (dialect === 'sqlite') {
    // SQLite adds none to a table that is there.
    if (missing.length > 0) await rebuildTable(db, table, await withKeys(db, table, missing));
    return;
  }
  for (const key of missing)
    await sql`alter table ${sql.table(table)} add constraint ${sql.ref(nameOf(table, key))} ${sql.raw(constraint(key))}`.execute(db);
}

const nameOf = (table: string, { column }: ForeignKey): string => `${table}_${column}_fk`;

/** In words of all three engines; names of tables and columns are our own. */
const constraint = ({ column, of }: ForeignKey): string => `foreign key (${column}) references ${of} (id) on delete cascade`;

/** The table of SQLite as it is, with these keys besides. */
async function withKeys(db: Kysely<unknown>, table: string, keys: readonly ForeignKey[]): Promise<Rebuild> {
  const { rows } = await sql<{ sql: string }>`select sql from sqlite_master where name = ${table} and type = 'table'`.execute(db);
  const stated = rows[0]?.sql ?? '';
  const columns = stated.slice(stated.indexOf('('), stated.lastIndexOf(')'));
  return {
    create: (name) => sql`create table ${sql.table(name)} ${sql.raw(`${columns}, ${keys.map(constraint).join(', ')})`)}`.execute(db),
    copy: (name) => sql`insert into ${sql.table(name)} select * from ${sql.table(table)}`.execute(db),
  };
}

async function isTied(db: Kysely<unknown>, dialect: ColumnTypes['dialect'], table: string, key: ForeignKey): Promise<boolean> {
  const { rows } =
    dialect === 'sqlite'
      ? await sql`select 1 from pragma_foreign_key_list(${table}) where "from" = ${key.column}`.execute(db)
      : await sql`select 1 from information_schema.table_constraints where table_name = ${table} and constraint_name = ${nameOf(table, key)} and table_schema = ${
          dialect === 'postgres' ? sql`current_schema()` : sql`database()`
        }`.execute(db);
  return rows.length > 0;
}
