import { repoCreatePullReviewCommentReply } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implementInRepository } from '../../../../forge-operation.ts';
import { requirePull } from '../pull-of-request.ts';
import { presentReviewComments, requireReviewComment } from './review-of-request.ts';

export const replyToComment = implementInRepository(repoCreatePullReviewCommentReply, {
  grant: 'forge:repository:write',
  level: 'read',
  async handle(request, context) {
    const { repository, params, body, caller, cause } = request;
    const issue = await requirePull(context, repository, params.index);
    const { comment: to, review } = await requireReviewComment(context, request);
    if (review.issueId !== issue.id)
      throw new MosaicError('not_found', `Pull request ${issue.number} of ${repository.fullName} has no such comment on a line.`);
    const id = await context.reviews.conversations.reply({ repository, issue }, { to, review, author: caller, body: body.body }, cause);
    const made = await context.reviews.reader.comment(repository.id, id);
    const [presented] = made === null ? [] : await presentReviewComments(context, { repository, issue }, [made.comment]);
    if (presented === undefined) throw new MosaicError('not_found', 'The comment has been deleted meanwhile.');
    return presented;
  },
});
