import type { Reader } from '@mosaic/platform/db';

import type { AccountsTables, PrincipalRow } from '../db/schema.ts';

/** Principals listed at most; an installation has far fewer. */
const LIST_LIMIT = 5_000;

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

export function listPrincipals(db: Reader<AccountsTables>): Promise<PrincipalRow[]> {
  return db.selectFrom('principals').selectAll().orderBy('login_key').limit(LIST_LIMIT).execute();
}

/** The longest-standing person who administers and may sign in; undefined when there is none. */
export function findFirstAdministrator(db: Reader<AccountsTables>): Promise<PrincipalRow | undefined> {
  return db
    .selectFrom('principals')
    .selectAll()
    .where('role', '=', 'administrator')
    .where('kind', '=', 'person')
    .where('disabled', '=', 0)
    .orderBy('uid')
    .limit(1)
    .executeTakeFirst();
}
