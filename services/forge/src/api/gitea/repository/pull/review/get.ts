import { repoGetPullReview } from '@mosaic/contracts/gitea';

import { presentReview } from '../../../../../present/review.ts';
import { implementInRepository } from '../../../../forge-operation.ts';
import { requireReview } from './review-of-request.ts';

export const getReview = implementInRepository(repoGetPullReview, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle(request, context) {
    return presentReview(context.links, request.repository, await requireReview(context, request));
  },
});
