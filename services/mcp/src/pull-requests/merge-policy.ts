import type { PullRequest } from '@mosaic/contracts/gitea';

/** What stands in the way of a merge by somebody with or without write access, each in words that say what to do. Pure. */
export function mergeObstacles(pull: PullRequest, mayWrite: boolean): string[] {
  if (pull.merged) return ['It is merged already.'];
  if (pull.state === 'closed') return ['It is closed; open it again first.'];
  const conflicts = pull.conflicted_files ?? [];
  const obstacles = [
    ...(pull.draft ? ['It is a draft; take "WIP:" off its title.'] : []),
    ...(conflicts.length > 0 ? [`Both sides have changed ${named(conflicts)}; merge the base into the head and settle it there.`] : []),
  ];
  if (obstacles.length === 0 && !pull.mergeable) obstacles.push('The forge does not say yet that it can be merged; ask again in a moment.');
  return mayWrite ? obstacles : [...obstacles, 'You need write access to merge it.'];
}

/** Files that are named at most. */
const NAMED = 10;

function named(files: readonly string[]): string {
  const more = files.length - NAMED;
  return files.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
