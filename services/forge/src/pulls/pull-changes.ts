import {
  diff,
  fileChanges,
  fileDiff,
  logPage,
  mergeBase,
  rangePatch,
  readRefs,
  type Commit,
  type FileChanges,
  type FileDiffRequest,
  type Repository as GitRepository,
} from '@mosaic/engines/git';
import { MosaicError } from '@mosaic/platform/errors';

import type { Repository } from '../repositories/repository.ts';
import type { RepositoryFolders } from '../repositories/repository-folders.ts';
import { openWithHead } from './bring-head.ts';
import type { Pull } from './pull.ts';

/** Commits that are counted, and files that are listed; text beyond the bytes is for git. */
const COMMITS_MAX = 10_000;
const FILES_MAX = 3_000;
const TEXT_MAX_BYTES = 16 * 1024 * 1024;

/** What a pull request brings: from where its head left the base, for a merged one from where that was. */
export class PullChanges {
  readonly #folders: RepositoryFolders;

  constructor(folders: RepositoryFolders) {
    this.#folders = folders;
  }

  /** Newest first. */
  async commits(repository: Repository, pull: Pull, page: { offset: number; limit: number }): Promise<{ items: Commit[]; total: number }> {
    const git = await this.#open(repository, pull);
    const notIn = pull.merged === null ? await baseOf(git, pull) : pull.mergeBase;
    return logPage(git, { from: pull.headId, notIn, skip: page.offset, limit: page.limit, maxCount: COMMITS_MAX });
  }

  /** With the commit that they are compared with. */
  async files(repository: Repository, pull: Pull): Promise<FileChanges & { from: string }> {
    const git = await this.#open(repository, pull);
    const from = await changeStart(git, pull);
    return { ...(await fileChanges(git, from, pull.headId, FILES_MAX)), from };
  }

  /** One file of it, by its path, as a diff of up to 2 MiB. @throws MosaicError `not_found`, `too_large`. */
  async file(repository: Repository, pull: Pull, asked: Omit<FileDiffRequest, 'base' | 'head' | 'maxBytes'>): Promise<Buffer> {
    const git = await this.#open(repository, pull);
    const text = await fileDiff(git, { ...asked, base: await changeStart(git, pull), head: pull.headId });
    if (text === null) throw new MosaicError('not_found', 'There is no such file on either side of the pull request.');
    return text;
  }

  /** As a diff, or as mails with authors and messages. @throws MosaicError `too_large`. */
  async text(repository: Repository, pull: Pull, { as, binary }: { as: 'diff' | 'patch'; binary: boolean }): Promise<Buffer> {
    const git = await this.#open(repository, pull);
    const read = as === 'diff' ? diff : rangePatch;
    const { bytes, truncated } = await read(git, await changeStart(git, pull), pull.headId, { maxBytes: TEXT_MAX_BYTES, binary });
    if (truncated)
      throw new MosaicError('too_large', `The change is larger than ${TEXT_MAX_BYTES} bytes as text; fetch it with git instead.`);
    return bytes;
  }

  #open(repository: Repository, pull: Pull): Promise<GitRepository> {
    return openWithHead(this.#folders, repository.id, pull);
  }
}

/** Where the change begins: where its head left the base, for a merged one from where that was. @throws MosaicError `not_found`. */
export async function changeStart(git: GitRepository, pull: Pull): Promise<string> {
  if (pull.merged !== null) return pull.mergeBase;
  const base = await baseOf(git, pull);
  return (await mergeBase(git, base, pull.headId)) ?? base;
}

async function baseOf(git: GitRepository, { base }: Pull): Promise<string> {
  const ref = `refs/heads/${base}`;
  const found = (await readRefs(git, [ref])).get(ref)?.commitId;
  if (found === undefined || found === '') throw new MosaicError('not_found', `The branch "${base}" that it goes into is gone.`);
  return found;
}
