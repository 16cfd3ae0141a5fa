import { randomUUID } from 'node:crypto';

import { ceilingOf, tokenCreated, tokenRevoked } from '@mosaic/contracts/mosaic';
import { isUniqueViolation, toJson } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog, EmittingWriter } from '@mosaic/platform/events';
import type { Caller } from '@mosaic/platform/identity';
import { hashToken, newToken } from '@mosaic/platform/secrets';

import type { AccountsTables, PrincipalRow, TokenRow } from '../db/schema.ts';
import { findPrincipal, findPrincipalById, unknownPrincipal } from '../principals/principal-reader.ts';
import { decideToken, type TokenWish } from './token-policy.ts';
import { findToken, liveTokens } from './token-reader.ts';

export interface TokenDraft extends TokenWish {
  name: string;
  /** Id of the token that makes it. */
  parentId?: string | null;
  isTaker?: boolean;
  attempt?: { task: string; epoch: number };
  /** The consent by which an application gets it. */
  grantId?: string;
}

/** Live tokens of one principal at most. */
const LIVE_LIMIT = 1_000;

/** A token with its secret, which is shown this once. */
export interface IssuedToken {
  row: TokenRow;
  login: string;
  secret: string;
}

export class TokenWriter {
  readonly #events: EventLog<AccountsTables>;
  readonly #now: () => number;

  constructor(events: EventLog<AccountsTables>, now: () => number) {
    this.#events = events;
    this.#now = now;
  }

  /** A new token, never worth more than who makes it. Throws `not_found` for an unknown login, `forbidden` for more than the caller may give. */
  async issue(
    caller: Caller,
    { login, endsAt, ...rest }: Omit<TokenWish, 'expiresAt'> & { name: string; login: string; endsAt: (now: number) => number | null },
    cause: Cause,
  ): Promise<IssuedToken> {
    const now = this.#now();
    // Counted from the moment that it is made at.
    const wish = { ...rest, expiresAt: endsAt(now) };
    const secret = newToken();
    return this.#events.transact(async (writer) => {
      const principal = await findPrincipal(writer.db, login);
      if (principal === undefined) throw unknownPrincipal(login);
      const own = await findToken(writer.db, caller.tokenId);
      const ceiling = ceilingOf(principal);
      const callerExpiresAt = own?.expires_at ?? null;
      const decision = decideToken(caller, wish, { target: { id: principal.id, ceiling }, callerExpiresAt });
      if (decision.refusal !== null) throw new MosaicError('forbidden', decision.refusal);
      // The platform's own tokens change at every start, which is no reason to end what was made with the last one.
      const parentId = caller.builtIn ? null : (own?.id ?? null);
      const draft = { ...wish, grants: decision.grants, parentId };
      return {
        row: await insertToken(writer.as(cause), principal, { draft, hash: hashToken(secret), now }),
        login: principal.login,
        secret,
      };
    });
  }

  /** Ends a token, and those made with it, at once here, at other doors within their few seconds of memory. Repeating it is fine. */
  async revoke(token: TokenRow, cause: Cause): Promise<void> {
    await this.#events.transact((writer) => revokeWithOffspring(writer.as(cause), token, this.#now()));
  }

  /** Notes that a token is used. */
  async touch(id: string): Promise<void> {
    const last_used_at = this.#now();
    await this.#events.transact(({ db }) => db.updateTable('tokens').set({ last_used_at }).where('id', '=', id).execute());
  }
}

/** Stores a token by the hash of its secret. Throws `conflict` for a hash that is known. */
export async function insertToken(
  writer: EmittingWriter<AccountsTables>,
  principal: PrincipalRow,
  { draft, hash, now }: { draft: TokenDraft; hash: string; now: number },
): Promise<TokenRow> {
  const live = await liveTokens(writer.db, now)
    .select((expression) => expression.fn.countAll<number>().as('count'))
    .where('principal_id', '=', principal.id)
    // Those of applications are bounded by their grants.
    .where('grant_id', 'is', null)
    .executeTakeFirstOrThrow();
  if (draft.grantId === undefined && live.count >= LIVE_LIMIT)
    throw new MosaicError('conflict', `${principal.login} has ${LIVE_LIMIT} tokens already; revoke some that are not used.`);
  const row: TokenRow = {
    id: randomUUID(),
    hash,
    principal_id: principal.id,
    name: draft.name,
    doors: toJson(draft.doors),
    grants: toJson(draft.grants),
    repositories: draft.repositories === null ? null : toJson(draft.repositories),
    created_at: now,
    expires_at: draft.expiresAt,
    last_used_at: null,
    revoked_at: null,
    parent_id: draft.parentId ?? null,
    taker: draft.isTaker === true ? 1 : 0,
    task: draft.attempt?.task ?? null,
    epoch: draft.attempt?.epoch ?? null,
    grant_id: draft.grantId ?? null,
  };
  try {
    await writer.db.insertInto('tokens').values(row).execute();
  } catch (cause) {
    if (!isUniqueViolation(cause)) throw cause;
    throw new MosaicError('conflict', 'This token is known already; make another.', { cause });
  }
  writer.emit(tokenCreated, {
    subject: principal.login,
    data: { tokenId: row.id, login: principal.login, name: row.name, ...draft.attempt },
  });
  return row;
}

type EndedToken = Pick<TokenRow, 'id' | 'name' | 'task' | 'epoch'>;

/** The attempt that a token is for, as events tell of it. */
function attemptOf({ task, epoch }: EndedToken): { task: string; epoch: number } | undefined {
  return task === null || epoch === null ? undefined : { task, epoch };
}

/** Ends a token and whatever was made with it, at any remove: who found a token may have made others with it. */
export async function revokeWithOffspring(
  writer: EmittingWriter<AccountsTables>,
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
  writer: EmittingWriter<AccountsTables>,
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
  writer.emit(tokenRevoked, {
    subject: login,
    data: { tokenId: token.id, login, name: token.name, ...attemptOf(token) },
  });
  return true;
}
