import type { ForgeOperation } from '../../../../forge-operation.ts';
import { createReview } from './create.ts';
import { deleteReview } from './delete.ts';
import { dismissReview, undismissReview } from './dismiss.ts';
import { getReview } from './get.ts';
import { listReviewComments } from './list-comments.ts';
import { listReviews } from './list.ts';
import { replyToComment } from './reply.ts';
import { requestReviews, withdrawRequests } from './request.ts';
import { resolveComment, unresolveComment } from './resolve.ts';
import { submitReview } from './submit.ts';

/** Operations on what people say of pull requests. */
export const REVIEW_OPERATIONS: readonly ForgeOperation[] = [
  listReviews,
  createReview,
  getReview,
  submitReview,
  deleteReview,
  listReviewComments,
  dismissReview,
  undismissReview,
  requestReviews,
  withdrawRequests,
  resolveComment,
  unresolveComment,
  replyToComment,
];
