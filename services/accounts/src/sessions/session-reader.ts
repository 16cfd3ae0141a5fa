import type { Store } from '@mosaic/platform/db';

import type { AccountsTables, SessionRow } from '../db/schema.ts';
import { SESSION_MS } from './session-writer.ts';

export class SessionReader {
  readonly #store: Store<AccountsTables>;

  constructor(store: Store<AccountsTables>) {
    this.#store = store;
  }

  /** Over or not; undefined also for the id of a token. */
  byId(id: string): Promise<SessionRow | undefined> {
    return this.#store.read((db) => db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst());
  }

  /** Neither over nor unused for too long; by its id or the hash of its secret. */
  live(by: { hash: string } | { id: string }, now: number): Promise<SessionRow | undefined> {
    return this.#store.read((db) =>
      db
        .selectFrom('sessions')
        .selectAll()
        .where((row) => row.and(by))
        .where('expires_at', '>', now)
        .where('seen_at', '>', now - SESSION_MS.idle)
        .executeTakeFirst(),
    );
  }
}
