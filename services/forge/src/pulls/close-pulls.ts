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
  await closeAll(writer, await openFrom(writer, id).execute());
}

/**
 * The same of one that has just been hidden, less those that its owner opened: whoever read it may have offered a branch that everybody saw,
 * and what comes to that branch from now on is not theirs to show. Who may write there opens them again.
 */
export async function closeOffersFrom(writer: EmittingWriter<ForgeTables>, { id, owner }: Repository): Promise<void> {
  await closeAll(writer, await openFrom(writer, id).where('issues.author_uid', '!=', owner.uid).execute());
}

/** The same of somebody who may write there no more. */
export async function closeOffersOf(writer: EmittingWriter<ForgeTables>, { id }: Repository, uid: number): Promise<void> {
  await closeAll(writer, await openFrom(writer, id).where('issues.author_uid', '=', uid).execute());
}

function openFrom({ db }: EmittingWriter<ForgeTables>, id: number) {
  return pullRows(db).where('pulls.head_repository_id', '=', id).where('pulls.repository_id', '!=', id).where('issues.state', '=', 'open');
}

async function closeAll(writer: EmittingWriter<ForgeTables>, rows: readonly Parameters<typeof openPullOf>[0][]): Promise<void> {
  for (const pull of rows.map(openPullOf)) {
    const base = await findRepository(writer.db, pull.repositoryId);
    if (base !== undefined) await closePull(writer, base, pull);
  }
}
