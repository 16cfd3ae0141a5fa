import type { Cause } from '@mosaic/platform/events';
import type { Caller } from '@mosaic/platform/identity';

import type { PrincipalRow } from '../db/schema.ts';
import type { Proof } from '../principals/principal-policy.ts';
import type { SessionReader } from '../sessions/session-reader.ts';
import type { Introspector } from './introspector.ts';
import type { Origin } from './sign-in-limit.ts';

export interface Claim {
  caller: Caller;
  principal: PrincipalRow;
  currentPassword: string | undefined;
  origin: Origin;
  cause: Cause;
}

/** A link for choosing a password lets one be chosen for so long after it was opened, ms. */
const FRESH_MS = 15 * 60_000;

/** How a caller proves who they are. Wrong current passwords count as failed sign-ins. */
export async function proofOf(
  { sessions, introspector, now }: { sessions: { reader: SessionReader }; introspector: Introspector; now: () => number },
  { caller, principal, currentPassword, origin, cause }: Claim,
): Promise<Proof> {
  const session = await sessions.reader.byId(caller.tokenId);
  const fresh = session !== undefined && session.created_at > now() - FRESH_MS;
  const checked =
    currentPassword !== undefined && caller.id === principal.id
      ? await introspector.checkPassword({ username: principal.login, password: currentPassword }, origin, cause)
      : null;
  return { session: session !== undefined, passwordLink: fresh && session.method === 'link:password', currentPassword: checked !== null };
}
