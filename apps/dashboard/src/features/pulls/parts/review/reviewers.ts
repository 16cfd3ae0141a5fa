import type { Review } from '../../review-queries.ts';

/** What a review says, or that it is awaited. */
export type Opinion = 'approved' | 'rejected' | 'commented' | 'dismissed' | 'requested';

/** Null of a draft, which says nothing yet. */
export function opinionOf({ state, dismissed }: Pick<Review, 'state' | 'dismissed'>): Opinion | null {
  if (state === 'pending') return null;
  return dismissed && (state === 'approved' || state === 'rejected') ? 'dismissed' : state;
}

export interface ReviewerState {
  login: string;
  opinion: Opinion;
  /** Of another head than the present one. */
  stale: boolean;
  /** A verdict that counts. */
  official: boolean;
}

/** Who reviews, each with their last word: a request comes before a verdict, and a verdict before what is only said. */
export function reviewersOf(reviews: readonly Review[], author: string): ReviewerState[] {
  const found = new Map<string, ReviewerState>();
  for (const review of reviews) {
    const opinion = opinionOf(review);
    const { reviewer: login, stale, official } = review;
    const before = found.get(login)?.opinion;
    if (opinion === null || login === author || before === 'requested') continue;
    // What somebody says beside their verdict does not change it.
    if (opinion === 'commented' && before !== undefined) continue;
    found.set(login, { login, opinion, stale: stale && opinion !== 'requested' && opinion !== 'commented', official });
  }
  return [...found.values()];
}
