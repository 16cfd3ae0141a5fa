import type { Store } from '@mosaic/platform/db';

import type { ForgeTables } from '../db/schema.ts';
import { transferOf, type Transfer } from './transfer.ts';

export class TransferReader {
  readonly #store: Store<ForgeTables>;

  constructor(store: Store<ForgeTables>) {
    this.#store = store;
  }

  /** What waits for a repository; null for nothing. */
  async of(repositoryId: number): Promise<Transfer | null> {
    return this.#store.read(async (db) => {
      const row = await db.selectFrom('repository_transfers').selectAll().where('repository_id', '=', repositoryId).executeTakeFirst();
      return row === undefined ? null : transferOf(row);
    });
  }
}
