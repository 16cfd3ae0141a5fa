import type { Store } from '@mosaic/platform/db';

import type { CoreTables } from '../db/schema.ts';
import type { OpenRun } from './run.ts';

export class RunReader {
  readonly #store: Store<CoreTables>;

  constructor(store: Store<CoreTables>) {
    this.#store = store;
  }

  /** Every run that is not done, oldest first. */
  async open(): Promise<OpenRun[]> {
    return this.#store.read((db) =>
      db.selectFrom('runs').select(['id', 'kind', 'input']).where('state', '=', 'open').orderBy('created_at').execute(),
    );
  }
}
