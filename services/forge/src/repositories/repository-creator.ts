import { auditWritten, repositoryCreated } from '@mosaic/contracts/mosaic';
import { isBranchName } from '@mosaic/engines/git';
import { isUniqueViolation } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog } from '@mosaic/platform/events';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeTables } from '../db/schema.ts';
import { claimOwner } from '../owners/owner-writer.ts';
import { deletedMeanwhile } from './deleted-meanwhile.ts';
import { about, findRepository, type Repository } from './repository.ts';
import type { RepositoryFolders } from './repository-folders.ts';
import { nameTaken, requireRepositoryName } from './repository-name.ts';

export interface NewRepository {
  name: string;
  description: string;
  private: boolean;
  defaultBranch: string;
}

/** Makes repositories: a row that reserves name and id, then the folder, then the row becomes visible. */
export class RepositoryCreator {
  readonly #events: EventLog<ForgeTables>;
  readonly #folders: RepositoryFolders;

  constructor(events: EventLog<ForgeTables>, folders: RepositoryFolders) {
    this.#events = events;
    this.#folders = folders;
  }

  /**
   * Creates under the caller's own name. A kill between leaves only what the next start removes.
   * @throws MosaicError `invalid_input`, `conflict` when the name is taken.
   */
  async create(caller: Caller, wanted: NewRepository, cause: Cause): Promise<Repository> {
    requireRepositoryName(wanted.name);
    if (!isBranchName(wanted.defaultBranch)) throw new MosaicError('invalid_input', 'The default branch does not have a valid name.');
    const id = await this.#reserve(caller, wanted, cause);
    try {
      await this.#folders.create(id, wanted.defaultBranch);
      return await this.#publish(id, cause);
    } catch (error) {
      await this.#withdraw(id, cause);
      throw error;
    }
  }

  async #reserve(caller: Caller, wanted: NewRepository, cause: Cause): Promise<number> {
    const now = Date.now();
    try {
      return await this.#events.transact(async (writer) => {
        const { id } = await writer.db
          .insertInto('repositories')
          .values({
            state: 'creating',
            owner_id: await claimOwner(writer.as(cause), caller),
            name: wanted.name,
            name_lower: wanted.name.toLowerCase(),
            description: wanted.description,
            private: wanted.private ? 1 : 0,
            archived: 0,
            empty: 1,
            default_branch: wanted.defaultBranch,
            next_issue: 1,
            merge_settings: null,
            created_at: now,
            updated_at: now,
          })
          .returning('id')
          .executeTakeFirstOrThrow();
        return id;
      });
    } catch (error) {
      if (isUniqueViolation(error)) throw nameTaken(wanted.name, 'conflict');
      throw error;
    }
  }

  async #publish(id: number, cause: Cause): Promise<Repository> {
    return this.#events.transact(async ({ db, as }) => {
      await db.updateTable('repositories').set({ state: 'ready' }).where('id', '=', id).execute();
      const repository = await findRepository(db, id);
      if (repository === undefined) throw deletedMeanwhile();
      as(cause).emit(repositoryCreated, about(repository, { defaultBranch: repository.defaultBranch }));
      return repository;
    });
  }

  async #withdraw(id: number, cause: Cause): Promise<void> {
    await this.#folders.remove(id);
    await this.#events.transact(async ({ db, as }) => {
      await db.deleteFrom('repositories').where('id', '=', id).execute();
      as(cause).emit(auditWritten, {
        subject: `repository ${id}`,
        data: { operation: 'repository.create', allowed: true, detail: { failed: true } },
      });
    });
  }
}
