import type { Reader, Store } from '@mosaic/platform/db';

import type { AccountsTables, TokenRow } from '../db/schema.ts';

export class TokenReader {
  readonly #store: Store<AccountsTables>;

  constructor(store: Store<AccountsTables>) {
    this.#store = store;
  }

  /** Ended or not. */
  byId(id: string): Promise<TokenRow | undefined> {
    return this.#store.read((db) => findToken(db, id));
  }

  /** Ended or not; by the hash of its secret. */
  byHash(hash: string): Promise<TokenRow | undefined> {
    return this.#store.read((db) => db.selectFrom('tokens').selectAll().where('hash', '=', hash).executeTakeFirst());
  }

  /** Neither revoked nor over, newest first; those of applications are shown as what was let in. */
  live(principalId: string, now: number): Promise<TokenRow[]> {
    return this.#store.read((db) =>
      liveTokens(db, now)
        .selectAll()
        .where('principal_id', '=', principalId)
        .where('grant_id', 'is', null)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .limit(1_000)
        .execute(),
    );
  }
}

/** By id, ended or not. */
export function findToken(db: Reader<AccountsTables>, id: string): Promise<TokenRow | undefined> {
  return db.selectFrom('tokens').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Those that are neither revoked nor over. */
export function liveTokens(db: Reader<AccountsTables>, now: number) {
  return db
    .selectFrom('tokens')
    .where('revoked_at', 'is', null)
    .where((expression) => expression.or([expression('expires_at', 'is', null), expression('expires_at', '>', now)]));
}

/** Whether a token is neither revoked nor over. */
export function isLive({ revoked_at, expires_at }: Pick<TokenRow, 'revoked_at' | 'expires_at'>, now: number): boolean {
  return revoked_at === null && (expires_at === null || expires_at > now);
}
