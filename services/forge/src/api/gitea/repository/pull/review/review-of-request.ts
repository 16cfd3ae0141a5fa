import { MosaicError } from '@mosaic/platform/errors';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeContext } from '../../../../../context.ts';
import { presentReview, presentReviewComment } from '../../../../../present/review.ts';
import type { PullIssue } from '../../../../../pulls/pull-events.ts';
import type { Repository } from '../../../../../repositories/repository.ts';
import type { Review, ReviewComment } from '../../../../../reviews/review.ts';
import { maySee } from '../../../../../reviews/review-policy.ts';
import type { Reviewed } from '../../../../../reviews/review-writer.ts';
import { requirePull } from '../pull-of-request.ts';

interface Asked {
  repository: Repository;
  caller: Caller;
  params: { index: number; id: number };
}

/** A review that the caller may know of. @throws MosaicError `not_found`. */
export async function requireReview(
  context: Pick<ForgeContext, 'issues' | 'reviews'>,
  { repository, caller, params }: Asked,
): Promise<{ issue: PullIssue; review: Review }> {
  const issue = await requirePull(context, repository, params.index);
  const review = await context.reviews.reader.byId(issue.id, params.id);
  if (review !== null && maySee(caller, review)) return { issue, review };
  throw new MosaicError('not_found', `Pull request ${issue.number} of ${repository.fullName} has no such review.`);
}

/** A comment on a line that the caller may know of. @throws MosaicError `not_found`. */
export async function requireReviewComment(
  { reviews }: Pick<ForgeContext, 'reviews'>,
  { repository, caller, params }: { repository: Repository; caller: Caller; params: { id: number } },
): Promise<{ comment: ReviewComment; review: Review; number: number }> {
  const found = await reviews.reader.comment(repository.id, params.id);
  if (found !== null && maySee(caller, found.review)) return found;
  throw new MosaicError('not_found', `${repository.fullName} has no such comment on a line.`);
}

/** One of them as it is now. */
export async function presentOneReview(
  { reviews, links }: Pick<ForgeContext, 'reviews' | 'links'>,
  { repository, issue }: Reviewed,
  id: number,
) {
  const review = await reviews.reader.byId(issue.id, id);
  if (review === null) throw new MosaicError('not_found', 'The review has been deleted meanwhile.');
  return presentReview(links, repository, { review, issue });
}

/** Comments with where their lines stand now. */
export async function presentReviewComments(
  { reviews, links }: Pick<ForgeContext, 'reviews' | 'links'>,
  { repository, issue }: Reviewed,
  comments: readonly ReviewComment[],
) {
  const standings = await reviews.places.follow(repository, issue.pull, comments);
  return comments.flatMap((comment) => {
    const standing = standings.get(comment.id);
    return standing === undefined ? [] : [presentReviewComment(links, repository, { comment, issue, standing })];
  });
}
