import { createHash } from 'node:crypto';

import type { Transaction } from 'kysely';

import { MosaicError } from '@mosaic/platform/errors';

import type { McpTables } from '../db/schema.ts';

/** How long an answer is kept, ms. */
export const REQUEST_ID_KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/** A write by the caller's own id. */
export interface LedgerKey {
  /** Stable id of the principal. */
  principal: string;
  tool: string;
  requestId: string;
  inputHash: string;
}

/** The digest by which two inputs are the same; the input is parsed, so its members are in the schema's order. */
export function inputHash(input: unknown): string {
  return createHash('sha256').update(JSON.stringify(input)).digest('hex');
}

/** The answer that this id got before, as JSON; null when it is new. Throws `conflict` when it was used for another input. */
export async function findResult(db: Pick<Transaction<McpTables>, 'selectFrom'>, key: LedgerKey): Promise<string | null> {
  const row = await db
    .selectFrom('request_ids')
    .select(['input_hash', 'result'])
    .where('principal', '=', key.principal)
    .where('tool', '=', key.tool)
    .where('request_id', '=', key.requestId)
    .executeTakeFirst();
  if (row === undefined) return null;
  if (row.input_hash !== key.inputHash)
    throw new MosaicError('conflict', `The requestId "${key.requestId}" was used for another ${key.tool}; take a new one for a new write.`);
  return row.result;
}

/** Keeps the answer, in the transaction of the write itself. */
export async function insertResult(db: Transaction<McpTables>, key: LedgerKey, kept: { result: string; at: number }): Promise<void> {
  await db
    .insertInto('request_ids')
    .values({
      principal: key.principal,
      tool: key.tool,
      request_id: key.requestId,
      input_hash: key.inputHash,
      result: kept.result,
      at: kept.at,
    })
    .execute();
}
