import { Login } from '@mosaic/contracts/mosaic';
import type { Store } from '@mosaic/platform/db';

import type { ForgeTables } from '../db/schema.ts';
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
}
