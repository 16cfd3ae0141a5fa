import type { Store } from '@mosaic/platform/db';

import type { ForgeTables } from '../db/schema.ts';
import { deliveryOf, type Delivery } from './delivery.ts';
import { hookOf, type Hook } from './hook.ts';

export class HookReader {
  readonly #store: Store<ForgeTables>;

  constructor(store: Store<ForgeTables>) {
    this.#store = store;
  }

  async list(repositoryId: number): Promise<Hook[]> {
    return this.#store.read(async (db) => {
      const rows = await db.selectFrom('hooks').selectAll().where('repository_id', '=', repositoryId).orderBy('id').execute();
      return rows.map(hookOf);
    });
  }

  async byId(id: number): Promise<Hook | null> {
    return this.#store.read(async (db) => {
      const row = await db.selectFrom('hooks').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : hookOf(row);
    });
  }

  /** Newest first, at most 50. */
  async deliveries(hookId: number): Promise<Delivery[]> {
    return this.#store.read(async (db) => {
      const rows = await db.selectFrom('deliveries').selectAll().where('hook_id', '=', hookId).orderBy('seq', 'desc').limit(50).execute();
      return rows.map(deliveryOf);
    });
  }
}
