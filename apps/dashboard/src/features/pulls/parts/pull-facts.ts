import type { PullRequest, Repository } from '@mosaic/contracts/gitea';

import type { MergeState } from '../../../parts/status/state-words.ts';
import { isUndecided } from '../queries.ts';

/** Gitea's prefixes of a draft's title, with what parts them from it. */
const DRAFT = /^(?:WIP:|\[WIP\])\s*/i;

/** The title of a draft that is one no longer. */
export function readyTitle(title: string): string {
  return title.replace(DRAFT, '');
}

/** What stands between a pull request and its base. Conflicts of a draft are told beside it. */
export function mergeStateOf(pull: PullRequest): MergeState {
  if (pull.merged) return 'merged';
  if (pull.state === 'closed') return 'closed';
  if (pull.draft) return 'draft';
  if ((pull.conflicted_files ?? []).length > 0) return 'conflicts';
  return isUndecided(pull) ? 'undecided' : 'ready';
}

/** How the head is called: by its branch, with its repository before it where that is another one. */
export function headName({ head, base }: PullRequest): string {
  if (head.repo_id === base.repo_id) return head.label;
  return `${head.repo?.full_name ?? 'a repository that is gone or hidden'}:${head.label}`;
}

/** Whether the head's branch is there and this repository's own; Gitea names a ref of the pull request where it is gone. */
export function hasBranch(pull: PullRequest): boolean {
  return pull.head.repo_id === pull.base.repo_id && hasHead(pull);
}

/** Whether the head's branch is there, also in a fork that the reader may see. */
export function hasHead({ head, base }: PullRequest): boolean {
  return (head.repo_id === base.repo_id || head.repo !== null) && !head.ref.startsWith('refs/');
}

/** Whether the reader may bring the head up to date: in a fork who may push there, or who its author lets. `mayPush`: to the base. */
export function mayUpdate(pull: PullRequest, mayPush: boolean): boolean {
  if (hasBranch(pull)) return mayPush;
  return hasHead(pull) && (pull.head.repo?.permissions?.push === true || (mayPush && pull.allow_maintainer_edit));
}

export interface MergeWay {
  /** Gitea's name of it. */
  style: 'merge' | 'squash' | 'rebase' | 'rebase-merge' | 'fast-forward-only';
  label: string;
  act: string;
}

const WAYS: readonly (MergeWay & { isAllowed: (repository: Repository) => boolean })[] = [
  { style: 'merge', label: 'With a merge commit', act: 'Merge', isAllowed: (repository) => repository.allow_merge_commits },
  { style: 'squash', label: 'As one commit (squash)', act: 'Squash and merge', isAllowed: (repository) => repository.allow_squash_merge },
  {
    style: 'rebase',
    label: 'Rebased, without a merge commit',
    act: 'Rebase and merge',
    isAllowed: (repository) => repository.allow_rebase,
  },
  {
    style: 'rebase-merge',
    label: 'Rebased, with a merge commit',
    act: 'Rebase and merge with a commit',
    isAllowed: (repository) => repository.allow_rebase_explicit,
  },
  {
    style: 'fast-forward-only',
    label: 'Fast-forward only',
    act: 'Fast-forward',
    isAllowed: (repository) => repository.allow_fast_forward_only_merge,
  },
];

/** The ways to merge that a repository allows, its usual one first. */
export function mergeWays(repository: Repository): readonly MergeWay[] {
  const isUsual = ({ style }: MergeWay): number => Number(style === repository.default_merge_style);
  return WAYS.filter(({ isAllowed }) => isAllowed(repository)).toSorted((a, b) => isUsual(b) - isUsual(a));
}
