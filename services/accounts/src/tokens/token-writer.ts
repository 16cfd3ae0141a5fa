import { randomUUID } from 'node:crypto';

import type { Door, Grant } from '@mosaic/contracts/mosaic';
import { isUniqueViolation } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { TellingWriter } from '@mosaic/platform/events';

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
  isTaker?: boolean;
  attempt?: { task: string; epoch: number };
}

/** Live tokens of one principal at most. */
const LIVE_LIMIT = 1_000;

/** Stores a token by the hash of its secret. Throws `conflict` for a hash that is known. */
export async function insertToken(
  writer: TellingWriter<AccountsTables>,
  principal: PrincipalRow,
  { draft, hash, now }: { draft: TokenDraft; hash: string; now: number },
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
    hash,
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
    taker: draft.isTaker === true ? 1 : 0,
    task: draft.attempt?.task ?? null,
    epoch: draft.attempt?.epoch ?? null,
  };
  try {
    await writer.db.insertInto('tokens').values(row).execute();
  } catch (cause) {
    if (!isUniqueViolation(cause)) throw cause;
    throw new MosaicError('conflict', 'This token is known already; make another.', { cause });
  }
  writer.emit('dev.mosaic.token.created', {
    subject: principal.login,
    data: { tokenId: row.id, login: principal.login, name: row.name, ...draft.attempt },
  });
  return row;
}

type EndedToken = Pick<TokenRow, 'id' | 'name' | 'task' | 'epoch'>;

/** The attempt that a token is for, as events tell of it. */
function attemptOf({ task, epoch }: EndedToken): { task: string; epoch: number } | undefined {
  return task === null || epoch === null ? undefined : { task, epoch: Number(epoch) };
}

/** Ends a token and whatever was made with it, at any remove: who found a token may have made others with it. */
export async function revokeWithOffspring(
  writer: TellingWriter<AccountsTables>,
  token: EndedToken & Pick<TokenRow, 'principal_id'>,
  now: number,
): Promise<void> {
  const login = (await findPrincipalById(writer.db, token.principal_id))?.login ?? '';
  await revokeToken(writer, token, { login, now });
  const offspring = await writer.db
    .selectFrom('tokens')
    .select(['id', 'name', 'principal_id', 'task', 'epoch'])
    .where('parent_id', '=', token.id)
    .execute();
  for (const child of offspring) await revokeWithOffspring(writer, child, now);
}

/** Ends a token; false when it had ended before. */
export async function revokeToken(
  writer: TellingWriter<AccountsTables>,
  token: EndedToken,
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
    data: { tokenId: token.id, login, name: token.name, ...attemptOf(token) },
  });
  return true;
}
