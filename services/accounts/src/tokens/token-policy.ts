import { coversAll, type Door, type Grant, grantsWithin, meetGrants } from '@mosaic/contracts/mosaic';
import { fromJson } from '@mosaic/platform/db';
import { missingRight, permits, type Caller } from '@mosaic/platform/identity';

import type { TokenRow } from '../db/schema.ts';

export interface TokenWish {
  doors: readonly Door[];
  grants: readonly Grant[];
  repositories: readonly number[] | null;
  expiresAt: number | null;
}

/** What bounds a new token besides the wish. */
export interface TokenBounds {
  /** Whose token it becomes. */
  target: { id: string; ceiling: readonly Grant[] };
  /** End of the caller's own credential when it is a token; null for none. A token makes none that outlives it. */
  callerExpiresAt: number | null;
}

export type TokenDecision = { refusal: string } | { refusal: null; grants: Grant[] };

/** A token carries at most what its principal's role allows and what the caller carries, at the same doors, repositories and for as long. */
export function decideToken(caller: Caller, wish: TokenWish, { target, callerExpiresAt }: TokenBounds): TokenDecision {
  if (target.id !== caller.id && !permits(caller, 'accounts:token:admin'))
    return { refusal: missingRight(caller, 'accounts:token:admin', 'Only an administrator makes tokens for others.') };
  const closed = wish.doors.filter((door) => !caller.doors.includes(door));
  if (closed.length > 0) return { refusal: `Your own token is not for ${closed.join(', ')}.` };
  const allowed = caller.repositories;
  if (allowed !== null && (wish.repositories === null || wish.repositories.some((id) => !allowed.includes(id))))
    return { refusal: 'Your own token is limited to some repositories; list only those.' };
  if (callerExpiresAt !== null && (wish.expiresAt === null || wish.expiresAt > callerExpiresAt))
    return { refusal: 'A token cannot make one that outlives it; ask for a shorter time.' };
  const { grants, refused } = grantsWithin(wish.grants, meetGrants(target.ceiling, caller.grants));
  if (refused.length > 0) return { refusal: `More than may be granted: ${refused.join(', ')}.` };
  return { refusal: null, grants };
}

/**
 * Whether the caller's credential is worth as much as a token, so that it may know of it and end it: a token for one
 * repository must not end its owner's others. A token always reaches itself. `ceiling`: that of the token's principal.
 */
export function reachesToken(
  caller: Caller,
  token: Pick<TokenRow, 'id' | 'doors' | 'grants' | 'repositories'>,
  ceiling: readonly Grant[],
): boolean {
  if (caller.tokenId === token.id) return true;
  const doors = fromJson(token.doors);
  if (!doors.every((door) => caller.doors.includes(door))) return false;
  const repositories = fromJson(token.repositories);
  if (caller.repositories !== null && (repositories === null || !repositories.every((id) => caller.repositories?.includes(id))))
    return false;
  // What the role no longer allows, the token does not carry either.
  return coversAll(caller.grants, meetGrants(fromJson(token.grants), ceiling));
}

/**
 * Whether the caller's credential carries all that somebody of this ceiling may do. Only then may it let in as them: choose their
 * password or role, or make a link that signs them in; else a narrow token would be worth a whole administrator.
 */
export function carriesAll(caller: Caller, ceiling: readonly Grant[]): boolean {
  return caller.repositories === null && coversAll(caller.grants, ceiling);
}

/** Whether the caller may list or revoke a principal's tokens; whose there is none, an administrator may look for. */
export function mayHandleTokensOf(caller: Caller, target: { id: string } | undefined): boolean {
  return caller.id === target?.id || permits(caller, 'accounts:token:admin');
}
