import type { Reader, Store } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';

import type { AccountsTables, PrincipalRow } from '../db/schema.ts';

/** Principals listed at most; an installation has far fewer. */
const LIST_LIMIT = 5_000;

export class PrincipalReader {
  readonly #store: Store<AccountsTables>;

  constructor(store: Store<AccountsTables>) {
    this.#store = store;
  }

  byLogin(login: string): Promise<PrincipalRow | undefined> {
    return this.#store.read((db) => findPrincipal(db, login));
  }

  /** @throws MosaicError `not_found`. */
  async require(login: string): Promise<PrincipalRow> {
    const principal = await this.byLogin(login);
    if (principal === undefined) throw unknownPrincipal(login);
    return principal;
  }

  byId(id: string): Promise<PrincipalRow | undefined> {
    return this.#store.read((db) => findPrincipalById(db, id));
  }

  list(): Promise<PrincipalRow[]> {
    return this.#store.read((db) => db.selectFrom('principals').selectAll().orderBy('login_key').limit(LIST_LIMIT).execute());
  }

  /** The longest-standing person who administers and may sign in; undefined when there is none. */
  firstAdministrator(): Promise<PrincipalRow | undefined> {
    return this.#store.read((db) => administrators(db).orderBy('uid').limit(1).executeTakeFirst());
  }
}

export function unknownPrincipal(login: string): MosaicError {
  return new MosaicError('not_found', `There is no principal "${login}".`);
}

export function loginKey(login: string): string {
  return login.toLowerCase();
}

/** By login in any case; undefined when there is none. */
export function findPrincipal(db: Reader<AccountsTables>, login: string): Promise<PrincipalRow | undefined> {
  return db.selectFrom('principals').selectAll().where('login_key', '=', loginKey(login)).executeTakeFirst();
}

export function findPrincipalById(db: Reader<AccountsTables>, id: string): Promise<PrincipalRow | undefined> {
  return db.selectFrom('principals').selectAll().where('id', '=', id).executeTakeFirst();
}

/** People who administer and may sign in. */
export function administrators(db: Reader<AccountsTables>) {
  return db.selectFrom('principals').selectAll().where('role', '=', 'administrator').where('kind', '=', 'person').where('disabled', '=', 0);
}
