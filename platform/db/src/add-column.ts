import type { ColumnBuilderCallback, Kysely } from 'kysely';

import type { ColumnTypes } from './column-types.ts';

/** The column as it is to be: a type of {@link ColumnTypes}, and its constraints. */
export interface NewColumn {
  table: string;
  name: string;
  type: ColumnTypes['text'];
  build?: ColumnBuilderCallback;
}

/**
 * Adds a column where it is absent, so that a step which a crash repeats goes on: of the three engines only PostgreSQL and
 * MariaDB know ADD COLUMN IF NOT EXISTS. Rows that are there need a default, or the column takes null.
 */
export async function addColumn(db: Kysely<unknown>, { table, name, type, build }: NewColumn): Promise<void> {
  const tables = await db.introspection.getTables();
  const isThere = tables.some((known) => known.name === table && known.columns.some((column) => column.name === name));
  if (isThere) return;
  await db.schema.alterTable(table).addColumn(name, type, build).execute();
}
