import type { Reader, Store } from '@mosaic/platform/db';

import type { AccountsTables, OauthApplicationRow } from '../db/schema.ts';

/** An application with the login of who registered it; null for one that every installation knows. */
export interface OwnedApplication {
  row: OauthApplicationRow;
  owner: string | null;
}

export class ApplicationReader {
  readonly #store: Store<AccountsTables>;

  constructor(store: Store<AccountsTables>) {
    this.#store = store;
  }

  /** Undefined for an id that is none's. */
  byClientId(clientId: string): Promise<OwnedApplication | undefined> {
    return this.#store.read(async (db) => {
      const row = await db.selectFrom('oauth_applications').selectAll().where('client_id', '=', clientId).executeTakeFirst();
      if (row === undefined) return undefined;
      const owner = await db
        .selectFrom('principals')
        .select('login')
        .where('id', '=', row.owner_id ?? '')
        .executeTakeFirst();
      return { row, owner: owner?.login ?? null };
    });
  }

  /** Those that somebody registered, in the order of their making. */
  ofOwner(principalId: string): Promise<OauthApplicationRow[]> {
    return this.#store.read((db) =>
      db.selectFrom('oauth_applications').selectAll().where('owner_id', '=', principalId).orderBy('id').limit(APPLICATIONS_LIMIT).execute(),
    );
  }
}

/** Applications that one principal may register. */
export const APPLICATIONS_LIMIT = 100;

/** One of somebody's own. */
export function findApplication(
  db: Reader<AccountsTables>,
  { id, ownerId }: { id: number; ownerId: string },
): Promise<OauthApplicationRow | undefined> {
  return db.selectFrom('oauth_applications').selectAll().where('id', '=', id).where('owner_id', '=', ownerId).executeTakeFirst();
}
