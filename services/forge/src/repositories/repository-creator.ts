import { auditWritten, repositoryCreated, repositoryForked } from '@mosaic/contracts/mosaic';
import { isBranchName } from '@mosaic/engines/git';
import { isForeignKeyViolation, isUniqueViolation, type Reader, type Writer } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog } from '@mosaic/platform/events';
import { Places } from '@mosaic/platform/http';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeTables } from '../db/schema.ts';
import type { LfsStore } from '../lfs/lfs-store.ts';
import { claimOwner } from '../owners/owner-writer.ts';
import type { Organization } from '../organizations/organization.ts';
import { seatsOf } from '../teams/seats.ts';
import { deletedMeanwhile } from './deleted-meanwhile.ts';
import { takeAddress } from './former-names.ts';
import { about, findRepository, isOpen, type Repository } from './repository.ts';
import type { RepositoryFolders } from './repository-folders.ts';
import { nameTaken, requireRepositoryName } from './repository-name.ts';

export interface NewRepository {
  name: string;
  description: string;
  private: boolean;
  defaultBranch: string;
  /** The organization that is to own it; the caller themselves where there is none. */
  organization?: Organization | undefined;
}

/** Copies in hand at once, one person's half of them, and how many may wait for how long, ms. */
const FORKS = { places: 4, waiting: 16, waitMs: 60_000 };

/** How a fork is to be called, whose it is where not the caller's, and whether it gets the default branch alone. */
export interface ForkWish {
  name: string;
  isNarrow: boolean;
  organization?: Organization | undefined;
}

/** A repository that is being made; `forkOf` with the name that it is forked under. */
type Draft = NewRepository & { forkOf: Repository | null };

/** Makes repositories: a row that reserves name and id, then the folder, then the row becomes visible. */
export class RepositoryCreator implements AsyncDisposable {
  readonly #events: EventLog<ForgeTables>;
  readonly #folders: RepositoryFolders;
  readonly #lfs: Pick<LfsStore, 'bring'>;
  readonly #places = new Places({ of: 'places for forks', ...FORKS });
  readonly #copying = new Set<Promise<unknown>>();
  readonly #stop = new AbortController();

  constructor(ports: { events: EventLog<ForgeTables>; folders: RepositoryFolders; lfs: Pick<LfsStore, 'bring'> }) {
    this.#events = ports.events;
    this.#folders = ports.folders;
    this.#lfs = ports.lfs;
  }

  /**
   * Creates under the caller's own name, or an organization's. A kill between leaves only what the next start removes.
   * @throws MosaicError `invalid_input`, `conflict` when the name is taken.
   */
  async create(caller: Caller, wanted: NewRepository, cause: Cause): Promise<Repository> {
    requireRepositoryName(wanted.name);
    if (!isBranchName(wanted.defaultBranch)) throw new MosaicError('invalid_input', 'The default branch does not have a valid name.');
    return this.#make(caller, { ...wanted, forkOf: null }, cause, async (id) => {
      await this.#folders.create(id, wanted.defaultBranch);
      return { empty: true };
    });
  }

  /**
   * Forks under the caller's own name, or an organization's: a copy of branches and tags, or of the default branch alone, hidden where the parent is.
   * @throws MosaicError `invalid_input`, `conflict` when the name is taken or they have a fork already, `not_found` when the parent is
   * deleted meanwhile, `unavailable` when too many forks are being made.
   */
  async fork(caller: Caller, parent: Repository, { name, isNarrow, organization }: ForkWish, cause: Cause): Promise<Repository> {
    requireRepositoryName(name);
    const leave = await this.#places.take({ name: caller.id, kind: caller.builtIn ? 'platform' : 'principal' }, this.#stop.signal);
    const { description, defaultBranch } = parent;
    const draft = { name, description, private: !isOpen(parent), defaultBranch, organization, forkOf: parent };
    const copying = this.#make(caller, draft, cause, async (id) => {
      const made = await this.#folders.fork(id, { of: parent.id, defaultBranch, isNarrow, signal: this.#stop.signal });
      await this.#lfs.bring(parent.id, id);
      return made;
    });
    this.#copying.add(copying);
    try {
      return await copying;
    } finally {
      this.#copying.delete(copying);
      leave();
    }
  }

  /** Ends the copies in hand; what is not whole is removed. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#copying);
  }

  async #make(caller: Caller, draft: Draft, cause: Cause, makeFolder: (id: number) => Promise<{ empty: boolean }>): Promise<Repository> {
    const id = await this.#reserve(caller, draft, cause);
    try {
      const { empty } = await makeFolder(id);
      return await this.#publish(id, { empty, parent: draft.forkOf }, cause);
    } catch (error) {
      await this.#withdraw(id, cause);
      if (draft.forkOf !== null) await this.#requireThere(draft.forkOf, error);
      throw error;
    }
  }

  async #reserve(caller: Caller, draft: Draft, cause: Cause): Promise<number> {
    const now = Date.now();
    try {
      return await this.#events.transact(async (writer) => {
        const ownerId = draft.organization?.id ?? (await claimOwner(writer.as(cause), caller));
        const parent = draft.forkOf === null ? null : await requireForkable(writer.db, { parentId: draft.forkOf.id, ownerId });
        const { id } = await writer.db
          .insertInto('repositories')
          .values({
            state: 'creating',
            owner_id: ownerId,
            name: draft.name,
            name_lower: draft.name.toLowerCase(),
            description: draft.description,
            private: draft.private || (parent !== null && !isOpen(parent)) ? 1 : 0,
            archived: 0,
            empty: 1,
            default_branch: draft.defaultBranch,
            next_issue: 1,
            merge_settings: null,
            fork_of: parent?.id ?? null,
            created_at: now,
            updated_at: now,
          })
          .returning('id')
          .executeTakeFirstOrThrow();
        await takeAddress(writer, { ownerId, name: draft.name });
        if (draft.organization !== undefined) await letAdminister(writer, { repositoryId: id, organization: draft.organization, caller });
        return id;
      });
    } catch (error) {
      if (isForeignKeyViolation(error))
        throw new MosaicError('not_found', 'The organization has been deleted meanwhile.', { cause: error });
      if (isUniqueViolation(error)) throw nameTaken(draft.name, 'conflict');
      throw error;
    }
  }

  async #publish(id: number, { empty, parent }: { empty: boolean; parent: Repository | null }, cause: Cause): Promise<Repository> {
    return this.#events.transact(async ({ db, as }) => {
      await db
        .updateTable('repositories')
        .set({ state: 'ready', empty: empty ? 1 : 0 })
        .where('id', '=', id)
        .execute();
      const repository = await findRepository(db, id);
      if (repository === undefined) throw deletedMeanwhile();
      const { emit } = as(cause);
      emit(repositoryCreated, about(repository, { defaultBranch: repository.defaultBranch }));
      const forked = parent === null ? undefined : await findRepository(db, parent.id);
      if (forked !== undefined) emit(repositoryForked, about(forked, { fork: repository.fullName, forkId: id }));
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

  /** A copy that failed since its parent was deleted under it is no fault. */
  async #requireThere({ id }: Repository, cause: unknown): Promise<void> {
    const found = await this.#events.transact(({ db }) => findRepository(db, id));
    if (found === undefined) throw deletedMeanwhile(cause);
  }
}

/** The parent as it is now. @throws MosaicError `not_found`, `conflict` for the second fork of one owner. */
async function requireForkable(db: Reader<ForgeTables>, { parentId, ownerId }: { parentId: number; ownerId: number }): Promise<Repository> {
  const parent = await findRepository(db, parentId);
  if (parent === undefined) throw deletedMeanwhile();
  const fork = await db
    .selectFrom('repositories')
    .select('name')
    .where('owner_id', '=', ownerId)
    .where('fork_of', '=', parentId)
    .executeTakeFirst();
  if (fork !== undefined) throw new MosaicError('conflict', `There is a fork of ${parent.fullName} already: "${fork.name}".`);
  return parent;
}

/** Whoever makes it in an organization, and has no team that administers it, is a collaborator who does (Gitea's rule). */
async function letAdminister(
  { db }: Writer<ForgeTables>,
  { repositoryId, organization, caller }: { repositoryId: number; organization: Organization; caller: Caller },
): Promise<void> {
  const seats = await seatsOf(db, caller.id);
  const administers = seats.some(
    (team) => team.ownerId === organization.id && team.allRepositories && (team.permission === 'admin' || team.permission === 'owner'),
  );
  if (administers || caller.role === 'administrator') return;
  const { id: principal_id, uid, login } = caller;
  await db
    .insertInto('collaborators')
    .values({ repository_id: repositoryId, principal_id, uid, login, login_lower: login.toLowerCase(), permission: 'admin' })
    .execute();
}
