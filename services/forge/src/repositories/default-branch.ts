import { hasRefs, isBranchName, readRefs, setDefaultBranch, type Repository as GitRepository } from '@mosaic/engines/git';
import { MosaicError } from '@mosaic/platform/errors';

/** Points HEAD at a branch: before the first one any may become it, then only one that is there. @throws MosaicError `invalid_input`. */
export async function chooseDefaultBranch(git: GitRepository, branch: string): Promise<void> {
  const ref = `refs/heads/${branch}`;
  if (!isBranchName(branch) || (!(await readRefs(git, [ref])).has(ref) && (await hasRefs(git, 'refs/heads/'))))
    throw new MosaicError('invalid_input', `There is no branch "${branch.slice(0, 200)}" to make the default.`);
  await setDefaultBranch(git, branch);
}
