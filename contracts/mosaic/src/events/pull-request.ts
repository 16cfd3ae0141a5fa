import { z } from 'zod';

import { defineEvent } from './define-event.ts';
import { OfRepository } from './members.ts';

/** What every event about a pull request says of it; branches by their short names, the head's repository by its full one. */
const OfPullRequest = {
  ...OfRepository,
  number: z.number().int(),
  title: z.string(),
  base: z.string(),
  head: z.string(),
  headRepository: z.string(),
  /** The newest commit of the head. */
  headId: z.string(),
};

export const pullRequestOpened = defineEvent({
  type: 'dev.mosaic.pull_request.opened',
  sources: ['forge'],
  summary: 'A pull request was opened.',
  data: z.object(OfPullRequest),
});

export const pullRequestEdited = defineEvent({
  type: 'dev.mosaic.pull_request.edited',
  sources: ['forge'],
  summary: 'Title, text or base of a pull request were changed; `formerTitle` and `formerBase` where those were.',
  data: z.object({ ...OfPullRequest, formerTitle: z.string().optional(), formerBase: z.string().optional() }),
});

export const pullRequestSynchronized = defineEvent({
  type: 'dev.mosaic.pull_request.synchronized',
  sources: ['forge'],
  summary: 'The head of an open pull request moved.',
  data: z.object({ ...OfPullRequest, before: z.string(), after: z.string(), forced: z.boolean() }),
});

export const pullRequestClosed = defineEvent({
  type: 'dev.mosaic.pull_request.closed',
  sources: ['forge'],
  summary: 'A pull request was closed without a merge.',
  data: z.object(OfPullRequest),
});

export const pullRequestReopened = defineEvent({
  type: 'dev.mosaic.pull_request.reopened',
  sources: ['forge'],
  summary: 'A closed pull request is open again.',
  data: z.object(OfPullRequest),
});

/** Somebody of a review by the login that they had. */
const OfReview = { reviewId: z.number().int(), reviewer: z.string() };

export const pullRequestReviewed = defineEvent({
  type: 'dev.mosaic.pull_request.reviewed',
  sources: ['forge'],
  summary: 'A review of a pull request was handed in; `official` where it counts, `commit` is the head that was looked at.',
  data: z.object({
    ...OfPullRequest,
    ...OfReview,
    state: z.enum(['approved', 'rejected', 'commented']),
    official: z.boolean(),
    commit: z.string(),
    comments: z.number().int(),
  }),
});

export const pullRequestReviewChanged = defineEvent({
  type: 'dev.mosaic.pull_request.review_changed',
  sources: ['forge'],
  summary: 'A review was dismissed, counts again, or was deleted; `message` says why it was dismissed.',
  data: z.object({ ...OfPullRequest, ...OfReview, action: z.enum(['dismissed', 'undismissed', 'deleted']), message: z.string() }),
});

export const pullRequestConversationChanged = defineEvent({
  type: 'dev.mosaic.pull_request.conversation_changed',
  sources: ['forge'],
  summary: 'A conversation on a line of a pull request was settled, or (`resolved` false) opened again; `commentId` is one of it.',
  data: z.object({ ...OfPullRequest, commentId: z.number().int(), resolved: z.boolean() }),
});

export const pullRequestReviewRequested = defineEvent({
  type: 'dev.mosaic.pull_request.review_requested',
  sources: ['forge'],
  summary: 'Somebody was asked to review a pull request.',
  data: z.object({ ...OfPullRequest, reviewer: z.string(), reviewerUid: z.number().int() }),
});

export const pullRequestReviewRequestRemoved = defineEvent({
  type: 'dev.mosaic.pull_request.review_request_removed',
  sources: ['forge'],
  summary: 'Somebody is asked no more to review a pull request.',
  data: z.object({ ...OfPullRequest, reviewer: z.string(), reviewerUid: z.number().int() }),
});

export const pullRequestMergeScheduled = defineEvent({
  type: 'dev.mosaic.pull_request.merge_scheduled',
  sources: ['forge'],
  summary: 'A merge was scheduled.',
  data: z.object({ ...OfPullRequest, style: z.string() }),
});

export const pullRequestMergeCancelled = defineEvent({
  type: 'dev.mosaic.pull_request.merge_cancelled',
  sources: ['forge'],
  summary:
    'A scheduled merge will not be: taken back, closed, another head by who may not write, another base, or who asked for it may no more.',
  data: z.object({ ...OfPullRequest, reason: z.enum(['asked', 'closed', 'head', 'base', 'rights']) }),
});

export const pullRequestMerged = defineEvent({
  type: 'dev.mosaic.pull_request.merged',
  sources: ['forge'],
  summary: 'A pull request was merged; `commit` is what its base has of it.',
  data: z.object({ ...OfPullRequest, commit: z.string(), style: z.string() }),
});
