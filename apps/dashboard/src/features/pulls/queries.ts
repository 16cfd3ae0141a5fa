import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { type PullRequest, repoGetPullRequest, repoGetPullRequestCommits, repoListPullRequests } from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { orMissing } from '../../api/failure.ts';
import { MOVING_MS } from '../../api/moving.ts';
import { PAGE_SIZE } from '../../api/paging.ts';
import { pullKeys, type PullRange, type PullSearch } from './keys.ts';

/** How often a page asks whether it is known yet that a pull request can be merged; then it takes its time, since a check can fail. */
const LOOKS = 30;
const LATER_MS = 10 * MOVING_MS;

export const pullsQuery = (owner: string, repo: string, search: PullSearch) =>
  queryOptions({
    queryKey: pullKeys.list(`${owner}/${repo}`, search),
    queryFn: () => forge.callPage(repoListPullRequests, { owner, repo, query: { ...search, limit: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  });

/** No event tells that a check is over, so it is read again until it is. */
export const pullQuery = (owner: string, repo: string, number: number) =>
  queryOptions({
    queryKey: pullKeys.facts(`${owner}/${repo}`, number),
    queryFn: async () => orMissing(await forge.callOrNull(repoGetPullRequest, { owner, repo, index: number }), `Pull request #${number}`),
    refetchInterval: ({ state: { data, dataUpdateCount } }) =>
      data === undefined || !mayTurn(data) ? false : dataUpdateCount < LOOKS ? MOVING_MS : LATER_MS,
  });

/** Whether nobody has said yet that it can be merged, or why not. */
export function isUndecided({ state, draft, mergeable, conflicted_files = [] }: PullRequest): boolean {
  return state === 'open' && !draft && !mergeable && conflicted_files.length === 0;
}

/** Whether the base has commits that the head has not. */
export function isBehind({ state, merge_base, base }: PullRequest): boolean {
  return state === 'open' && merge_base !== '' && merge_base !== base.sha;
}

/** Whether a check that is under way may say otherwise; conflicts are those of the last one. A draft is never called mergeable. */
function mayTurn(pull: PullRequest): boolean {
  return pull.state === 'open' && (pull.draft ? isBehind(pull) : !pull.mergeable);
}

export const rangeOf = ({ number, head, merge_base }: PullRequest): PullRange => ({ number, head: head.sha, mergeBase: merge_base });

export const pullCommitsQuery = (owner: string, repo: string, { range, page }: { range: PullRange; page: number }) =>
  queryOptions({
    queryKey: pullKeys.commits(`${owner}/${repo}`, range, page),
    queryFn: () =>
      forge.callPage(repoGetPullRequestCommits, { owner, repo, index: range.number, query: { page, limit: PAGE_SIZE, files: 'false' } }),
    placeholderData: keepPreviousData,
  });
