import { repositoryDeleted, repositoryModified } from '@mosaic/contracts/mosaic';
import { isUniqueViolation, toJson, type Writer } from '@mosaic/platform/db';
import type { Cause, EventLog } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import { closeOffersFrom, closePullsFrom } from '../pulls/close-pulls.ts';
import { withChange, type MergeSettingsChange } from '../pulls/merge-settings.ts';
import { hideForks, requireShowable } from './fork-visibility.ts';
import { chooseDefaultBranch } from './default-branch.ts';
import { deletedMeanwhile } from './deleted-meanwhile.ts';
import { leaveAddress, takeAddress } from './former-names.ts';
import { about, findRepository, type Repository } from './repository.ts';
import type { RepositoryFolders } from './repository-folders.ts';
import { nameTaken, requireRepositoryName } from './repository-name.ts';

export interface RepositoryChange {
  name?: string | undefined;
  description?: string | undefined;
  private?: boolean | undefined;
  archived?: boolean | undefined;
  defaultBranch?: string | undefined;
  merging?: MergeSettingsChange;
  releases?: boolean | undefined;
}

/** Changes and deletes repositories. */
export class RepositoryWriter {
  readonly #events: EventLog<ForgeTables>;
  readonly #folders: RepositoryFolders;

  constructor(events: EventLog<ForgeTables>, folders: RepositoryFolders) {
    this.#events = events;
    this.#folders = folders;
  }

  /** @throws MosaicError `invalid_input` when the new name is taken (422 in Gitea too) or the branch does not exist, or a hidden parent's fork is to be shown. */
  async edit(repository: Repository, change: RepositoryChange, cause: Cause): Promise<Repository> {
    if (change.name !== undefined) requireRepositoryName(change.name);
    if (change.defaultBranch !== undefined) await chooseDefaultBranch(this.#folders.open(repository.id), change.defaultBranch);
    const name = change.name ?? repository.name;
    try {
      return await this.#events.transact(async (writer) => {
        const { db, as } = writer;
        if (change.private === false) await requireShowable(db, repository);
        const wasOpen = (await findRepository(db, repository.id))?.private === false;
        await db
          .updateTable('repositories')
          .set({
            name,
            name_lower: name.toLowerCase(),
            description: change.description ?? repository.description,
            private: (change.private ?? repository.private) ? 1 : 0,
            archived: (change.archived ?? repository.archived) ? 1 : 0,
            has_releases: (change.releases ?? repository.hasReleases) ? 1 : 0,
            default_branch: change.defaultBranch ?? repository.defaultBranch,
            ...(change.merging === undefined ? {} : { merge_settings: toJson(withChange(repository.merging, change.merging)) }),
            updated_at: Date.now(),
          })
          .where('id', '=', repository.id)
          .execute();
        if (change.name !== undefined) await moveAddress(writer, repository, name);
        const edited = await findRepository(db, repository.id);
        if (edited === undefined) throw deletedMeanwhile();
        as(cause).emit(repositoryModified, about(edited, { defaultBranch: edited.defaultBranch }));
        if (edited.private && wasOpen) await closeOffersFrom(writer.as(cause), edited);
        if (edited.private) await hideForks(writer.as(cause), edited.id);
        return edited;
      });
    } catch (error) {
      if (isUniqueViolation(error)) throw nameTaken(name, 'invalid_input');
      throw error;
    }
  }

  /** The row first, and with it all that belongs to it: from the commit on nobody finds it; the folder follows, at the latest at the next start. */
  async remove(repository: Repository, cause: Cause): Promise<void> {
    await this.#events.transact(async (writer) => {
      const { db, as } = writer;
      await closePullsFrom(writer.as(cause), repository);
      await db.deleteFrom('repositories').where('id', '=', repository.id).execute();
      as(cause).emit(repositoryDeleted, about(repository, {}));
    });
    await this.#folders.remove(repository.id);
  }
}

/** What is renamed is found by its former name too, until something else is called so. */
async function moveAddress(writer: Writer<ForgeTables>, { id, owner, name: former }: Repository, name: string): Promise<void> {
  await takeAddress(writer, { ownerId: owner.id, name });
  if (former.toLowerCase() !== name.toLowerCase()) await leaveAddress(writer, { ownerId: owner.id, name: former, repositoryId: id });
}
