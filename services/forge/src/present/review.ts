import type { ReviewState } from '@mosaic/contracts/gitea';

import type { PullIssue } from '../pulls/pull-events.ts';
import type { Repository } from '../repositories/repository.ts';
import type { Standing } from '../reviews/comment-places.ts';
import type { Review, ReviewComment } from '../reviews/review.ts';
import type { Links } from './links.ts';
import { rfc3339 } from './time.ts';
import { presentUser } from './user.ts';

const STATES = {
  approved: 'APPROVED',
  rejected: 'REQUEST_CHANGES',
  commented: 'COMMENT',
  pending: 'PENDING',
  requested: 'REQUEST_REVIEW',
} as const satisfies Record<Review['state'], ReviewState>;

/** Gitea's PullReview. */
export function presentReview(links: Links, repository: Repository, { review, issue }: { review: Review; issue: PullIssue }) {
  const page = links.pull(repository, issue.number);
  return {
    id: review.id,
    user: presentUser(links, review.reviewer),
    team: null,
    state: STATES[review.state],
    body: review.body,
    commit_id: review.commitId,
    stale: review.stale,
    official: review.official,
    dismissed: review.dismissed,
    comments_count: review.comments,
    submitted_at: rfc3339(review.submittedAt),
    updated_at: rfc3339(review.updatedAt),
    html_url: `${page}#pullrequestreview-${review.id}`,
    pull_request_url: page,
  };
}

/** Gitea's PullReviewComment. */
export function presentReviewComment(
  links: Links,
  repository: Repository,
  { comment, issue, standing }: { comment: ReviewComment; issue: Pick<PullIssue, 'number'>; standing: Standing },
) {
  const page = links.pull(repository, issue.number);
  const { place } = comment;
  return {
    id: comment.id,
    body: comment.body,
    user: presentUser(links, comment.author),
    resolver: comment.resolver === null ? null : presentUser(links, comment.resolver),
    pull_request_review_id: comment.reviewId,
    created_at: rfc3339(comment.createdAt),
    updated_at: rfc3339(comment.updatedAt),
    path: place.path,
    commit_id: standing.commitId,
    original_commit_id: place.commitId,
    diff_hunk: place.hunk,
    position: place.side === 'new' ? standing.line : 0,
    original_position: place.side === 'old' ? standing.line : 0,
    html_url: `${page}#issuecomment-${comment.id}`,
    pull_request_url: page,
    outdated: standing.outdated,
  };
}
