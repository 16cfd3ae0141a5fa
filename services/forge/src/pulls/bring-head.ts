import { copyObjects, listRefs, readRefs, resolveCommit, type Repository as GitRepository } from '@mosaic/engines/git';
import { MosaicError } from '@mosaic/platform/errors';

import type { RepositoryFolders } from '../repositories/repository-folders.ts';
import type { Head, Pull } from './pull.ts';

/** A commit with all that it reaches, from one repository into another; nothing where it is there already. */
export async function bringCommit(from: GitRepository, into: GitRepository, commitId: string): Promise<void> {
  // What is there came with all that it reaches: packs appear whole, and nothing is ever dropped.
  if (from.gitDir === into.gitDir || (await resolveCommit(into, commitId)) !== null) return;
  const known = (await listRefs(into, 'refs/heads/')).filter(({ damaged }) => damaged !== true).map(({ id }) => id);
  await copyObjects({ from: from.gitDir, into: into.gitDir, ids: [commitId], beside: [...new Set(known)] });
}

/** The repository of a head; the one that it goes into where its own is gone. */
export function openHead(folders: RepositoryFolders, repositoryId: number, head: Pick<Head, 'repositoryId'>): GitRepository {
  return folders.open(head.repositoryId ?? repositoryId);
}

/** The repository that a pull request goes into, with its head: one that has just moved in a fork may not have come along yet. */
export async function openWithHead(
  folders: RepositoryFolders,
  repositoryId: number,
  { head, headId }: Pick<Pull, 'head' | 'headId'>,
): Promise<GitRepository> {
  const git = folders.open(repositoryId);
  await bringCommit(openHead(folders, repositoryId, head), git, headId);
  return git;
}

/** Where a head's branch stands; undefined where it is gone. */
export async function tipOfHead(folders: RepositoryFolders, head: Pick<Head, 'repositoryId' | 'branch'>): Promise<string | undefined> {
  if (head.repositoryId === null) return undefined;
  const ref = `refs/heads/${head.branch}`;
  return (await readRefs(folders.open(head.repositoryId), [ref])).get(ref)?.commitId || undefined;
}

/** @throws MosaicError `conflict` where the branch, or its repository, is gone. */
export async function requireTip(folders: RepositoryFolders, head: Pick<Head, 'repositoryId' | 'branch'>): Promise<string> {
  const tip = await tipOfHead(folders, head);
  if (tip === undefined) throw new MosaicError('conflict', `The branch "${head.branch}" is gone.`);
  return tip;
}
