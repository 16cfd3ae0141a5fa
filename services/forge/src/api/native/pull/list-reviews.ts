import { listPullReviews as contract } from '@mosaic/contracts/mosaic';

import { presentPullReviews } from '../../../present/pull-reviews.ts';
import { implement } from '../../forge-operation.ts';
import { pullOfAddress } from './pull-of-address.ts';

const REVIEWS_MAX = 500;
const COMMENTS_MAX = 1_000;

/** Native: what is said of a pull request, where Gitea's contract would be asked for each review. */
export const listPullReviews = implement(contract, {
  grant: 'forge:repository:read',
  anonymous: true,
  async handle({ caller, params }, context) {
    const { reader, places } = context.reviews;
    const { repository, issue } = await pullOfAddress(context, caller, params);
    const viewer = caller.kind === 'anonymous' ? null : caller.uid;
    const reviews = await reader.newest(issue.id, { viewer, limit: REVIEWS_MAX });
    const comments = await reader.newestComments(issue.id, { viewer, limit: COMMENTS_MAX });
    const standings = await places.follow(repository, issue.pull, comments.items);
    const applied = Map.groupBy(await reader.applied(issue.id), ({ commentId }) => commentId);
    const said = { reviews: reviews.items, comments: comments.items, standings, applied };
    return presentPullReviews(said, reviews.isCut || comments.isCut);
  },
});
