import { pullRequestClosed } from '@mosaic/contracts/mosaic';
import type { EmittingWriter } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import { findRepository, type Repository } from '../repositories/repository.ts';
import { aboutPull } from './pull-events.ts';
import { openPullOf, pullRows, type OpenPull } from './pull-rows.ts';

/** One that has lost a branch. */
export async function closePull({ db, emit }: EmittingWriter<ForgeTables>, repository: Repository, pull: OpenPull): Promise<void> {
  const now = Date.now();
  await db.updateTable('issues').set({ state: 'closed', closed_at: now, updated_at: now }).where('id', '=', pull.issueId).execute();
  emit(pullRequestClosed, aboutPull(repository, { ...pull, pull }, {}));
}

/** Those in other repositories whose head is in this one, which is about to be deleted. */
export async function closePullsFrom(writer: EmittingWriter<ForgeTables>, { id }: Repository): Promise<void> {
  const rows = await pullRows(writer.db)
    .where('pulls.head_repository_id', '=', id)
    .where('pulls.repository_id', '!=', id)
    .where('issues.state', '=', 'open')
    .execute();
  for (const pull of rows.map(openPullOf)) {
    const base = await findRepository(writer.db, pull.repositoryId);
    if (base !== undefined) await closePull(writer, base, pull);
  }
}
