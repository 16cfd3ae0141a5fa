import type { EventLog } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import { OWNER_COLUMNS, repositoriesIn, repositoryOf } from './repository.ts';
import type { RepositoryFolders } from './repository-folders.ts';

/** At start: drops creations that a kill cut short, and folders without a row; answers the repositories that gave trouble, by name. */
export async function recoverFolders(events: EventLog<ForgeTables>, folders: RepositoryFolders): Promise<[string, unknown][]> {
  const repositories = await events.transact(async ({ db }) => {
    await db.deleteFrom('repositories').where('state', '=', 'creating').execute();
    const rows = await repositoriesIn(db).selectAll('repositories').select(OWNER_COLUMNS).execute();
    return rows.map(repositoryOf);
  });
  const names = new Map(repositories.map(({ id, fullName }) => [id, fullName]));
  const troubles = await folders.sweep(new Map(repositories.map(({ id, defaultBranch }) => [id, defaultBranch])));
  return [...troubles].map(([id, error]) => [names.get(id) ?? 'a folder of no repository', error]);
}
