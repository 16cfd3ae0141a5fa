import type { Link, LinkPurpose } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog } from '@mosaic/platform/events';

import type { AccountsTables, PrincipalRow } from '../db/schema.ts';
import { findPrincipal } from '../principals/principal-reader.ts';
import { insertOneTime } from './one-time.ts';

export interface LinkWish {
  login: string;
  purpose: LinkPurpose;
  /** Path of ours to open after signing in. */
  next: string;
}

/** A link that signs a person in, once, within 15 minutes. Throws `not_found` for anyone but an enabled person, `forbidden` where `mayLetIn` refuses. */
export async function createLink(
  events: EventLog<AccountsTables>,
  {
    wish,
    publicUrl,
    cause,
    now,
    mayLetIn = () => true,
  }: { wish: LinkWish; publicUrl: string; cause: Cause; now: number; mayLetIn?: (principal: PrincipalRow) => boolean },
): Promise<Link> {
  return events.transact(async (writer) => {
    const principal = await findPrincipal(writer.db, wish.login);
    if (principal === undefined || principal.kind !== 'person' || principal.disabled === 1)
      throw new MosaicError('not_found', `There is no person "${wish.login}" who could sign in.`);
    if (!mayLetIn(principal))
      throw new MosaicError('forbidden', `Your token does not carry all that ${principal.login} may do, so it cannot sign in as them.`);
    const { secret, expiresAt } = await insertOneTime(writer.as(cause), principal, { purpose: wish.purpose, target: wish.next, now });
    return { url: `${publicUrl}/-/enter?link=${secret}`, expiresAt };
  });
}
