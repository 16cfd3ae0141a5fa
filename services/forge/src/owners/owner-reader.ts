import { Login } from '@mosaic/contracts/mosaic';
import type { Store } from '@mosaic/platform/db';

import type { ForgeTables } from '../db/schema.ts';
import { formerOwner } from '../repositories/former-names.ts';
import { ownerOf, type Owner } from './owner.ts';

/** Finds those who own something here, or did. */
export class OwnerReader {
  readonly #store: Store<ForgeTables>;

  constructor(store: Store<ForgeTables>) {
    this.#store = store;
  }

  /** Without regard to case; null for somebody who never owned anything. */
  async byName(name: string): Promise<Owner | null> {
    // Not every engine takes every text: PostgreSQL has no NUL.
    if (!Login.safeParse(name).success) return null;
    return this.#store.read(async (db) => {
      const row = await db.selectFrom('owners').selectAll().where('name_lower', '=', name.toLowerCase()).executeTakeFirst();
      return row === undefined ? null : ownerOf(row);
    });
  }

  /** By the number that answers show. */
  async byUid(uid: number): Promise<Owner | null> {
    return this.#store.read(async (db) => {
      const row = await db.selectFrom('owners').selectAll().where('uid', '=', uid).executeTakeFirst();
      return row === undefined ? null : ownerOf(row);
    });
  }

  /** Who was called so before, where nobody here is now. */
  async byFormerName(name: string): Promise<Owner | null> {
    if (!Login.safeParse(name).success || (await this.byName(name)) !== null) return null;
    return this.#store.read(async (db) => {
      const id = await formerOwner(db, name);
      const row = id === null ? undefined : await db.selectFrom('owners').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : ownerOf(row);
    });
  }
}
