import type { Standing } from '../reviews/comment-places.ts';
import type { AppliedSuggestion, Review, ReviewComment } from '../reviews/review.ts';

interface Said {
  reviews: readonly Review[];
  comments: readonly ReviewComment[];
  /** By the ids of comments. */
  standings: ReadonlyMap<number, Standing>;
  applied: ReadonlyMap<number, readonly AppliedSuggestion[]>;
}

/** What is said of a pull request, in the words of its events. */
export function presentPullReviews({ reviews, comments, standings, applied }: Said, truncated: boolean) {
  return {
    reviews: reviews.map(({ id, reviewer, state, body, commitId, stale, official, dismissed, dismissal, submittedAt }) => ({
      id,
      reviewer: reviewer.login,
      state,
      body,
      commit: commitId,
      stale,
      official,
      dismissed,
      dismissal,
      submittedAt,
    })),
    comments: comments.map(({ id, reviewId, author, body, resolver, place, createdAt, updatedAt }) => ({
      id,
      reviewId,
      author: author.login,
      body,
      resolver: resolver?.login ?? null,
      path: place.path,
      side: place.side,
      line: standings.get(id)?.line ?? place.line,
      outdated: standings.get(id)?.outdated ?? true,
      commit: place.commitId,
      hunk: place.hunk,
      createdAt,
      updatedAt,
      applied: (applied.get(id) ?? []).map(({ position, commitId, by }) => ({ position, commit: commitId, by: by.login })),
    })),
    truncated,
  };
}
