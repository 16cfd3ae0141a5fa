import { AppLink, pathTo } from '../../../../parts/app-link.tsx';
import css from './review.module.css';
import type { Reviewing } from './reviewing.ts';

/** That one has begun a review, and the way to its end. */
export function PendingReview({ reviewing: { draft, place } }: { reviewing: Reviewing }) {
  if (draft === null) return null;
  return (
    <p className={css['pending']} role="status">
      You have begun a review that nobody else sees yet.
      <AppLink className="text-link" href={pathTo(place.owner, place.repo, 'pulls', place.number, 'files')}>
        Finish it beside the files
      </AppLink>
    </p>
  );
}
