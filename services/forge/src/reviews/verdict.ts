import type { ReviewEvent } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import type { ReviewRow } from '../db/schema.ts';

const STATES = {
  APPROVED: 'approved',
  REQUEST_CHANGES: 'rejected',
  COMMENT: 'commented',
  PENDING: 'pending',
  '': 'pending',
} as const satisfies Record<ReviewEvent, ReviewRow['state']>;

export type Verdict = (typeof STATES)[ReviewEvent];

/** What a review is handed in as. @throws MosaicError `invalid_input` in Gitea's words (routers/api/v1/repo/pull_review.go). */
export function verdictOf(
  event: ReviewEvent,
  { isAuthor, body, hasComments }: { isAuthor: boolean; body: string; hasComments: boolean },
): Verdict {
  const verdict = STATES[event];
  if (isAuthor && verdict === 'approved') throw new MosaicError('invalid_input', 'approve your own pull is not allowed');
  if (isAuthor && verdict === 'rejected') throw new MosaicError('invalid_input', 'reject your own pull is not allowed');
  const hasBody = body.trim() !== '';
  if (verdict === 'rejected' && !hasBody) throw new MosaicError('invalid_input', `review event ${event} requires a body`);
  if (['commented', 'pending'].includes(verdict) && !hasBody && !hasComments)
    throw new MosaicError('invalid_input', `review event ${event || 'PENDING'} requires a body or a comment`);
  return verdict;
}
