import { z } from 'zod';

import { User } from './schemas.ts';

/** Gitea's words (modules/structs/pull_review.go); REQUEST_REVIEW is the row of somebody who is asked and has not answered. */
export const ReviewState = z.enum(['APPROVED', 'REQUEST_CHANGES', 'COMMENT', 'PENDING', 'REQUEST_REVIEW']);
export type ReviewState = z.infer<typeof ReviewState>;

/** What one person says of a pull request. PENDING is a draft: nobody but who writes it is told of it. */
export const PullReview = z.object({
  id: z.number().int(),
  user: User.nullable(),
  team: z.looseObject({}).nullish(),
  state: ReviewState,
  body: z.string().default(''),
  /** The head that was looked at; empty of a request. */
  commit_id: z.string().default(''),
  /** The change is another one since. */
  stale: z.boolean().default(false),
  /** By somebody who may write, and the last word of theirs: it counts. */
  official: z.boolean().default(false),
  dismissed: z.boolean().default(false),
  comments_count: z.number().int().default(0),
  submitted_at: z.string().default(''),
  updated_at: z.string().default(''),
  html_url: z.string().default(''),
  pull_request_url: z.string().default(''),
});
export type PullReview = z.infer<typeof PullReview>;

/**
 * A comment on one line: of the new side (`position`) or of the old one (`original_position`); the other is 0. Comments of one review on
 * one line are one conversation. The line is told as it stands in `commit_id`, which is the present head unless the line is gone there.
 * `outdated` is ours and says that it is: then the line is that of `original_commit_id`, where the comment was made.
 */
export const PullReviewComment = z.object({
  id: z.number().int(),
  body: z.string(),
  user: User.nullable(),
  /** Who has settled the conversation; null while it is open. */
  resolver: User.nullable(),
  pull_request_review_id: z.number().int(),
  created_at: z.string().default(''),
  updated_at: z.string().default(''),
  path: z.string(),
  commit_id: z.string().default(''),
  original_commit_id: z.string().default(''),
  /** Lines of the unified diff, that of the comment last. */
  diff_hunk: z.string().default(''),
  position: z.number().int().default(0),
  original_position: z.number().int().default(0),
  html_url: z.string().default(''),
  pull_request_url: z.string().default(''),
  outdated: z.boolean().default(false),
});
export type PullReviewComment = z.infer<typeof PullReviewComment>;
