import { randomUUID } from 'node:crypto';

import type { Door, Grant } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import type { TellingWriter } from '@mosaic/platform/events';
import { hashToken } from '@mosaic/platform/secrets';

import type { AccountsTables, PrincipalRow, TokenRow } from '../db/schema.ts';
import { findPrincipalById } from '../principals/principal-reader.ts';

export interface TokenDraft {
  name: string;
  doors: readonly Door[];
  grants: readonly Grant[];
  repositories: readonly number[] | null;
  expiresAt: number | null;
  /** Id of the token that makes it. */
  parentId?: string | null;
}

/** Live tokens of one principal at most. */
const LIVE_LIMIT = 1_000;

/** Stores a token by the hash of its secret. */
export async function insertToken(
  writer: TellingWriter<AccountsTables>,
  principal: PrincipalRow,
  { draft, secret, now }: { draft: TokenDraft; secret: string; now: number },
): Promise<TokenRow> {
  const live = await writer.db
    .selectFrom('tokens')
    .select((expression) => expression.fn.countAll().as('count'))
    .where('principal_id', '=', principal.id)
    .where('revoked_at', 'is', null)
    .where((expression) => expression.or([expression('expires_at', 'is', null), expression('expires_at', '>', now)]))
    .executeTakeFirstOrThrow();
  if (Number(live.count) >= LIVE_LIMIT)
    throw new MosaicError('conflict', `${principal.login} has ${LIVE_LIMIT} tokens already; revoke some that are not used.`);
  const row: TokenRow = {
    id: randomUUID(),
    hash: hashToken(secret),
    principal_id: principal.id,
    name: draft.name,
    doors: JSON.stringify(draft.doors),
    grants: JSON.stringify(draft.grants),
    repositories: draft.repositories === null ? null : JSON.stringify(draft.repositories),
    created_at: now,
    expires_at: draft.expiresAt,
    last_used_at: null,
    revoked_at: null,
    parent_id: draft.parentId ?? null,
  };
  await writer.db.insertInto('tokens').values(row).execute();
  writer.emit('dev.mosaic.token.created', {
    subject: principal.login,
    data: { tokenId: row.id, login: principal.login, name: row.name },
  });
  return row;
}

/** Ends a token and whatever was made with it, at any remove: who found a token may have made others with it. */
export async function revokeWithOffspring(
  writer: TellingWriter<AccountsTables>,
  token: Pick<TokenRow, 'id' | 'name' | 'principal_id'>,
  now: number,
): Promise<void> {
  const login = (await findPrincipalById(writer.db, token.principal_id))?.login ?? '';
  await revokeToken(writer, token, { login, now });
  const offspring = await writer.db.selectFrom('tokens').select(['id', 'name', 'principal_id']).where('parent_id', '=', token.id).execute();
  for (const child of offspring) await revokeWithOffspring(writer, child, now);
}

/** Ends a token; false when it had ended before. */
export async function revokeToken(
  writer: TellingWriter<AccountsTables>,
  token: Pick<TokenRow, 'id' | 'name'>,
  { login, now }: { login: string; now: number },
): Promise<boolean> {
  const result = await writer.db
    .updateTable('tokens')
    .set({ revoked_at: now })
    .where('id', '=', token.id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (Number(result.numUpdatedRows) === 0) return false;
  writer.emit('dev.mosaic.token.revoked', {
    subject: login,
    data: { tokenId: token.id, login, name: token.name },
  });
  return true;
}
