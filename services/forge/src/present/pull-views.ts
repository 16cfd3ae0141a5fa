import type { Review } from '../reviews/review.ts';
import { countVerdicts } from '../reviews/review-policy.ts';
import { combinedState, type CommitStatus } from '../statuses/status.ts';

interface Judged {
  number: number;
  headId: string;
  reviews: readonly Review[];
}

/** How pull requests stand in a list; `latest` are the statuses that count, by commit. */
export function presentPullViews(pulls: readonly Judged[], latest: ReadonlyMap<string, readonly CommitStatus[]>) {
  return {
    pulls: pulls.map(({ number, headId, reviews }) => {
      const states = (latest.get(headId) ?? []).map(({ state }) => state);
      const requests = reviews.filter(({ state }) => state === 'requested').length;
      return { number, checks: states.length === 0 ? ('none' as const) : combinedState(states), ...countVerdicts(reviews), requests };
    }),
  };
}
