import { sql, type Kysely } from 'kysely';

/** How a table is laid anew and filled from the former one. */
export interface Rebuild {
  create: (name: string) => Promise<unknown>;
  copy: (name: string) => Promise<unknown>;
}

/**
 * Lays a table of SQLite anew, where ALTER TABLE cannot do it: beside, filled, and put in its place with its indexes and its count of
 * numbers (sqlite.org/lang_altertable.html 7). Runs in the transaction of one step; nothing may refer to the table yet, for what does
 * would lose its rows with the former one.
 */
export async function rebuildTable(db: Kysely<unknown>, table: string, { create, copy }: Rebuild): Promise<void> {
  const beside = `${table}_rebuilt`;
  const indexes = await sql<{ sql: string }>`
    select sql from sqlite_master where tbl_name = ${table} and type = 'index' and sql is not null`.execute(db);
  await create(beside);
  await copy(beside);
  await keepCount(db, table, beside);
  await sql`drop table ${sql.table(table)}`.execute(db);
  await db.schema.alterTable(beside).renameTo(table).execute();
  for (const index of indexes.rows) await sql.raw(index.sql).execute(db);
}

/** A number that was given out is given to nothing else, although its row has gone (sqlite.org/autoinc.html). */
async function keepCount(db: Kysely<unknown>, table: string, beside: string): Promise<void> {
  const { rows } = await sql`select 1 from sqlite_master where name = 'sqlite_sequence'`.execute(db);
  if (rows.length === 0) return;
  await sql`delete from sqlite_sequence where name = ${beside}`.execute(db);
  await sql`insert into sqlite_sequence (name, seq) select ${beside}, seq from sqlite_sequence where name = ${table}`.execute(db);
}
