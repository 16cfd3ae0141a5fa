import type { EventRecord } from '@mosaic/contracts/mosaic';
import type { Store, Writer } from '@mosaic/platform/db';

import type { CoreTables } from '../db/schema.ts';

/** Longest outcome that is kept. */
const OUTCOME_LENGTH = 2_000;

export class RunWriter {
  readonly #store: Store<CoreTables>;

  constructor(store: Store<CoreTables>) {
    this.#store = store;
  }

  /** Adds the run of an event; false when there is one already. */
  async add({ db }: Writer<CoreTables>, kind: string, event: EventRecord): Promise<boolean> {
    const known = await db.selectFrom('runs').select('id').where('id', '=', event.id).executeTakeFirst();
    if (known !== undefined) return false;
    await db
      .insertInto('runs')
      .values({ id: event.id, kind, state: 'open', input: JSON.stringify(event), outcome: '', created_at: Date.now(), finished_at: null })
      .execute();
    return true;
  }

  async close(id: string, state: 'done' | 'failed', outcome: string): Promise<void> {
    await this.#store.transact(async ({ db }) => {
      await db
        .updateTable('runs')
        .set({ state, outcome: outcome.slice(0, OUTCOME_LENGTH), finished_at: Date.now() })
        .where('id', '=', id)
        .where('state', '=', 'open')
        .execute();
    });
  }

  /** Drops what ended before a time. */
  async prune(before: number): Promise<void> {
    await this.#store.transact(async ({ db }) => {
      await db.deleteFrom('runs').where('state', '!=', 'open').where('finished_at', '<', before).execute();
    });
  }
}
