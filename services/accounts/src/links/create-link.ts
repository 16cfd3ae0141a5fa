import type { Link, LinkPurpose } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import type { EventLog } from '@mosaic/platform/events';

import type { Act } from '../act.ts';
import type { AccountsTables } from '../db/schema.ts';
import { findPrincipal } from '../principals/principal-reader.ts';
import { insertOneTime } from './one-time.ts';

export interface LinkWish {
  login: string;
  purpose: LinkPurpose;
  /** Path of ours to open after signing in. */
  next: string;
}

/** A link that signs a person in, once, within 15 minutes. Throws `not_found` for anyone but an enabled person. */
export async function createLink(
  events: EventLog<AccountsTables>,
  { wish, publicUrl, act }: { wish: LinkWish; publicUrl: string; act: Act },
): Promise<Link> {
  return events.transact(async (writer) => {
    const principal = await findPrincipal(writer.db, wish.login);
    if (principal === undefined || principal.kind !== 'person' || principal.disabled === 1)
      throw new MosaicError('not_found', `There is no person "${wish.login}" who could sign in.`);
    const { secret, expiresAt } = await insertOneTime(writer, principal, { purpose: wish.purpose, target: wish.next, act });
    return { url: `${publicUrl}/-/enter?link=${secret}`, expiresAt };
  });
}
