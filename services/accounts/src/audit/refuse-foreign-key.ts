import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

import type { Store } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';

import type { AccountsTables } from '../db/schema.ts';
import { isSealedBy, readAudit, readNewestAudit, type AuditRow } from './audit-reader.ts';

/**
 * Throws `precondition_failed` when the key is not the one that these rows were sealed with. The ends of the audit chain tell:
 * one that fits is proof of the key; an altered record alone is a matter for the chain's own check, not for the key.
 */
export async function refuseForeignKey(store: Store<AccountsTables>, key: Buffer, keyFile: string): Promise<void> {
  const ends = await store.read(async (db) => [
    ...(await readAudit(db, { after: 0, limit: 1 })),
    ...(await readNewestAudit(db, { before: undefined, limit: 1 })),
  ]);
  judge(ends, key, keyFile);
}

/** The same of the data of a stack that does not run, where nothing may be written. `file` is its database; one that is not there is fine. */
export function refuseForeignKeyIn(file: string, key: Buffer, keyFile: string): void {
  if (!existsSync(file)) return;
  using database = new DatabaseSync(file, { readOnly: true });
  const isThere = database.prepare(`select 1 from sqlite_master where name = 'audit_records'`).get() !== undefined;
  if (!isThere) return;
  const ends = ['asc', 'desc'].flatMap((order) => database.prepare(`select * from audit_records order by seq ${order} limit 1`).all());
  judge(ends as unknown as AuditRow[], key, keyFile);
}

function judge(ends: readonly AuditRow[], key: Buffer, keyFile: string): void {
  if (ends.length === 0 || ends.some((row) => isSealedBy(row, key))) return;
  throw new MosaicError(
    'precondition_failed',
    `The key file ${keyFile} is not the one that this home's data was sealed with. Restore that key from a backup; the data needs it.`,
  );
}
