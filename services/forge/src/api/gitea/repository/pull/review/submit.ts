import { repoSubmitPullReview } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { reaches } from '../../../../../repositories/repository-policy.ts';
import { isCaller } from '../../../../../reviews/review-policy.ts';
import { verdictOf } from '../../../../../reviews/verdict.ts';
import { implementInRepository } from '../../../../forge-operation.ts';
import { presentOneReview, requireReview } from './review-of-request.ts';

export const submitReview = implementInRepository(repoSubmitPullReview, {
  grant: 'forge:repository:write',
  level: 'read',
  async handle(request, context) {
    const { repository, rights, body, caller, cause } = request;
    const { issue, review: draft } = await requireReview(context, request);
    if (draft.state !== 'pending') throw new MosaicError('invalid_input', 'only a pending review can be submitted');
    const said = { isAuthor: isCaller(caller, issue.author), body: body.body || draft.body, hasComments: draft.comments > 0 };
    const verdict = verdictOf(body.event, said);
    if (verdict === 'pending') throw new MosaicError('invalid_input', 'review stay pending');
    const spoken = {
      draft,
      verdict,
      body: body.body,
      commitId: issue.pull.headId,
      reviewer: caller,
      isOfficial: reaches(rights.code, 'write'),
    };
    await context.reviews.writer.submit({ repository, issue }, spoken, cause);
    return presentOneReview(context, { repository, issue }, draft.id);
  },
});
