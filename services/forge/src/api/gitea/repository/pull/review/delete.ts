import { repoDeletePullReview } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { mayDelete } from '../../../../../reviews/review-policy.ts';
import { implementInRepository } from '../../../../forge-operation.ts';
import { requireReview } from './review-of-request.ts';

export const deleteReview = implementInRepository(repoDeletePullReview, {
  grant: 'forge:repository:write',
  level: 'read',
  async handle(request, context) {
    const { repository, caller, cause } = request;
    const { issue, review } = await requireReview(context, request);
    if (!mayDelete(caller, review))
      throw new MosaicError('forbidden', 'Only who wrote a review can delete it; a request for one is taken back instead.');
    await context.reviews.writer.remove({ repository, issue }, review, cause);
  },
});
