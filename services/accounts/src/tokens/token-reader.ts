import type { Reader } from '@mosaic/platform/db';

import type { AccountsTables, TokenRow } from '../db/schema.ts';

/** By id, ended or not. */
export function findToken(db: Reader<AccountsTables>, id: string): Promise<TokenRow | undefined> {
  return db.selectFrom('tokens').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Neither revoked nor over, newest first. */
export function listLiveTokens(db: Reader<AccountsTables>, principalId: string, now: number): Promise<TokenRow[]> {
  return db
    .selectFrom('tokens')
    .selectAll()
    .where('principal_id', '=', principalId)
    .where('revoked_at', 'is', null)
    .where((expression) => expression.or([expression('expires_at', 'is', null), expression('expires_at', '>', now)]))
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(1_000)
    .execute();
}
