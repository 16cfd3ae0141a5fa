import { ceilingOf, Door, UPSTREAMS, type Role } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog } from '@mosaic/platform/events';
import { newToken } from '@mosaic/platform/secrets';

import type { AccountsTables } from '../db/schema.ts';
import { findPrincipal } from '../principals/principal-reader.ts';
import { insertToken, revokeToken } from './token-writer.ts';

const NAME = { service: 'service start', agent: 'agent start' } as const;
const DOORS: Record<'service' | 'agent', readonly Door[]> = { service: Door.options, agent: UPSTREAMS };

/**
 * A fresh secret for one of the platform's own principals; the one of an earlier start ends in the same transaction.
 * Only its hash is stored, so each start needs a new one. Throws `not_found` for other logins.
 */
export async function issueBuiltIn(
  events: EventLog<AccountsTables>,
  { login, kind, cause, now }: { login: string; kind: 'service' | 'agent'; cause: Cause; now: number },
): Promise<string> {
  const secret = newToken();
  await events.transact(async (writer) => {
    const principal = await findPrincipal(writer.db, login);
    if (principal === undefined || principal.kind !== kind) throw new MosaicError('not_found', `There is no built-in ${kind} "${login}".`);
    const earlier = await writer.db
      .selectFrom('tokens')
      .select(['id', 'name'])
      .where('principal_id', '=', principal.id)
      .where('name', '=', NAME[kind])
      .where('revoked_at', 'is', null)
      .execute();
    for (const token of earlier) await revokeToken(writer.as(cause), token, { login: principal.login, now });
    const grants = ceilingOf(principal as { login: string; role: Role });
    const draft = { name: NAME[kind], doors: DOORS[kind], grants, repositories: null, expiresAt: null };
    await insertToken(writer.as(cause), principal, { draft, secret, now });
  });
  return secret;
}
