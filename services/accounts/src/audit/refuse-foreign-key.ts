import type { Store } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';

import type { AccountsTables } from '../db/schema.ts';
import { isSealedBy, readAudit, readNewestAudit } from './audit-reader.ts';

/**
 * Throws `precondition_failed` when the key is not the one that these rows were sealed with. The ends of the audit chain tell:
 * one that fits is proof of the key; an altered record alone is a matter for the chain's own check, not for the key.
 */
export async function refuseForeignKey(store: Store<AccountsTables>, key: Buffer, keyFile: string): Promise<void> {
  const ends = await store.read(async (db) => [
    ...(await readAudit(db, { after: 0, limit: 1 })),
    ...(await readNewestAudit(db, { before: undefined, limit: 1 })),
  ]);
  if (ends.length === 0 || ends.some((row) => isSealedBy(row, key))) return;
  throw new MosaicError(
    'precondition_failed',
    `The key file ${keyFile} is not the one that this home's data was sealed with. Restore that key from a backup; the data needs it.`,
  );
}
