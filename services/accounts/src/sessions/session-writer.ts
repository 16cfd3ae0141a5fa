import { randomUUID } from 'node:crypto';

import type { TellingWriter } from '@mosaic/platform/events';
import { hashToken } from '@mosaic/platform/secrets';

import type { AccountsTables, PrincipalRow, SessionRow } from '../db/schema.ts';

/** A session ends after 30 days, or after 7 without use. */
export const SESSION_MS = { life: 30 * 86_400_000, idle: 7 * 86_400_000 } as const;
/** Sessions of one principal at most; the oldest make room. */
const PER_PRINCIPAL = 50;

/** How a session began: by password, or by a one-time link and its purpose. */
export type SessionMethod = 'password' | 'link:sign-in' | 'link:password';

/** Begins a session; only the hash of its secret is stored. */
export async function insertSession(
  writer: TellingWriter<AccountsTables>,
  principal: PrincipalRow,
  { secret, method, userAgent, now }: { secret: string; method: SessionMethod; userAgent: string; now: number },
): Promise<SessionRow> {
  const earlier = await writer.db
    .selectFrom('sessions')
    .select('id')
    .where('principal_id', '=', principal.id)
    .orderBy('created_at', 'desc')
    .offset(PER_PRINCIPAL - 1)
    .limit(PER_PRINCIPAL)
    .execute();
  for (const { id } of earlier) await writer.db.deleteFrom('sessions').where('id', '=', id).execute();
  const row: SessionRow = {
    id: randomUUID(),
    hash: hashToken(secret),
    principal_id: principal.id,
    method,
    created_at: now,
    seen_at: now,
    expires_at: now + SESSION_MS.life,
    user_agent: userAgent.slice(0, 190),
  };
  await writer.db.insertInto('sessions').values(row).execute();
  // Who signs in was nobody until now.
  writer.as({ ...writer.cause, actor: principal.login }).emit('dev.mosaic.session.created', {
    subject: principal.login,
    data: { login: principal.login, method },
  });
  return row;
}

/** Ends one session; an id that is none is left alone. */
export async function deleteSession(writer: TellingWriter<AccountsTables>, id: string, login: string): Promise<void> {
  const result = await writer.db.deleteFrom('sessions').where('id', '=', id).executeTakeFirst();
  if (Number(result.numDeletedRows) === 0) return;
  writer.emit('dev.mosaic.session.ended', { subject: login, data: { login } });
}
