import { repoListPullReviews } from '@mosaic/contracts/gitea';

import { presentReview } from '../../../../../present/review.ts';
import { implementInRepository } from '../../../../forge-operation.ts';
import { offsetOf, sendPageHeaders } from '../../../paging.ts';
import { requirePull } from '../pull-of-request.ts';

export const listReviews = implementInRepository(repoListPullReviews, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, params, query, caller, raw, reply }, context) {
    const issue = await requirePull(context, repository, params.index);
    const viewer = caller.kind === 'anonymous' ? null : caller.uid;
    const { items, total } = await context.reviews.reader.list(issue.id, { viewer, offset: offsetOf(query), limit: query.limit });
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: context.links.publicUrl });
    return items.map((review) => presentReview(context.links, repository, { review, issue }));
  },
});
