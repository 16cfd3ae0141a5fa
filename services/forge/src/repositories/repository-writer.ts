import { hasRefs, isBranchName, readRefs, setDefaultBranch } from '@mosaic/engines/git';
import { isUniqueViolation } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { EventLog, EventWriter } from '@mosaic/platform/events';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeTables } from '../db/schema.ts';
import { eventSubject, repositoryOf, type Repository } from './repository.ts';
import type { RepositoryFolders } from './repository-folders.ts';
import { requireRepositoryName } from './repository-name.ts';

export interface NewRepository {
  name: string;
  description: string;
  private: boolean;
  defaultBranch: string;
}

export interface RepositoryChange {
  name?: string | undefined;
  description?: string | undefined;
  private?: boolean | undefined;
  archived?: boolean | undefined;
  defaultBranch?: string | undefined;
}

/** Makes, changes and deletes repositories. */
export class RepositoryWriter {
  readonly #events: EventLog<ForgeTables>;
  readonly #folders: RepositoryFolders;

  constructor(events: EventLog<ForgeTables>, folders: RepositoryFolders) {
    this.#events = events;
    this.#folders = folders;
  }

  /**
   * Creates under the caller's own name: a row that reserves name and id, then the folder, then the row becomes visible.
   * A kill between leaves only what {@link recover} removes.
   * @throws MosaicError `invalid_input`, `conflict` when the name is taken.
   */
  async create(caller: Caller, wanted: NewRepository, traceId: string): Promise<Repository> {
    requireRepositoryName(wanted.name);
    if (!isBranchName(wanted.defaultBranch)) throw new MosaicError('invalid_input', 'The default branch does not have a valid name.');
    const id = await this.#reserve(caller, wanted);
    try {
      await this.#folders.create(id, wanted.defaultBranch);
      return await this.#publish(id, { caller, traceId });
    } catch (error) {
      await this.#withdraw(id, caller, traceId);
      throw error;
    }
  }

  async #reserve(caller: Caller, wanted: NewRepository): Promise<number> {
    const now = Date.now();
    const full = `${caller.login}/${wanted.name}`.toLowerCase();
    try {
      return await this.#events.transact(async ({ db }) => {
        await db
          .insertInto('repositories')
          .values({
            state: 'creating',
            owner_id: caller.id,
            owner_uid: caller.uid,
            owner: caller.login,
            owner_lower: caller.login.toLowerCase(),
            name: wanted.name,
            full_lower: full,
            description: wanted.description,
            private: wanted.private ? 1 : 0,
            archived: 0,
            empty: 1,
            default_branch: wanted.defaultBranch,
            next_issue: 1,
            created_at: now,
            updated_at: now,
          })
          .execute();
        const { id } = await db.selectFrom('repositories').select('id').where('full_lower', '=', full).executeTakeFirstOrThrow();
        return Number(id);
      });
    } catch (error) {
      if (isUniqueViolation(error)) throw nameTaken(wanted.name);
      throw error;
    }
  }

  async #publish(id: number, { caller, traceId }: { caller: Caller; traceId: string }): Promise<Repository> {
    return this.#events.transact(async ({ db, as }) => {
      await db.updateTable('repositories').set({ state: 'ready' }).where('id', '=', id).execute();
      const repository = repositoryOf(await db.selectFrom('repositories').selectAll().where('id', '=', id).executeTakeFirstOrThrow());
      as({ actor: caller.login, traceId }).emit('dev.cdevents.repository.created', {
        subject: repository.fullName,
        data: { ...eventSubject(repository), defaultBranch: repository.defaultBranch },
      });
      return repository;
    });
  }

  async #withdraw(id: number, caller: Caller, traceId: string): Promise<void> {
    await this.#folders.remove(id);
    await this.#events.transact(async ({ db, as }) => {
      await db.deleteFrom('repositories').where('id', '=', id).execute();
      as({ actor: caller.login, traceId }).emit('dev.mosaic.audit.written', {
        subject: `repository ${id}`,
        data: { operation: 'repository.create', allowed: true, detail: { failed: true } },
      });
    });
  }

  /** @throws MosaicError `conflict` when the new name is taken, `invalid_input` for a branch that does not exist. */
  async edit(
    repository: Repository,
    change: RepositoryChange,
    { caller, traceId }: { caller: Caller; traceId: string },
  ): Promise<Repository> {
    if (change.name !== undefined) requireRepositoryName(change.name);
    if (change.defaultBranch !== undefined) await this.#pointHead(repository, change.defaultBranch);
    const name = change.name ?? repository.name;
    try {
      return await this.#events.transact(async ({ db, as }) => {
        await db
          .updateTable('repositories')
          .set({
            name,
            full_lower: `${repository.owner}/${name}`.toLowerCase(),
            description: change.description ?? repository.description,
            private: (change.private ?? repository.private) ? 1 : 0,
            archived: (change.archived ?? repository.archived) ? 1 : 0,
            default_branch: change.defaultBranch ?? repository.defaultBranch,
            updated_at: Date.now(),
          })
          .where('id', '=', repository.id)
          .execute();
        const row = await db.selectFrom('repositories').selectAll().where('id', '=', repository.id).executeTakeFirst();
        if (row === undefined) throw new MosaicError('not_found', 'The repository has been deleted meanwhile.');
        const edited = repositoryOf(row);
        as({ actor: caller.login, traceId }).emit('dev.cdevents.repository.modified', {
          subject: edited.fullName,
          data: { ...eventSubject(edited), defaultBranch: edited.defaultBranch },
        });
        return edited;
      });
    } catch (error) {
      if (isUniqueViolation(error)) throw nameTaken(name);
      throw error;
    }
  }

  async #pointHead(repository: Repository, branch: string): Promise<void> {
    const git = this.#folders.open(repository.id);
    const ref = `refs/heads/${branch}`;
    // Before the first branch any may become it; then only one that is there.
    if (!isBranchName(branch) || (!(await readRefs(git, [ref])).has(ref) && (await hasRefs(git, 'refs/heads/'))))
      throw new MosaicError('invalid_input', `There is no branch "${branch.slice(0, 200)}" to make the default.`);
    await setDefaultBranch(git, branch);
  }

  /** Rows first: from the commit on nobody finds it; the folder follows, at the latest at the next start. */
  async remove(repository: Repository, { caller, traceId }: { caller: Caller; traceId: string }): Promise<void> {
    await this.#events.transact(async (writer) => {
      await deleteRows(writer, repository.id);
      writer.as({ actor: caller.login, traceId }).emit('dev.cdevents.repository.deleted', {
        subject: repository.fullName,
        data: eventSubject(repository),
      });
    });
    await this.#folders.remove(repository.id);
  }

  /** At start: drops creations that a kill cut short, and folders without a row; answers the repositories that gave trouble, by name. */
  async recover(): Promise<[string, unknown][]> {
    const rows = await this.#events.transact(async ({ db }) => {
      await db.deleteFrom('repositories').where('state', '=', 'creating').execute();
      return db.selectFrom('repositories').select(['id', 'owner', 'name', 'default_branch']).execute();
    });
    const names = new Map(rows.map((row) => [Number(row.id), `${row.owner}/${row.name}`]));
    const troubles = await this.#folders.sweep(new Map(rows.map((row) => [Number(row.id), row.default_branch])));
    return [...troubles].map(([id, error]) => [names.get(id) ?? 'a folder of no repository', error]);
  }
}

async function deleteRows({ db }: EventWriter<ForgeTables>, id: number): Promise<void> {
  for (const table of ['issue_labels', 'issue_assignees'] as const)
    await db
      .deleteFrom(table)
      .where('issue_id', 'in', (issues) => issues.selectFrom('issues').select('id').where('repository_id', '=', id))
      .execute();
  for (const table of [
    'comments',
    'issues',
    'labels',
    'statuses',
    'deliveries',
    'hooks',
    'push_commands',
    'pushes',
    'collaborators',
    'upkeep',
  ] as const)
    await db.deleteFrom(table).where('repository_id', '=', id).execute();
  await db.deleteFrom('repositories').where('id', '=', id).execute();
}

function nameTaken(name: string): MosaicError {
  return new MosaicError('conflict', `You have a repository named "${name}" already; choose another name.`);
}
