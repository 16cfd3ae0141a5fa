import { eventData, type EventRecord, refUpdated } from '@mosaic/contracts/mosaic';
import type { Store, Writer } from '@mosaic/platform/db';

import type { CoreTables } from '../db/schema.ts';

export class PushWriter {
  readonly #store: Store<CoreTables>;

  constructor(store: Store<CoreTables>) {
    this.#store = store;
  }

  /** Adds a push; false when it is there already. */
  async add({ db }: Writer<CoreTables>, event: EventRecord): Promise<boolean> {
    const { repositoryId, ref, before, after } = eventData(refUpdated, event);
    const known = await db.selectFrom('pushes').select('event_id').where('event_id', '=', event.id).executeTakeFirst();
    if (known !== undefined) return false;
    await db
      .insertInto('pushes')
      .values({ event_id: event.id, repository_id: repositoryId, ref, before_sha: before, after_sha: after, time: event.time })
      .execute();
    return true;
  }

  /** Drops what came before a time. */
  async prune(before: number): Promise<void> {
    await this.#store.transact(async ({ db }) => {
      await db.deleteFrom('pushes').where('time', '<', before).execute();
    });
  }
}
