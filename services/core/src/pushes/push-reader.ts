import { NO_COMMIT } from '@mosaic/contracts/mosaic';
import type { Store } from '@mosaic/platform/db';

import type { CoreTables } from '../db/schema.ts';

export class PushReader {
  readonly #store: Store<CoreTables>;

  constructor(store: Store<CoreTables>) {
    this.#store = store;
  }

  /** Where the branch stood before the push that brought a commit; "" when core has not seen the push. */
  async commitBefore({ repositoryId, ref, sha }: { repositoryId: number; ref: string; sha: string }): Promise<string> {
    const row = await this.#store.read((db) =>
      db
        .selectFrom('pushes')
        .select('before_sha')
        .where('repository_id', '=', repositoryId)
        .where('after_sha', '=', sha)
        .where('ref', '=', ref)
        .orderBy('time', 'desc')
        .limit(1)
        .executeTakeFirst(),
    );
    return row?.before_sha ?? '';
  }

  /** Events of a repository's latest pushes that brought something, oldest first. */
  async latest(repositoryId: number, limit: number): Promise<string[]> {
    const rows = await this.#store.read((db) =>
      db
        .selectFrom('pushes')
        .select('event_id')
        .where('repository_id', '=', repositoryId)
        .where('after_sha', '!=', NO_COMMIT)
        .orderBy('time', 'desc')
        .limit(limit)
        .execute(),
    );
    return rows.map(({ event_id: id }) => id).toReversed();
  }
}
