import type { Store } from '@mosaic/platform/db';

import type { ForgeTables } from '../db/schema.ts';
import { collaboratorOf, type Collaborator } from './collaborator.ts';

export class CollaboratorReader {
  readonly #store: Store<ForgeTables>;

  constructor(store: Store<ForgeTables>) {
    this.#store = store;
  }

  async list(repositoryId: number): Promise<Collaborator[]> {
    return this.#store.read(async (db) => {
      const rows = await db
        .selectFrom('collaborators')
        .selectAll()
        .where('repository_id', '=', repositoryId)
        .orderBy('login_lower')
        .execute();
      return rows.map(collaboratorOf);
    });
  }
}
