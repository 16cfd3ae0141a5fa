import { eventData, type EventRecord, repositoryCreated } from '@mosaic/contracts/mosaic';
import type { Store, Writer } from '@mosaic/platform/db';

import type { CoreTables } from '../db/schema.ts';

export class RepositoryWriter {
  readonly #store: Store<CoreTables>;

  constructor(store: Store<CoreTables>) {
    this.#store = store;
  }

  async add({ db }: Writer<CoreTables>, event: EventRecord): Promise<void> {
    const { repositoryId, repository } = eventData(repositoryCreated, event);
    await db.deleteFrom('repositories').where('repository_id', '=', repositoryId).execute();
    await db.insertInto('repositories').values({ repository_id: repositoryId, repository, activated_at: null }).execute();
  }

  /** CI is enabled for it from now on. */
  async activated(repositoryId: number): Promise<void> {
    await this.#store.transact(async ({ db }) => {
      await db.updateTable('repositories').set({ activated_at: Date.now() }).where('repository_id', '=', repositoryId).execute();
    });
  }
}

/** When CI was enabled for it, as the transaction sees it; null while it is not. */
export async function activatedAt({ db }: Writer<CoreTables>, repositoryId: number): Promise<number | null> {
  const row = await db.selectFrom('repositories').select('activated_at').where('repository_id', '=', repositoryId).executeTakeFirst();
  return row?.activated_at ?? null;
}
