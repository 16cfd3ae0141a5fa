import type { Reader, Writer } from '@mosaic/platform/db';
import type { TellingWriter } from '@mosaic/platform/events';
import { hashToken, newToken } from '@mosaic/platform/secrets';

import type { AccountsTables, PrincipalRow } from '../db/schema.ts';
import { findPrincipalById } from '../principals/principal-reader.ts';

/** What a one-time secret opens, and for how long it can be used. */
export const LIFE_MS = { 'sign-in': 15 * 60_000, password: 15 * 60_000, site: 60_000 } as const;
export type Purpose = keyof typeof LIFE_MS;

/** Makes a secret that works once. `target` is the path to open, or the host of a site, then with the credential that asks. */
export async function insertOneTime(
  writer: TellingWriter<AccountsTables>,
  principal: PrincipalRow,
  { purpose, target, credentialId = null, now }: { purpose: Purpose; target: string; credentialId?: string | null; now: number },
): Promise<{ secret: string; expiresAt: number }> {
  const secret = newToken();
  const expiresAt = now + LIFE_MS[purpose];
  await writer.db
    .insertInto('one_time_secrets')
    .values({
      hash: hashToken(secret),
      principal_id: principal.id,
      purpose,
      target,
      expires_at: expiresAt,
      used_at: null,
      credential_id: credentialId,
    })
    .execute();
  writer.emit('dev.mosaic.audit.written', {
    subject: principal.login,
    data: { operation: 'link.create', allowed: true, detail: { purpose, ...(purpose === 'site' ? { host: target } : {}) } },
  });
  return { secret, expiresAt };
}

export interface Spent {
  principal: PrincipalRow;
  purpose: Purpose;
  target: string;
  credentialId: string | null;
}

/** Whom a secret would stand for, without using it up; null when it would open nothing. */
export async function peekOneTime(
  db: Reader<AccountsTables>,
  { secret, purposes, now }: { secret: string; purposes: readonly Purpose[]; now: number },
): Promise<{ login: string } | null> {
  const row = await db
    .selectFrom('one_time_secrets')
    .select('principal_id')
    .where('hash', '=', hashToken(secret))
    .where('purpose', 'in', [...purposes])
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  const principal = row === undefined ? undefined : await findPrincipalById(db, row.principal_id);
  return principal === undefined || principal.disabled === 1 ? null : { login: principal.login };
}

/** Uses a secret up: of many that try at once, one update finds it unused. Null when unknown, spent, over, or its principal is disabled. */
export async function spendOneTime(
  { db }: Writer<AccountsTables>,
  { secret, purposes, now }: { secret: string; purposes: readonly Purpose[]; now: number },
): Promise<Spent | null> {
  const hash = hashToken(secret);
  const result = await db
    .updateTable('one_time_secrets')
    .set({ used_at: now })
    .where('hash', '=', hash)
    .where('purpose', 'in', [...purposes])
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  if (Number(result.numUpdatedRows) !== 1) return null;
  const row = await db.selectFrom('one_time_secrets').selectAll().where('hash', '=', hash).executeTakeFirstOrThrow();
  const principal = await findPrincipalById(db, row.principal_id);
  if (principal === undefined || principal.disabled === 1) return null;
  return { principal, purpose: row.purpose as Purpose, target: row.target, credentialId: row.credential_id };
}
