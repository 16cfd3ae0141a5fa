import { randomUUID } from 'node:crypto';

import { sessionCreated, sessionEnded } from '@mosaic/contracts/mosaic';
import type { Cause, EventLog, EmittingWriter } from '@mosaic/platform/events';
import { hashToken, newToken } from '@mosaic/platform/secrets';

import type { AccountsTables, PrincipalRow, SessionRow } from '../db/schema.ts';

/** A session ends after 30 days, or after 7 without use. */
export const SESSION_MS = { life: 30 * 86_400_000, idle: 7 * 86_400_000 } as const;
/** Sessions of one principal at most; the oldest make room. */
const PER_PRINCIPAL = 50;

/** How a session began: by password, or by a one-time link and its purpose. */
export type SessionMethod = 'password' | 'link:sign-in' | 'link:password';

export interface NewSession {
  method: SessionMethod;
  userAgent: string;
}

export class SessionWriter {
  readonly #events: EventLog<AccountsTables>;
  readonly #now: () => number;

  constructor(events: EventLog<AccountsTables>, now: () => number) {
    this.#events = events;
    this.#now = now;
  }

  /** The secret is for the browser's cookie alone. */
  begin(principal: PrincipalRow, session: NewSession, cause: Cause): Promise<{ secret: string; expiresAt: number }> {
    return this.#events.transact((writer) => insertSession(writer.as(cause), principal, { ...session, now: this.#now() }));
  }

  /** Ends one session; an id that is none is left alone. */
  async end(id: string, login: string, cause: Cause): Promise<void> {
    await this.#events.transact(async ({ db, as }) => {
      const result = await db.deleteFrom('sessions').where('id', '=', id).executeTakeFirst();
      if (Number(result.numDeletedRows) > 0) as(cause).emit(sessionEnded, { subject: login, data: { login } });
    });
  }

  /** Notes that a session is used. */
  async touch(id: string): Promise<void> {
    const seen_at = this.#now();
    await this.#events.transact(({ db }) => db.updateTable('sessions').set({ seen_at }).where('id', '=', id).execute());
  }
}

/** Begins a session; only the hash of its secret is stored. */
export async function insertSession(
  writer: EmittingWriter<AccountsTables>,
  principal: PrincipalRow,
  { method, userAgent, now }: NewSession & { now: number },
): Promise<{ secret: string; expiresAt: number }> {
  const earlier = await writer.db
    .selectFrom('sessions')
    .select('id')
    .where('principal_id', '=', principal.id)
    .orderBy('created_at', 'desc')
    .offset(PER_PRINCIPAL - 1)
    .limit(PER_PRINCIPAL)
    .execute();
  for (const { id } of earlier) await writer.db.deleteFrom('sessions').where('id', '=', id).execute();
  const [secret, expiresAt] = [newToken(), now + SESSION_MS.life];
  const row: SessionRow = {
    id: randomUUID(),
    hash: hashToken(secret),
    principal_id: principal.id,
    method,
    created_at: now,
    seen_at: now,
    expires_at: expiresAt,
    user_agent: userAgent.slice(0, 190),
  };
  await writer.db.insertInto('sessions').values(row).execute();
  // Who signs in was nobody until now.
  writer.as({ ...writer.cause, actor: principal.login }).emit(sessionCreated, {
    subject: principal.login,
    data: { login: principal.login, method },
  });
  return { secret, expiresAt };
}
