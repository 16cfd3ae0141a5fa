import type { Store } from '@mosaic/platform/db';
import { hashToken } from '@mosaic/platform/secrets';

import type { AccountsTables } from '../db/schema.ts';
import { findPrincipalById } from '../principals/principal-reader.ts';
import { LETS_IN } from './link.ts';

export class LinkReader {
  readonly #store: Store<AccountsTables>;

  constructor(store: Store<AccountsTables>) {
    this.#store = store;
  }

  /** Whom a sign-in link would let in, without using it up; null when it would open nothing. */
  loginOf(secret: string, now: number): Promise<string | null> {
    return this.#store.read(async (db) => {
      const row = await db
        .selectFrom('one_time_secrets')
        .select('principal_id')
        .where('hash', '=', hashToken(secret))
        .where('purpose', 'in', [...LETS_IN])
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .executeTakeFirst();
      const principal = row === undefined ? undefined : await findPrincipalById(db, row.principal_id);
      return principal === undefined || principal.disabled === 1 ? null : principal.login;
    });
  }
}
