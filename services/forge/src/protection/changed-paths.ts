import { changedBetween, type Repository as GitRepository } from '@mosaic/engines/git';
import { MosaicError } from '@mosaic/platform/errors';

/** Files that are looked at: a larger change does not pass where a rule is about files. */
const FILES_MAX = 100_000;

/** What differs between two commits. @throws MosaicError `not_ready` for more than can be looked at. */
export async function changedPaths(git: GitRepository, from: string, to: string): Promise<string[]> {
  const { added, removed, modified, truncated } = await changedBetween(git, from, to, FILES_MAX);
  if (truncated) throw new MosaicError('not_ready', `It changes more than ${FILES_MAX} files, and a rule is about some: divide it.`);
  return [...added, ...removed, ...modified];
}
