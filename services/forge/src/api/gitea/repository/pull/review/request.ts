import { repoCreatePullReviewRequests, repoDeletePullReviewRequests } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { presentReview } from '../../../../../present/review.ts';
import { implementInRepository } from '../../../../forge-operation.ts';
import { requirePull } from '../pull-of-request.ts';
import { mayChooseReviewers, reviewersOf } from './reviewers.ts';

export const requestReviews = implementInRepository(repoCreatePullReviewRequests, {
  grant: 'forge:repository:write',
  level: 'read',
  async handle(request, context) {
    const { repository, params, body, cause } = request;
    const issue = await requirePull(context, repository, params.index);
    const { author } = issue;
    const working = await context.collaborators.reader.list(repository.id);
    if (!mayChooseReviewers(request, { author, working })) throw new MosaicError('invalid_input', "Doer can't choose reviewer");
    const people = await reviewersOf(context, { repository, author }, body.reviewers);
    const ids = await context.reviews.requests.ask({ repository, issue }, people, cause);
    const reviews = await Promise.all(ids.map((id) => context.reviews.reader.byId(issue.id, id)));
    return reviews.flatMap((review) => (review === null ? [] : [presentReview(context.links, repository, { review, issue })]));
  },
});

/** Whom one asked may take themselves off. */
export const withdrawRequests = implementInRepository(repoDeletePullReviewRequests, {
  grant: 'forge:repository:write',
  level: 'read',
  async handle(request, context) {
    const { repository, params, body, caller, cause } = request;
    const issue = await requirePull(context, repository, params.index);
    const isOwn = body.reviewers.every((login) => login.toLowerCase() === caller.login.toLowerCase());
    const working = await context.collaborators.reader.list(repository.id);
    if (!isOwn && !mayChooseReviewers(request, { author: issue.author, working }))
      throw new MosaicError('invalid_input', "Doer can't remove reviewer");
    const people = await reviewersOf(context, { repository }, body.reviewers);
    await context.reviews.requests.takeBack({ repository, issue }, people, cause);
  },
});
