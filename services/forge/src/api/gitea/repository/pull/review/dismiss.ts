import { repoDismissPullReview, repoUnDismissPullReview } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import type { ForgeContext } from '../../../../../context.ts';
import { implementInRepository, type RepositoryRequest } from '../../../../forge-operation.ts';
import { presentOneReview, requireReview } from './review-of-request.ts';

export const dismissReview = implementInRepository(repoDismissPullReview, {
  grant: 'forge:repository:write',
  level: 'admin',
  handle: (request, context) => change(request, context, { dismissed: true, ...request.body }),
});

export const undismissReview = implementInRepository(repoUnDismissPullReview, {
  grant: 'forge:repository:write',
  level: 'admin',
  handle: (request, context) => change(request, context, { dismissed: false, message: '', priors: false }),
});

async function change(
  request: RepositoryRequest<{ index: number; id: number }, unknown, unknown>,
  context: ForgeContext,
  how: { dismissed: boolean; message: string; priors: boolean },
) {
  const { repository, cause } = request;
  const { issue, review } = await requireReview(context, request);
  if (review.state !== 'approved' && review.state !== 'rejected')
    throw new MosaicError('forbidden', "not need to dismiss this review because it's type is not Approve or change request");
  await context.reviews.writer.dismiss({ repository, issue }, { review, ...how }, cause);
  return presentOneReview(context, { repository, issue }, review.id);
}
