import type { Readable } from 'node:stream';

import {
  countRefs,
  blobSize,
  changedFiles,
  commitDiff,
  commitPatch,
  diff,
  entryAt,
  getCommit,
  getTag,
  grep,
  hasRefs,
  isBranchName,
  isObjectId,
  isDamaged,
  listRefs,
  readRefsBesideDamage,
  type DamagedRef,
  type ListedRef,
  listTree,
  logPage,
  mergeBase,
  openFile,
  pageTree,
  readBlob,
  readFile,
  readRefs,
  requireRevision,
  resolveRevision,
  submoduleUrls,
  treeId,
  tryMerge,
  type Mergeability,
  type AnnotatedTag,
  type ChangedFiles,
  type Commit,
  type Diff,
  type GrepMatch,
  type Ref,
  type Repository as GitRepository,
  type Revision,
  type TreeEntry,
  type TreePage,
} from '@mosaic/engines/git';
import { textOfBytes } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

import type { Repository } from '../repositories/repository.ts';
import type { RepositoryFolders } from '../repositories/repository-folders.ts';

/** Gitea's default_max_blob_size: a larger file is read by raw, not by contents. */
export const MAX_BLOB_BYTES = 10 * 1024 * 1024;
/** Of a symbolic link; longer ones lead nowhere on any system. */
const TARGET_MAX_BYTES = 4_096;
/** Parts of a ref's name that are tried. */
const REF_PARTS_MAX = 50;
/** Commits that a listing counts; beyond it the total is this number. */
const COUNT_MAX = 100_000;
/** Commits and text of one comparison. */
const COMPARE_MAX = 250;
/** Files with conflicts that are told. */
const CONFLICTS_MAX = 100;
/** Text of one commit's change; a cut one would hide what it leaves out. */
const DIFF_MAX_BYTES = 16 * 1024 * 1024;

export interface CommitPage {
  /** Branch, tag or id; the default branch when empty. */
  ref: string;
  path?: string | undefined;
  /** A ref: what it reaches is left out. */
  not?: string | undefined;
  /** Committed at or after, and at or before, ms. */
  since?: number | undefined;
  until?: number | undefined;
  offset: number;
  limit: number;
}

/** A ref of a repository. */
export interface RefAt {
  repository: Repository;
  ref: string;
}

/** How far two branches have parted: commits of either, and what a merge of them would meet. */
interface Divergence {
  ahead: number;
  behind: number;
  merge: Mergeability['kind'];
  conflicts: string[];
}

/** A commit of a repository. */
export interface CommitAt {
  repository: Repository;
  commitId: string;
}

/** What an address means. */
export interface Located {
  kind: 'branch' | 'tag' | 'commit';
  /** Short name of the branch or tag; the id of a commit. */
  name: string;
  /** Full name of the ref, or the id of the commit: what every operation takes for `ref` or `sha` without a doubt. */
  ref: string;
  commit: string;
  path: string;
}

/** A folder's members or a file at a place, and which branch, tag or commit the place was read at. */
export interface Found {
  at: Revision;
  /** The members of a folder; null for a file. */
  members: TreeEntry[] | null;
  entry: TreeEntry;
  /** Bytes of the one file that was asked for. */
  content: Buffer | undefined;
  /** Where the submodules among the members (or the one asked for) come from, by path. */
  submodules: Map<string, string>;
}

/** Reads what was pushed. A ref is a branch, a tag, a full ref or a commit id; empty means the default branch. `not_found` when absent. */
export class ContentReader {
  readonly #folders: RepositoryFolders;

  constructor(folders: RepositoryFolders) {
    this.#folders = folders;
  }

  /** What a ref turns out to be; the default branch is asked for by its full name, since a tag may bear the same one. */
  async revision(repository: Repository, ref: string): Promise<Revision> {
    return requireRevision(this.#git(repository), fullRef(repository, ref));
  }

  async commitId(repository: Repository, ref: string): Promise<string> {
    return (await this.revision(repository, ref)).commitId;
  }

  /** Where the name of a branch or tag ends in the parts of an address, and the path in it begins. */
  async locate(repository: Repository, kind: 'branch' | 'tag' | 'commit', parts: readonly string[]): Promise<Located> {
    const git = this.#git(repository);
    if (kind === 'commit') {
      const { commitId } = await requireRevision(git, parts[0] ?? '');
      return { kind, name: commitId, ref: commitId, commit: commitId, path: parts.slice(1).join('/') };
    }
    const folder = kind === 'branch' ? 'refs/heads/' : 'refs/tags/';
    const names = parts.slice(0, REF_PARTS_MAX).map((_, at) => folder + parts.slice(0, at + 1).join('/'));
    // At most one can be there: git keeps "a" and "a/b" apart.
    const found = [...(await readRefs(git, names)).values()][0];
    if (found === undefined || found.commitId === '')
      throw new MosaicError('not_found', `The repository has no ${kind} ${JSON.stringify(parts.join('/').slice(0, 200))}.`);
    return { kind, name: found.name, ref: found.ref, commit: found.commitId, path: parts.slice(found.name.split('/').length).join('/') };
  }

  /** Whether the default branch has a commit. A repository that holds tags only has none. */
  async hasDefaultBranch(repository: Repository): Promise<boolean> {
    return (await resolveRevision(this.#git(repository), fullRef(repository, ''))) !== null;
  }

  /** Whether nothing was pushed yet, or everything is deleted again: asks git, not the row. */
  async isEmpty(repository: Repository): Promise<boolean> {
    return !(await hasRefs(this.#git(repository), 'refs/'));
  }

  /** A file's entry, and its bytes as a stream once they are wanted. */
  async raw(
    repository: Repository,
    ref: string,
    path: string,
  ): Promise<{ entry: TreeEntry; open: (signal: AbortSignal) => Promise<Readable> }> {
    const git = this.#git(repository);
    const entry = await entryAt(git, await this.commitId(repository, ref), path);
    if (entry === null || (entry.kind !== 'file' && entry.kind !== 'symlink')) throw noFile(path);
    return { entry, open: (signal) => openFile(git, entry, signal) };
  }

  /** The members of a folder, or one file with its bytes. */
  async at(repository: Repository, ref: string, path: string): Promise<Found> {
    const git = this.#git(repository);
    const at = await this.revision(repository, ref);
    const entry = await entryAt(git, at.commitId, path);
    if (entry === null) throw noFile(path);
    const members = entry.kind === 'dir' ? await withTargets(git, (await listTree(git, at.commitId, path)) ?? []) : null;
    const hasSubmodules = (members ?? [entry]).some(({ kind }) => kind === 'submodule');
    const submodules = hasSubmodules ? await submoduleUrls(git, at.commitId) : new Map<string, string>();
    const content = await this.#contentOf(git, entry);
    return { at, entry: (await withTargets(git, [entry]))[0] ?? entry, members, submodules, content };
  }

  /** Bytes of a file; none of one that is larger than contents tell (Gitea's rule: raw gives it). */
  async #contentOf(git: GitRepository, entry: TreeEntry): Promise<Buffer | undefined> {
    if (entry.kind !== 'file' || entry.size > MAX_BLOB_BYTES) return undefined;
    return readFile(git, entry, MAX_BLOB_BYTES);
  }

  /** A file by its object's id; its bytes unless it is larger than {@link MAX_BLOB_BYTES}. @throws MosaicError `not_found`. */
  async blob(repository: Repository, id: string): Promise<{ size: number; content: Buffer | null }> {
    const git = this.#git(repository);
    const size = await blobSize(git, id);
    if (size === null) throw new MosaicError('not_found', `The repository has no file with the id ${JSON.stringify(id.slice(0, 64))}.`);
    return { size, content: size > MAX_BLOB_BYTES ? null : await readBlob(git, id, MAX_BLOB_BYTES) };
  }

  /** One page of the entries of a commit's root or of a tree; folders are walked when `recursive`. `id` is what was asked for. */
  async tree(
    repository: Repository,
    ref: string,
    page: { recursive: boolean; offset: number; limit: number },
  ): Promise<TreePage & { id: string }> {
    const git = this.#git(repository);
    const id = isObjectId(ref) ? ref : await this.commitId(repository, ref);
    const tree = await treeId(git, id);
    if (tree !== null) return { id, ...(await pageTree(git, tree, page)) };
    // Damaged, or a commit whose folder is: said by who looks closer.
    const commit = await this.commitId(repository, ref);
    await entryAt(git, commit, '');
    throw new MosaicError('not_found', `The repository has no tree ${JSON.stringify(ref.slice(0, 200))}.`);
  }

  async refs(repository: Repository, prefix: 'refs/heads/' | 'refs/tags/' | 'refs/'): Promise<ListedRef[]> {
    return listRefs(this.#git(repository), prefix);
  }

  async countBranches(repository: Repository): Promise<number> {
    return countRefs(this.#git(repository), 'refs/heads/');
  }

  /** All that is known of some refs, in their order; without those that have gone meanwhile. */
  async details(repository: Repository, refs: readonly ListedRef[]): Promise<(Ref | DamagedRef)[]> {
    return readRefsBesideDamage(this.#git(repository), refs);
  }

  /** The commit of a branch; null where the branch is damaged. */
  async headOf(repository: Repository, { id, damaged }: ListedRef): Promise<Commit | null> {
    if (damaged === true) return null;
    return getCommit(this.#git(repository), id).catch((error: unknown) => {
      if (isDamaged(error)) return null;
      throw error;
    });
  }

  /** A branch or tag by its short name; null when there is none. */
  async ref(repository: Repository, fullName: string): Promise<Ref | null> {
    return (await readRefs(this.#git(repository), [fullName])).get(fullName) ?? null;
  }

  /** Commits of these branches, by name; without those that are not there. */
  async tips(repository: Repository, branches: readonly string[]): Promise<Map<string, string>> {
    const names = [...new Set(branches)].filter(isBranchName);
    const found = await readRefs(
      this.#git(repository),
      names.map((name) => `refs/heads/${name}`),
    );
    return new Map([...found.values()].filter(({ commitId }) => commitId !== '').map(({ name, commitId }) => [name, commitId]));
  }

  /** Where a branch stands. @throws MosaicError `not_found`. */
  async tip({ repository, ref }: RefAt): Promise<string> {
    const tip = (await this.tips(repository, [ref])).get(ref);
    if (tip === undefined) throw new MosaicError('not_found', `${repository.fullName} has no branch "${ref.slice(0, 200)}".`);
    return tip;
  }

  /** The objects of annotated tags among these refs, by the ref's id. */
  async tagObjects(repository: Repository, refs: readonly Pick<Ref, 'id' | 'commitId'>[]): Promise<Map<string, AnnotatedTag>> {
    const git = this.#git(repository);
    const found = await Promise.all(refs.filter((ref) => ref.id !== ref.commitId).map((ref) => getTag(git, ref.id)));
    return new Map(found.filter((tag) => tag !== null).map((tag) => [tag.id, tag]));
  }

  /** An annotated tag by its object's id. @throws MosaicError `not_found`. */
  async tagObject(repository: Repository, id: string): Promise<AnnotatedTag> {
    const tag = await getTag(this.#git(repository), id);
    if (tag === null) throw new MosaicError('not_found', `The repository has no annotated tag ${JSON.stringify(id.slice(0, 64))}.`);
    return tag;
  }

  async commit(repository: Repository, id: string): Promise<Commit> {
    const commit = await getCommit(this.#git(repository), id);
    if (commit === null) throw new MosaicError('not_found', 'There is no such commit.');
    return commit;
  }

  async files(repository: Repository, ids: readonly string[], maxFiles?: number): Promise<Map<string, ChangedFiles>> {
    return changedFiles(this.#git(repository), ids, maxFiles);
  }

  /** Newest first. */
  async history(
    repository: Repository,
    { ref, path, not, since, until, offset, limit }: CommitPage,
  ): Promise<{ items: Commit[]; total: number }> {
    const git = this.#git(repository);
    const from = await this.commitId(repository, ref);
    const notIn = not === undefined ? undefined : await this.commitId(repository, not);
    const range = { from, notIn, path, since, until };
    return logPage(git, { ...range, skip: offset, limit, maxCount: COUNT_MAX });
  }

  /** What a push added, newest first: at most `limit` commits, and how many there are. */
  async between(repository: Repository, { before, after, limit }: { before: string | null; after: string; limit: number }) {
    const git = this.#git(repository);
    const range = { from: after, ...(before === null ? {} : { notIn: before }) };
    return logPage(git, { ...range, limit, maxCount: COUNT_MAX });
  }

  /** What one commit changed against its first parent, whole; as a diff, or as a mail with author and message. */
  async commitDiff(repository: Repository, id: string, { as, binary }: { as: 'diff' | 'patch'; binary: boolean }): Promise<Buffer> {
    const read = as === 'diff' ? commitDiff : commitPatch;
    const { bytes, truncated } = await read(this.#git(repository), id, { maxBytes: DIFF_MAX_BYTES, binary });
    if (truncated)
      throw new MosaicError('too_large', `The change is larger than ${DIFF_MAX_BYTES} bytes as text; fetch the commit with git instead.`);
    return bytes;
  }

  /** Commits that `head` has and `base` has not, and the difference from where they parted. */
  async compare(base: RefAt, head: RefAt): Promise<{ commits: Commit[]; total: number; diff: Diff }> {
    const from = await this.commitId(base.repository, base.ref);
    const to = await this.commitId(head.repository, head.ref);
    return this.#folders.together([base.repository.id, head.repository.id], async (git) => {
      const { items, total } = await logPage(git, { from: to, notIn: from, limit: COMPARE_MAX, maxCount: COUNT_MAX });
      const start = (await mergeBase(git, from, to)) ?? from;
      return { commits: items, total, diff: await diff(git, start, to) };
    });
  }

  /** How far two branches have parted, and whether the second merges into the first. @throws MosaicError `not_found`. */
  async divergence(base: RefAt, head: RefAt): Promise<Divergence> {
    const into = await this.tip(base);
    const from = await this.tip(head);
    const count = async (git: GitRepository, range: { from: string; notIn: string }) =>
      (await logPage(git, { ...range, limit: 1, maxCount: COUNT_MAX })).total;
    return this.#folders.together([base.repository.id, head.repository.id], async (git) => {
      const outcome = await tryMerge(git, into, from);
      return {
        ahead: await count(git, { from, notIn: into }),
        behind: await count(git, { from: into, notIn: from }),
        merge: outcome.kind,
        conflicts: outcome.kind === 'conflict' ? outcome.conflicts.slice(0, CONFLICTS_MAX) : [],
      };
    });
  }

  /** How many commits a branch has that another has not, of the same repository or of another one. */
  async countBetween(base: CommitAt, head: CommitAt): Promise<number> {
    return this.#folders.together([base.repository.id, head.repository.id], async (git) => {
      const { total } = await logPage(git, { from: head.commitId, notIn: base.commitId, limit: 1, maxCount: COUNT_MAX });
      return total;
    });
  }

  async search(
    repository: Repository,
    { ref, text }: { ref: string; text: string },
  ): Promise<{ matches: GrepMatch[]; truncated: boolean }> {
    const commit = await this.commitId(repository, ref);
    return grep(this.#git(repository), { commit, text, maxMatches: 100 });
  }

  #git(repository: Repository) {
    return this.#folders.open(repository.id);
  }
}

async function withTargets(git: GitRepository, entries: readonly TreeEntry[]): Promise<TreeEntry[]> {
  return Promise.all(
    entries.map(async (entry) => {
      if (entry.kind !== 'symlink' || entry.damaged === true || entry.size > TARGET_MAX_BYTES) return entry;
      return { ...entry, target: textOfBytes(await readFile(git, entry, TARGET_MAX_BYTES)) };
    }),
  );
}

function fullRef(repository: Repository, ref: string): string {
  return ref === '' ? `refs/heads/${repository.defaultBranch}` : ref;
}

function noFile(path: string): MosaicError {
  return new MosaicError('not_found', `There is no file or folder "${path.slice(0, 200)}" at this ref.`);
}
