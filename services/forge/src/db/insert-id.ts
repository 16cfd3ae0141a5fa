import type { InsertQueryBuilder, InsertResult, Transaction } from 'kysely';

import type { ForgeTables } from './schema.ts';

/** Inserts one row and answers the id that the engine gave it: by RETURNING, or on MariaDB by the connection's last id. */
export async function insertId<T extends 'hooks' | 'statuses' | 'comments'>(
  db: Transaction<ForgeTables>,
  insert: InsertQueryBuilder<ForgeTables, T, InsertResult>,
): Promise<number> {
  if (!db.getExecutor().adapter.supportsReturning) return Number((await insert.executeTakeFirstOrThrow()).insertId);
  // Each of the three tables has a numeric `id`; the builder's own type cannot say so for all at once.
  const numbered = insert as unknown as InsertQueryBuilder<ForgeTables, 'hooks', InsertResult>;
  return Number((await numbered.returning('id').executeTakeFirstOrThrow()).id);
}
