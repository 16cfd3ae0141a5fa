import { repoGetPullRequest, repoListPullRequests, type PullRequest } from '@mosaic/contracts/gitea';
import type { forgePullRequestList, PullRequest as ShownPullRequest, ToolArguments } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import type { RepositoryView } from '@mosaic/platform/identity';

import type { Call, McpContext } from '../context.ts';
import { askForge, placeOf } from './ask-forge.ts';

/** A page of Gitea's lists holds 50 at most; deeper than so many pages no list leads. */
const PAGE = 50;
const MAX_PAGES = 200;

/** Newest first, below `after`. Read from the start again: one that was closed since moves all later ones up. */
export async function listPullRequests(
  { gitea }: McpContext & Call,
  view: RepositoryView,
  { state, base, author, limit, after }: Omit<ToolArguments<typeof forgePullRequestList>, 'repository' | 'cursor'> & { after: number },
): Promise<{ pulls: PullRequest[]; next: number | null }> {
  const pulls: PullRequest[] = [];
  for (let page = 1; page <= MAX_PAGES; page++) {
    const query = { page, limit: PAGE, state, base_branch: base, poster: author };
    const { items } = await askForge(gitea.callPage(repoListPullRequests, { ...placeOf(view), query }));
    for (const pull of items) {
      if (pull.number >= after) continue;
      if (pulls.length === limit) return { pulls, next: pulls.at(-1)?.number ?? null };
      pulls.push(pull);
    }
    if (items.length < PAGE) break;
  }
  return { pulls, next: null };
}

/** @throws MosaicError (`not_found`). */
export async function getPullRequest({ gitea }: McpContext & Call, view: RepositoryView, index: number): Promise<PullRequest> {
  const found = await askForge(gitea.callOrNull(repoGetPullRequest, { ...placeOf(view), index }));
  if (found === null) throw new MosaicError('not_found', `${view.fullName} has no pull request ${index}.`);
  return found;
}

/** A pull request in our own words. */
export function presentPullRequest({ fullName }: RepositoryView, pull: PullRequest): ShownPullRequest {
  return {
    repository: fullName,
    number: pull.number,
    title: pull.title,
    author: pull.user.login,
    state: pull.merged ? 'merged' : pull.state,
    draft: pull.draft,
    base: pull.base.ref,
    head: pull.head.ref,
    headSha: pull.head.sha,
    mergeCommit: pull.merge_commit_sha ?? null,
    url: pull.html_url,
    createdAt: pull.created_at,
    updatedAt: pull.updated_at,
  };
}
