import {
  branchRef,
  commitFiles,
  isZeroId,
  readRefs,
  requireCommit,
  updateRefs,
  writeTag,
  ZERO_ID,
  type FileChange,
  type Person,
} from '@mosaic/engines/git';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventWriter } from '@mosaic/platform/events';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeTables } from '../db/schema.ts';
import type { LfsStore } from '../lfs/lfs-store.ts';
import type { PushGuard } from '../protection/push-guard.ts';
import { withPointers } from './with-pointers.ts';
import { reflogIdentity, type Command } from '../pushes/push.ts';
import type { NewPush } from '../pushes/push-ledger.ts';
import { refusalOf } from '../pushes/push-rules.ts';
import type { PushSettlement } from '../pushes/push-settlement.ts';
import type { Repository } from '../repositories/repository.ts';
import type { RepositoryFolders } from '../repositories/repository-folders.ts';

export interface ContentChange {
  branch: string;
  newBranch?: string | undefined;
  files: readonly FileChange[];
  message: string;
  author?: Person | undefined;
  committer?: Person | undefined;
  /** When they say it was, seconds since 1970; now by default. */
  dates?: { author?: number | undefined; committer?: number | undefined };
  /** Ends the message with a line that names the committer. */
  signoff?: boolean;
  /** Where the branch is taken to stand; wherever it does by default. */
  expectedParent?: string;
  /** What is written together with the push's row. */
  along?: (writer: EventWriter<ForgeTables>, pushId: string) => Promise<void>;
}

/** Who writes. */
export interface Contributor {
  caller: Caller;
  /** Stands in a commit for somebody without a public address. */
  email: string;
  cause: Cause;
}

/** Writes through the API. Each write is a push like any other: a row first, the ref, then the event. */
export class ContentWriter {
  readonly #folders: RepositoryFolders;
  readonly #pushes: PushSettlement;
  readonly #guard: PushGuard;
  readonly #lfs: LfsStore;

  constructor(ports: { folders: RepositoryFolders; pushes: PushSettlement; guard: PushGuard; lfs: LfsStore }) {
    this.#folders = ports.folders;
    this.#pushes = ports.pushes;
    this.#guard = ports.guard;
    this.#lfs = ports.lfs;
  }

  /** Commits changed files to a branch. @throws as {@link commitFiles}, `forbidden` where a rule is against it. */
  async commit(repository: Repository, change: ContentChange, by: Contributor): Promise<{ commitId: string; blobIds: (string | null)[] }> {
    const git = this.#folders.open(repository.id);
    const ref = branchRef(change.newBranch ?? change.branch);
    const refs = await readRefs(git, [...new Set([ref, branchRef(change.branch)])]);
    const before = refs.get(ref)?.id ?? ZERO_ID;
    const base = refs.get(branchRef(change.branch))?.commitId ?? null;
    await this.#guard.require(repository.id, by.caller, { ref, before, after: '' }, { paths: pathsOf(change.files) });
    const push = await this.#open(repository, { ref, before, after: '' }, by, change.along);
    const self: Person = { name: by.caller.name || by.caller.login, email: by.email };
    const { dates = {}, signoff = false } = change;
    const author = { ...(change.author ?? change.committer ?? self), timestamp: dates.author };
    const committer = { ...(change.committer ?? change.author ?? self), timestamp: dates.committer };
    try {
      const done = await commitFiles(git, {
        ...change,
        files: await withPointers(this.#lfs, { repositoryId: repository.id, git, base }, change.files),
        message: signoff ? `${change.message.trimEnd()}\n\nSigned-off-by: ${committer.name} <${committer.email}>` : change.message,
        author,
        committer,
        reflogIdentity: reflogIdentity(push),
      });
      await this.#pushes.settleAs(push, [{ ref: done.ref, before: done.oldId ?? ZERO_ID, after: done.commitId }]);
      return done;
    } catch (error) {
      await this.#pushes.settleFromRefs(push);
      throw error;
    }
  }

  /** Makes a branch where another branch, a tag or a commit stands. @throws MosaicError `conflict`, `not_found`. */
  async createBranch(repository: Repository, { name, from }: { name: string; from: string }, by: Contributor): Promise<string> {
    const commit = await requireCommit(this.#folders.open(repository.id), from === '' ? repository.defaultBranch : from);
    await this.#move(repository, { ref: branchRef(name), before: ZERO_ID, after: commit }, by);
    return commit;
  }

  /** @throws MosaicError `not_found`, `forbidden` for the default branch. */
  async deleteBranch(repository: Repository, name: string, by: Contributor): Promise<void> {
    if (name === repository.defaultBranch)
      throw new MosaicError('forbidden', `${name} is the default branch; make another one the default first.`);
    const ref = `refs/heads/${name}`;
    const present = (await readRefs(this.#folders.open(repository.id), [ref])).get(ref);
    if (present === undefined) throw new MosaicError('not_found', `There is no branch "${name.slice(0, 200)}".`);
    await this.#move(repository, { ref, before: present.id, after: ZERO_ID }, by);
  }

  /**
   * Makes a tag where a branch, another tag or a commit stands; with a message, an annotated one. `along` is written together with
   * the push. @throws MosaicError `conflict`, `not_found`, `invalid_input` for a name that cannot be, `forbidden` where a rule is against it.
   */
  async createTag(
    repository: Repository,
    { name, at, message = '' }: { name: string; at: string; message?: string | undefined },
    by: Contributor,
    along?: NewPush['along'],
  ): Promise<void> {
    const git = this.#folders.open(repository.id);
    const commitId = await requireCommit(git, at === '' ? repository.defaultBranch : at);
    const ref = `refs/tags/${name}`;
    const refusal = refusalOf(repository, { ref, before: ZERO_ID, after: commitId });
    if (refusal !== null) throw new MosaicError('invalid_input', `The tag cannot be made: ${refusal}.`);
    // Who may not make it leaves no object of theirs.
    await this.#guard.require(repository.id, by.caller, { ref, before: ZERO_ID, after: commitId }, { paths: [] });
    const tagger = { name: by.caller.name || by.caller.login, email: by.email };
    const after = message === '' ? commitId : await writeTag(git, { name, commitId, message, tagger });
    await this.#move(repository, { ref, before: ZERO_ID, after }, by, along);
  }

  async #move(repository: Repository, command: Command, by: Contributor, along?: NewPush['along']): Promise<void> {
    // What is new stands where a commit is already.
    await this.#guard.require(repository.id, by.caller, command, { paths: [] });
    const push = await this.#open(repository, command, by, along);
    const change = { ref: command.ref, oldId: command.before, newId: command.after };
    const kind = command.ref.startsWith('refs/tags/') ? 'tag' : 'branch';
    const message = isZeroId(command.after) ? `${kind}: deleted` : `${kind}: created`;
    try {
      await updateRefs(this.#folders.open(repository.id), [change], { message, reflogIdentity: reflogIdentity(push) });
    } catch (error) {
      await this.#pushes.settleAs(push, []);
      throw error;
    }
    await this.#pushes.settleAs(push, [command]);
  }

  #open(repository: Repository, command: Command, { caller, cause }: Contributor, along?: NewPush['along']) {
    return this.#pushes.open({ kind: 'api', repository, caller, traceId: cause.traceId, commands: [command], along });
  }
}

function pathsOf(files: readonly FileChange[]): string[] {
  return files.flatMap((file) => ('from' in file && typeof file.from === 'string' ? [file.path, file.from] : [file.path]));
}
