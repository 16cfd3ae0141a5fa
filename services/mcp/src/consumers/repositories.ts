import type { Transaction } from 'kysely';

import { eventData, type EventRecord, repositoryDeleted, repositoryModified } from '@mosaic/contracts/mosaic';

import type { McpTables } from '../db/schema.ts';

const TABLES = ['deployments', 'tasks', 'journeys'] as const;

/** Keeps our rows with a repository that was renamed or made private or public; one that was deleted frees its project's name. */
export async function followRepository(db: Transaction<McpTables>, event: EventRecord): Promise<void> {
  if (event.type === repositoryModified.type) {
    const { repositoryId, repository, owner, private: isPrivate } = eventData(repositoryModified, event);
    const seen = { repository, private: isPrivate ? 1 : 0 };
    await db
      .updateTable('projects')
      .set({ ...seen, owner })
      .where('repository_id', '=', repositoryId)
      .execute();
    for (const table of TABLES) await db.updateTable(table).set(seen).where('repository_id', '=', repositoryId).execute();
  }
  if (event.type === repositoryDeleted.type) {
    const { repositoryId } = eventData(repositoryDeleted, event);
    const project = await db.selectFrom('projects').select('name').where('repository_id', '=', repositoryId).executeTakeFirst();
    if (project === undefined) return;
    await db.deleteFrom('environments').where('project', '=', project.name).execute();
    await db.deleteFrom('projects').where('name', '=', project.name).execute();
    await db
      .updateTable('tasks')
      .set({ state: 'cancelled', reason: 'the repository was deleted', updated_at: event.time })
      .where('repository_id', '=', repositoryId)
      .where('state', 'in', ['pending', 'ready', 'failed', 'blocked'])
      .execute();
  }
}
