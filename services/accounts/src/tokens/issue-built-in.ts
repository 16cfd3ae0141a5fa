import { ceilingOf, Door, type Permission } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog } from '@mosaic/platform/events';
import { hashToken, newToken } from '@mosaic/platform/secrets';

import type { AccountsTables } from '../db/schema.ts';
import { findPrincipal } from '../principals/principal-reader.ts';
import { insertToken, revokeToken, revokeWithOffspring, type TokenDraft } from './token-writer.ts';

const NAME = { service: 'service start', agent: 'agent start' } as const;

/** What an agent takes tasks with; for the work itself each attempt gets a token of its own. */
export const TAKES_TASKS: Permission = 'mcp:claim:write';

/**
 * A fresh secret for one of the platform's own services, or for taking an agent's tasks; the one of an earlier start ends in the same
 * transaction, that of an agent with the attempts that it began. Only its hash is stored, so each start needs a new one. Throws
 * `not_found` for other logins.
 */
export async function issueBuiltIn(
  events: EventLog<AccountsTables>,
  { login, kind, cause, now }: { login: string; kind: 'service' | 'agent'; cause: Cause; now: number },
): Promise<string> {
  const secret = newToken();
  await events.transact(async (writer) => {
    const principal = await findPrincipal(writer.db, login);
    if (principal === undefined || principal.kind !== kind) throw new MosaicError('not_found', `There is no ${kind} "${login}".`);
    const earlier = await writer.db
      .selectFrom('tokens')
      .select(['id', 'name', 'principal_id', 'task', 'epoch'])
      .where('principal_id', '=', principal.id)
      .where('name', '=', NAME[kind])
      .where('revoked_at', 'is', null)
      .execute();
    const emitting = writer.as(cause);
    for (const token of earlier)
      await (kind === 'agent' ? revokeWithOffspring(emitting, token, now) : revokeToken(emitting, token, { login: principal.login, now }));
    const own = { name: NAME[kind], repositories: null, expiresAt: null };
    const draft: TokenDraft =
      kind === 'agent'
        ? { ...own, doors: ['mcp'], grants: [TAKES_TASKS], isTaker: true }
        : { ...own, doors: Door.options, grants: ceilingOf({ login: principal.login, role: 'service' }) };
    await insertToken(emitting, principal, { draft, hash: hashToken(secret), now });
  });
  return secret;
}
