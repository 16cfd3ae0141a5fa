import { repoResolvePullReviewComment, repoUnresolvePullReviewComment } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import type { ForgeContext } from '../../../../../context.ts';
import { mayResolve } from '../../../../../reviews/review-policy.ts';
import { implementInRepository, type RepositoryRequest } from '../../../../forge-operation.ts';
import { requirePull } from '../pull-of-request.ts';
import { requireReviewComment } from './review-of-request.ts';

export const resolveComment = implementInRepository(repoResolvePullReviewComment, {
  grant: 'forge:repository:write',
  level: 'read',
  handle: (request, context) => change(request, context, true),
});

export const unresolveComment = implementInRepository(repoUnresolvePullReviewComment, {
  grant: 'forge:repository:write',
  level: 'read',
  handle: (request, context) => change(request, context, false),
});

async function change(
  request: RepositoryRequest<{ id: number }, unknown, unknown>,
  context: ForgeContext,
  isResolved: boolean,
): Promise<void> {
  const { repository, level, caller, cause } = request;
  const { comment, number } = await requireReviewComment(context, request);
  const issue = await requirePull(context, repository, number);
  if (!mayResolve(caller, level, issue.author)) throw new MosaicError('forbidden', 'user should have permission to resolve comment');
  await context.reviews.conversations.resolve({ repository, issue }, { comment, by: isResolved ? caller : null }, cause);
}
