import type { Readable } from 'node:stream';

import {
  changedFiles,
  commitDiff,
  countCommits,
  diff,
  entryAt,
  getCommit,
  grep,
  listRefs,
  listTree,
  log,
  mergeBase,
  openBlob,
  readBlob,
  readRefs,
  requireCommit,
  type ChangedFiles,
  type Commit,
  type GrepMatch,
  type Ref,
  type TreeEntry,
} from '@mosaic/engines/git';
import { MosaicError } from '@mosaic/platform/errors';

import type { Repository } from '../repos/repository.ts';
import type { RepositoryFolders } from '../repos/repository-folders.ts';

/** Gitea's default_max_blob_size: a larger file is read by raw, not by contents. */
export const MAX_BLOB_BYTES = 10 * 1024 * 1024;
/** Commits that a listing counts; beyond it the total is this number. */
const COUNT_MAX = 100_000;
/** Commits and text of one comparison. */
const COMPARE_MAX = 250;
/** Text of one commit's change; a cut one would hide what it leaves out. */
const DIFF_MAX_BYTES = 16 * 1024 * 1024;

export interface CommitPage {
  /** Branch, tag or id; the default branch when empty. */
  ref: string;
  path?: string | undefined;
  offset: number;
  limit: number;
}

/** Reads what was pushed. A ref is a branch, a tag or a commit id; empty means the default branch. `not_found` when absent. */
export class ContentReader {
  readonly #folders: RepositoryFolders;

  constructor(folders: RepositoryFolders) {
    this.#folders = folders;
  }

  async commitId(repository: Repository, ref: string): Promise<string> {
    return requireCommit(this.#git(repository), ref === '' ? repository.defaultBranch : ref);
  }

  /** A file's size and bytes as a stream. */
  async raw(repository: Repository, ref: string, path: string): Promise<{ entry: TreeEntry; body: Readable }> {
    const git = this.#git(repository);
    const entry = await entryAt(git, await this.commitId(repository, ref), path);
    if (entry === null || (entry.kind !== 'file' && entry.kind !== 'symlink')) throw noFile(path);
    return { entry, body: await openBlob(git, entry.id) };
  }

  /** The members of a folder, or one file with its bytes. */
  async at(repository: Repository, ref: string, path: string): Promise<TreeEntry[] | { entry: TreeEntry; content: Buffer | undefined }> {
    const git = this.#git(repository);
    const commit = await this.commitId(repository, ref);
    const entry = await entryAt(git, commit, path);
    if (entry === null) throw noFile(path);
    if (entry.kind === 'dir') return (await listTree(git, commit, path)) ?? [];
    const content = entry.kind === 'submodule' ? undefined : ((await readBlob(git, entry.id, MAX_BLOB_BYTES)) ?? undefined);
    return { entry, content };
  }

  /** Every entry below a commit's or tree's root; folders are walked when `recursive`. */
  async tree(
    repository: Repository,
    ref: string,
    recursive: boolean,
  ): Promise<{ commitId: string; entries: TreeEntry[]; truncated: boolean }> {
    const git = this.#git(repository);
    const commitId = await this.commitId(repository, ref);
    const entries: TreeEntry[] = [];
    const folders = [''];
    // The bound of Gitea's default_git_trees_per_page, ten pages of it.
    while (folders.length > 0 && entries.length < 10_000) {
      for (const entry of (await listTree(git, commitId, folders.shift() as string)) ?? []) {
        entries.push(entry);
        if (recursive && entry.kind === 'dir') folders.push(entry.path);
      }
    }
    return { commitId, entries, truncated: folders.length > 0 };
  }

  async refs(repository: Repository, prefix: 'refs/heads/' | 'refs/tags/' | 'refs/'): Promise<Ref[]> {
    return listRefs(this.#git(repository), prefix);
  }

  /** A branch or tag by its short name; null when there is none. */
  async ref(repository: Repository, fullName: string): Promise<Ref | null> {
    return (await readRefs(this.#git(repository), [fullName])).get(fullName) ?? null;
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
  async history(repository: Repository, { ref, path, offset, limit }: CommitPage): Promise<{ items: Commit[]; total: number }> {
    const git = this.#git(repository);
    const from = await this.commitId(repository, ref);
    const total = await countCommits(git, { from, path }, COUNT_MAX);
    return { items: await log(git, { from, path, skip: offset, limit }), total };
  }

  /** What a push added, newest first: at most `limit` commits, and how many there are. */
  async between(repository: Repository, { before, after, limit }: { before: string | null; after: string; limit: number }) {
    const git = this.#git(repository);
    const range = { from: after, ...(before === null ? {} : { notIn: before }) };
    return { items: await log(git, { ...range, limit }), total: await countCommits(git, range, COUNT_MAX) };
  }

  /** What one commit changed against its first parent, whole. */
  async commitDiff(repository: Repository, id: string): Promise<string> {
    const { text, truncated } = await commitDiff(this.#git(repository), id, { maxBytes: DIFF_MAX_BYTES });
    if (truncated)
      throw new MosaicError('too_large', `The change is larger than ${DIFF_MAX_BYTES} bytes as text; fetch the commit with git instead.`);
    return text;
  }

  /** Commits that `head` has and `base` has not, and the difference from where they parted. */
  async compare(repository: Repository, base: string, head: string): Promise<{ commits: Commit[]; total: number; diff: string }> {
    const git = this.#git(repository);
    const from = await this.commitId(repository, base);
    const to = await this.commitId(repository, head);
    const commits = await log(git, { from: to, notIn: from, limit: COMPARE_MAX });
    const start = (await mergeBase(git, from, to)) ?? from;
    return { commits, total: await countCommits(git, { from: to, notIn: from }, COUNT_MAX), diff: (await diff(git, start, to)).text };
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

function noFile(path: string): MosaicError {
  return new MosaicError('not_found', `There is no file or folder "${path.slice(0, 200)}" at this ref.`);
}
