import { repositoryModified } from '@mosaic/contracts/mosaic';
import type { Reader } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { EmittingWriter } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import { closeOffersFrom } from '../pulls/close-pulls.ts';
import { about, findRepository, isOpen, type Repository } from './repository.ts';

/** What a hidden repository holds is not shown by its forks. @throws MosaicError `invalid_input`. */
export async function requireShowable(db: Reader<ForgeTables>, { id, fullName }: Repository): Promise<void> {
  const now = await findRepository(db, id);
  const parent = now === undefined || now.forkOf === null ? undefined : await findRepository(db, now.forkOf);
  if (parent !== undefined && !isOpen(parent))
    throw new MosaicError('invalid_input', `${fullName} is a fork of a hidden repository, and stays private while that is hidden.`);
}

/** An organization that not everybody may know of hides what was forked from its repositories; `isNew`: everybody might until now. */
export async function hideForksOf(writer: EmittingWriter<ForgeTables>, ownerId: number, isNew: boolean): Promise<void> {
  const owned = await writer.db.selectFrom('repositories').select(['id', 'private']).where('owner_id', '=', ownerId).execute();
  for (const { id, private: wasHidden } of owned) {
    const hidden = isNew && wasHidden === 0 ? await findRepository(writer.db, id) : undefined;
    if (hidden !== undefined) await closeOffersFrom(writer, hidden);
    await hideForks(writer, id);
  }
}

/** Forks follow a repository that is hidden, as in Gitea; they do not when it is shown again, since what they hold is their owners'. */
export async function hideForks(writer: EmittingWriter<ForgeTables>, parentId: number): Promise<void> {
  const { db, emit } = writer;
  const waiting = [parentId];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const shown = await db
      .selectFrom('repositories')
      .select(['id', 'state'])
      .where('fork_of', '=', next)
      .where('private', '=', 0)
      .execute();
    for (const { id, state } of shown) {
      await db.updateTable('repositories').set({ private: 1, updated_at: Date.now() }).where('id', '=', id).execute();
      const hidden = await findRepository(db, id);
      if (hidden !== undefined && state === 'ready') emit(repositoryModified, about(hidden, { defaultBranch: hidden.defaultBranch }));
      if (hidden !== undefined) await closeOffersFrom(writer, hidden);
      waiting.push(id);
    }
  }
}
