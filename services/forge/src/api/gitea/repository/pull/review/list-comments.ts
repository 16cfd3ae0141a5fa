import { repoGetPullReviewComments } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../../forge-operation.ts';
import { presentReviewComments, requireReview } from './review-of-request.ts';

export const listReviewComments = implementInRepository(repoGetPullReviewComments, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle(request, context) {
    const { issue, review } = await requireReview(context, request);
    const comments = await context.reviews.reader.comments(review.id);
    return presentReviewComments(context, { repository: request.repository, issue }, comments);
  },
});
