import type { Caller } from '@mosaic/platform/identity';

import { reaches, type Level } from '../repositories/repository-policy.ts';
import type { Review, Reviewer } from './review.ts';

type Asker = Pick<Caller, 'uid' | 'kind'>;

/** Nobody but who writes a draft is told of it, not even who administers. */
export function maySee(caller: Asker, { state, reviewer }: Pick<Review, 'state' | 'reviewer'>): boolean {
  return state !== 'pending' || isCaller(caller, reviewer);
}

/** Who wrote it, and administrators of the installation (Gitea's rule). A request is taken back, not deleted. */
export function mayDelete(caller: Asker & Pick<Caller, 'role'>, { state, reviewer }: Pick<Review, 'state' | 'reviewer'>): boolean {
  return state !== 'requested' && (isCaller(caller, reviewer) || caller.role === 'administrator');
}

/** Who opened the pull request, and who may write. */
export function mayResolve(caller: Asker, level: Level, author: Reviewer): boolean {
  return reaches(level, 'write') || isCaller(caller, author);
}

/** Who opened it, who may write, and everybody who works on the repository; whom one asked may take themselves off. */
export function mayAskReviewers(
  caller: Asker,
  { level, author, isCollaborator }: { level: Level; author: Reviewer; isCollaborator: boolean },
): boolean {
  return reaches(level, 'write') || isCollaborator || isCaller(caller, author);
}

export function isCaller(caller: Asker, { uid }: Reviewer): boolean {
  return caller.kind !== 'anonymous' && caller.uid === uid;
}

/** The verdicts that count, of each reviewer the last one: what a rule about approvals asks. */
export function countVerdicts(
  reviews: readonly Pick<Review, 'id' | 'reviewer' | 'state' | 'official' | 'dismissed' | 'stale'>[],
  { ignoreStale = false }: { ignoreStale?: boolean } = {},
): { approvals: number; rejections: number; requests: number } {
  const last = new Map<number, (typeof reviews)[number]>();
  for (const review of reviews) {
    if (!review.official || review.dismissed || !['approved', 'rejected', 'requested'].includes(review.state)) continue;
    if ((last.get(review.reviewer.uid)?.id ?? 0) < review.id) last.set(review.reviewer.uid, review);
  }
  const count = (state: Review['state']) => [...last.values()].filter((review) => review.state === state).length;
  const stale = ignoreStale ? [...last.values()].filter((review) => review.state === 'approved' && review.stale).length : 0;
  return { approvals: count('approved') - stale, rejections: count('rejected'), requests: count('requested') };
}
