import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import {
  type PullReview,
  type PullReviewComment,
  repoGetPullReviewComments,
  repoListPullReviews,
  type ReviewState,
} from '@mosaic/contracts/gitea';
import { listPullReviews, viewPulls } from '@mosaic/contracts/mosaic';
import type { z } from 'zod';

import { forge, forgeExtras } from '../../api/clients.ts';
import { PAGE_SIZE } from '../../api/paging.ts';
import { pullKeys } from './keys.ts';

/** Of the pages that show reviews alone: apart from what the first load brings. */
export type Reviews = z.output<(typeof listPullReviews)['answer']> & {
  /** Whether the forge commits suggestions: ours does. */
  appliesSuggestions: boolean;
};
export type Review = Reviews['reviews'][number];
export type LineComment = Reviews['comments'][number];

/** What is said of a pull request; where another forge stands in ours' place, its newest reviews, each asked for its comments. */
export const reviewsQuery = (owner: string, repo: string, number: number) =>
  queryOptions({
    queryKey: pullKeys.reviews(`${owner}/${repo}`, number),
    queryFn: async (): Promise<Reviews> => {
      const all = await forgeExtras.callOrNull(listPullReviews, { owner, repo, index: number });
      return all === null ? readOneByOne({ owner, repo, index: number }) : { ...all, appliesSuggestions: true };
    },
  });

export type PullView = z.output<(typeof viewPulls)['answer']>['pulls'][number];

/** How the checks and reviews of listed pull requests stand, by number; none are known where another forge stands in ours' place. */
export const pullViewsQuery = (owner: string, repo: string, numbers: readonly number[]) =>
  queryOptions({
    queryKey: pullKeys.views(`${owner}/${repo}`, numbers),
    queryFn: async () => {
      const found = await forgeExtras.callOrNull(viewPulls, { owner, repo, query: { numbers: numbers.join(',') } });
      return new Map((found?.pulls ?? []).map((view) => [view.number, view]));
    },
    enabled: numbers.length > 0,
    placeholderData: keepPreviousData,
  });

async function readOneByOne(place: { owner: string; repo: string; index: number }): Promise<Reviews> {
  const { items, total } = await forge.callPage(repoListPullReviews, { ...place, query: { page: 1, limit: PAGE_SIZE } });
  const last = Math.ceil(total / PAGE_SIZE);
  const newest =
    last <= 1 ? items : (await forge.callPage(repoListPullReviews, { ...place, query: { page: last, limit: PAGE_SIZE } })).items;
  const speaking = newest.filter(({ comments_count }) => comments_count > 0);
  const comments = await Promise.all(speaking.map(({ id }) => forge.call(repoGetPullReviewComments, { ...place, id })));
  return { reviews: newest.map(reviewOf), comments: comments.flat().map(commentOf), truncated: last > 1, appliesSuggestions: false };
}

const STATES = {
  APPROVED: 'approved',
  REQUEST_CHANGES: 'rejected',
  COMMENT: 'commented',
  PENDING: 'pending',
  REQUEST_REVIEW: 'requested',
} as const satisfies Record<ReviewState, Review['state']>;

function reviewOf({ id, user, state, body, commit_id, stale, official, dismissed, submitted_at }: PullReview): Review {
  const about = { id, reviewer: user?.login ?? 'unknown', state: STATES[state], body, commit: commit_id };
  return { ...about, stale, official, dismissed, dismissal: null, submittedAt: Date.parse(submitted_at) };
}

function commentOf({ id, user, resolver, body, path, position, ...rest }: PullReviewComment): LineComment {
  return {
    id,
    reviewId: rest.pull_request_review_id,
    author: user?.login ?? 'unknown',
    body,
    resolver: resolver?.login ?? null,
    path,
    side: position > 0 ? 'new' : 'old',
    line: position > 0 ? position : rest.original_position,
    outdated: rest.outdated,
    commit: rest.original_commit_id,
    hunk: rest.diff_hunk,
    createdAt: Date.parse(rest.created_at),
    updatedAt: Date.parse(rest.updated_at),
    applied: [],
  };
}
