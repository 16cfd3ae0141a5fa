import type { EventLog } from '@mosaic/platform/events';
import type { Store } from '@mosaic/platform/db';

import type { ForgeTables } from '../db/schema.ts';
import type { MaintenanceTimes } from './maintenance-policy.ts';

/** One row for each repository that was ever maintained: it says what a kill cut short, and where counting begins. */
export class MaintenanceLedger {
  readonly #store: Store<ForgeTables>;
  readonly #events: EventLog<ForgeTables>;

  constructor(store: Store<ForgeTables>, events: EventLog<ForgeTables>) {
    this.#store = store;
    this.#events = events;
  }

  async times(repositoryId: number): Promise<MaintenanceTimes> {
    return this.#store.read(async (db) => {
      const row = await db.selectFrom('maintenance').selectAll().where('repository_id', '=', repositoryId).executeTakeFirst();
      return { startedAt: row?.started_at ?? 0, doneAt: row?.done_at ?? 0 };
    });
  }

  /** Pushes that were settled since a time, Unix ms. */
  async pushesSince(repositoryId: number, since: number): Promise<number> {
    return this.#store.read(async (db) => {
      const { count } = await db
        .selectFrom('pushes')
        .select((select) => select.fn.countAll<number>().as('count'))
        .where('repository_id', '=', repositoryId)
        .where('settled_at', '>=', since)
        .executeTakeFirstOrThrow();
      return count;
    });
  }

  /** Written before git starts. False when the repository has been deleted. */
  async begin(repositoryId: number, now: number): Promise<boolean> {
    return this.#events.transact(async ({ db }) => {
      const repository = await db.selectFrom('repositories').select('id').where('id', '=', repositoryId).executeTakeFirst();
      if (repository === undefined) return false;
      const known = await db.selectFrom('maintenance').select('repository_id').where('repository_id', '=', repositoryId).executeTakeFirst();
      if (known === undefined)
        await db.insertInto('maintenance').values({ repository_id: repositoryId, started_at: now, done_at: 0 }).execute();
      else await db.updateTable('maintenance').set({ started_at: now }).where('repository_id', '=', repositoryId).execute();
      return true;
    });
  }

  /** The maintenance that began at `startedAt` came to its end. */
  async finish(repositoryId: number, startedAt: number): Promise<void> {
    await this.#events.transact(async ({ db }) => {
      await db
        .updateTable('maintenance')
        .set({ started_at: startedAt, done_at: startedAt })
        .where('repository_id', '=', repositoryId)
        .execute();
    });
  }

  /** Maintenances that did not come to their end. */
  async unfinished(): Promise<number[]> {
    return this.#store.read(async (db) => {
      const rows = await db.selectFrom('maintenance').select('repository_id').whereRef('started_at', '!=', 'done_at').execute();
      return rows.map((row) => row.repository_id);
    });
  }

  /** Repositories in which a push was at work when the process ended. */
  async pushedInto(): Promise<number[]> {
    return this.#store.read(async (db) => {
      const rows = await db.selectFrom('pushes').select('repository_id').distinct().where('state', '=', 'open').execute();
      return rows.map((row) => row.repository_id);
    });
  }

  /** What was cut short has been cleared away and may begin anew at once. */
  async forgetUnfinished(): Promise<void> {
    await this.#events.transact(async ({ db }) => {
      await db
        .updateTable('maintenance')
        .set((expression) => ({ started_at: expression.ref('done_at') }))
        .whereRef('started_at', '!=', 'done_at')
        .execute();
    });
  }
}
