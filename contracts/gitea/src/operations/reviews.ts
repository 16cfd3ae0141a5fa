import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { PullReview, PullReviewComment } from '../review-schemas.ts';
import { IssueParams, TextBody } from './issues.ts';
import { PagingQuery } from './paging.ts';

const Id = z.coerce.number<number>().int().min(1);
const ReviewParams = IssueParams.extend({ id: Id });
const CommentParams = z.object({ id: Id });

/** What a review is handed in as; PENDING, or nothing, keeps it a draft. */
export const ReviewEvent = z.enum(['APPROVED', 'REQUEST_CHANGES', 'COMMENT', 'PENDING', '']).default('');
export type ReviewEvent = z.output<typeof ReviewEvent>;

const Line = z.number().int().min(0).max(10_000_000).default(0);
/** On a line of the new side or of the old one, counted from 1. */
const NewReviewComment = z.object({
  path: z.string().min(1).max(4_096),
  body: TextBody.refine((text) => text.trim() !== '', 'must not be empty'),
  old_position: Line,
  new_position: Line,
});

/** Oldest first, with those who are asked; a draft is listed for who writes it alone. */
export const repoListPullReviews = defineOperation({
  id: 'repoListPullReviews',
  tag: 'repository',
  summary: 'The reviews of a pull request',
  method: 'GET',
  path: '/repos/{owner}/{repo}/pulls/{index}/reviews',
  params: IssueParams,
  query: PagingQuery,
  answer: z.array(PullReview),
});

/** A draft that the asker has already is taken up: its comments come first, and its text stays where none is sent. */
export const repoCreatePullReview = defineOperation({
  id: 'repoCreatePullReview',
  tag: 'repository',
  summary: 'Reviews a pull request, or begins to',
  method: 'POST',
  path: '/repos/{owner}/{repo}/pulls/{index}/reviews',
  params: IssueParams,
  body: z.object({
    event: ReviewEvent,
    body: TextBody.default(''),
    /** The head that was looked at; the present one where it is left out. */
    commit_id: z
      .string()
      .regex(/^([0-9a-f]{40})?$/, 'must be a full commit id')
      .default(''),
    comments: z.array(NewReviewComment).max(100).default([]),
  }),
  status: 200,
  answer: PullReview,
});

export const repoGetPullReview = defineOperation({
  id: 'repoGetPullReview',
  tag: 'repository',
  summary: 'One review of a pull request',
  method: 'GET',
  path: '/repos/{owner}/{repo}/pulls/{index}/reviews/{id}',
  params: ReviewParams,
  answer: PullReview,
});

export const repoSubmitPullReview = defineOperation({
  id: 'repoSubmitPullReview',
  tag: 'repository',
  summary: 'Hands in a review that was a draft',
  method: 'POST',
  path: '/repos/{owner}/{repo}/pulls/{index}/reviews/{id}',
  params: ReviewParams,
  body: z.object({ event: ReviewEvent, body: TextBody.default('') }),
  status: 200,
  answer: PullReview,
});

export const repoDeletePullReview = defineOperation({
  id: 'repoDeletePullReview',
  tag: 'repository',
  summary: 'Removes a review with its comments',
  method: 'DELETE',
  path: '/repos/{owner}/{repo}/pulls/{index}/reviews/{id}',
  params: ReviewParams,
});

export const repoGetPullReviewComments = defineOperation({
  id: 'repoGetPullReviewComments',
  tag: 'repository',
  summary: 'The comments of a review, where their lines stand now',
  method: 'GET',
  path: '/repos/{owner}/{repo}/pulls/{index}/reviews/{id}/comments',
  params: ReviewParams,
  answer: z.array(PullReviewComment),
});

export const repoDismissPullReview = defineOperation({
  id: 'repoDismissPullReview',
  tag: 'repository',
  summary: 'Says that a review counts no more',
  method: 'POST',
  path: '/repos/{owner}/{repo}/pulls/{index}/reviews/{id}/dismissals',
  params: ReviewParams,
  body: z.object({
    message: TextBody.default(''),
    /** Also those that the reviewer gave before. */
    priors: z.boolean().default(false),
  }),
  status: 200,
  answer: PullReview,
});

export const repoUnDismissPullReview = defineOperation({
  id: 'repoUnDismissPullReview',
  tag: 'repository',
  summary: 'Says that a dismissed review counts again',
  method: 'POST',
  path: '/repos/{owner}/{repo}/pulls/{index}/reviews/{id}/undismissals',
  params: ReviewParams,
  status: 200,
  answer: PullReview,
});

const Reviewers = z.object({
  reviewers: z
    .array(z.string().min(1).max(100))
    .max(50)
    .nullish()
    .transform((names) => names ?? []),
});

export const repoCreatePullReviewRequests = defineOperation({
  id: 'repoCreatePullReviewRequests',
  tag: 'repository',
  summary: 'Asks people to review a pull request',
  method: 'POST',
  path: '/repos/{owner}/{repo}/pulls/{index}/requested_reviewers',
  params: IssueParams,
  body: Reviewers,
  status: 201,
  answer: z.array(PullReview),
});

export const repoDeletePullReviewRequests = defineOperation({
  id: 'repoDeletePullReviewRequests',
  tag: 'repository',
  summary: 'Asks people no more to review a pull request',
  method: 'DELETE',
  path: '/repos/{owner}/{repo}/pulls/{index}/requested_reviewers',
  params: IssueParams,
  body: Reviewers,
});

export const repoResolvePullReviewComment = defineOperation({
  id: 'repoResolvePullReviewComment',
  tag: 'repository',
  summary: 'Settles the conversation of a review comment',
  method: 'POST',
  path: '/repos/{owner}/{repo}/pulls/comments/{id}/resolve',
  params: CommentParams,
  status: 204,
});

export const repoUnresolvePullReviewComment = defineOperation({
  id: 'repoUnresolvePullReviewComment',
  tag: 'repository',
  summary: 'Opens the conversation of a review comment again',
  method: 'POST',
  path: '/repos/{owner}/{repo}/pulls/comments/{id}/unresolve',
  params: CommentParams,
  status: 204,
});

export const repoCreatePullReviewCommentReply = defineOperation({
  id: 'repoCreatePullReviewCommentReply',
  tag: 'repository',
  summary: 'Answers a review comment in its conversation',
  method: 'POST',
  path: '/repos/{owner}/{repo}/pulls/{index}/comments/{id}/replies',
  params: ReviewParams,
  body: z.object({ body: TextBody.refine((text) => text.trim() !== '', 'must not be empty') }),
  status: 201,
  answer: PullReviewComment,
});
