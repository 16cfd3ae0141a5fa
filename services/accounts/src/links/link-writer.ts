import { auditWritten, type Link, sessionCreated } from '@mosaic/contracts/mosaic';
import type { Writer } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog, EmittingWriter } from '@mosaic/platform/events';
import { hashToken, newToken } from '@mosaic/platform/secrets';

import type { AccountsTables, PrincipalRow } from '../db/schema.ts';
import { findPrincipal, findPrincipalById } from '../principals/principal-reader.ts';
import { insertSession } from '../sessions/session-writer.ts';
import { LETS_IN, LIFE_MS, spentLink, type LinkWish, type Purpose } from './link.ts';

export interface LinkWriterPorts {
  events: EventLog<AccountsTables>;
  publicUrl: string;
  /** Unix milliseconds. */
  now: () => number;
}

/** Makes secrets that work once, and uses them up: links that sign in, and codes that private sites trade for a person. */
export class LinkWriter {
  readonly #ports: LinkWriterPorts;

  constructor(ports: LinkWriterPorts) {
    this.#ports = ports;
  }

  /** A link that signs a person in, once, within 15 minutes. Throws `not_found` for anyone but an enabled person, `forbidden` where `mayLetIn` refuses. */
  make(wish: LinkWish, cause: Cause, mayLetIn: (principal: PrincipalRow) => boolean = () => true): Promise<Link> {
    const { events, publicUrl, now } = this.#ports;
    return events.transact(async (writer) => {
      const principal = await findPrincipal(writer.db, wish.login);
      if (principal === undefined || principal.kind !== 'person' || principal.disabled === 1)
        throw new MosaicError('not_found', `There is no person "${wish.login}" who could sign in.`);
      if (!mayLetIn(principal))
        throw new MosaicError('forbidden', `Your token does not carry all that ${principal.login} may do, so it cannot sign in as them.`);
      const { purpose, next: target } = wish;
      const { secret, expiresAt } = await insertOneTime(writer.as(cause), principal, { purpose, target, credentialId: null, now: now() });
      return { url: `${publicUrl}/-/enter?link=${secret}`, expiresAt };
    });
  }

  /** A code with which the site of a host learns, once within a minute, who has come, and by which credential. */
  async codeForSite(
    principal: PrincipalRow,
    { host, credentialId }: { host: string; credentialId: string },
    cause: Cause,
  ): Promise<string> {
    const { events, now } = this.#ports;
    const { secret } = await events.transact((writer) =>
      insertOneTime(writer.as(cause), principal, { purpose: 'site', target: host, credentialId, now: now() }),
    );
    return secret;
  }

  /** Uses a sign-in link up and begins the session that it is for. Throws `not_found` for one that opens nothing. */
  async enter(secret: string, userAgent: string, cause: Cause): Promise<{ login: string; target: string; session: string }> {
    const { events, now } = this.#ports;
    // Refused outside: a throw in there would give back the link of somebody who is disabled.
    const entered = await events.transact(async (writer) => {
      const found = await spendOneTime(writer, { secret, purposes: LETS_IN, now: now() });
      if (found === null) return null;
      const { principal, target, purpose } = found;
      const method = purpose === 'password' ? 'link:password' : 'link:sign-in';
      const session = await insertSession(writer.as(cause), principal, { method, userAgent, now: now() });
      return { login: principal.login, target, session: session.secret };
    });
    if (entered === null) throw spentLink();
    return entered;
  }

  /** Whom a site's code stands for, and for which host; once. Throws `not_found` for one that stands for nobody. */
  async redeem(code: string, cause: Cause): Promise<{ login: string; host: string; credentialId: string }> {
    const { events, now } = this.#ports;
    const redeemed = await events.transact(async (writer) => {
      const found = await spendOneTime(writer, { secret: code, purposes: ['site'], now: now() });
      if (found === null) return null;
      const { principal, target: host, credentialId } = found;
      const { login } = principal;
      writer.as(cause).emit(sessionCreated, { subject: login, data: { login, method: `site ${host}` } });
      return { login, host, credentialId: credentialId ?? '' };
    });
    if (redeemed === null) throw new MosaicError('not_found', 'This code was used already or is older than a minute.');
    return redeemed;
  }
}

/** `target` is the path to open, or the host of a site, then with the credential that asks. */
async function insertOneTime(
  writer: EmittingWriter<AccountsTables>,
  principal: PrincipalRow,
  { purpose, target, credentialId, now }: { purpose: Purpose; target: string; credentialId: string | null; now: number },
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
  writer.emit(auditWritten, {
    subject: principal.login,
    data: { operation: 'link.create', allowed: true, detail: { purpose, ...(purpose === 'site' ? { host: target } : {}) } },
  });
  return { secret, expiresAt };
}

interface Spent {
  principal: PrincipalRow;
  purpose: Purpose;
  target: string;
  credentialId: string | null;
}

/** Uses a secret up: of many that try at once, one update finds it unused. Null when unknown, spent, over, or its principal is disabled. */
async function spendOneTime(
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
  return { principal, purpose: row.purpose, target: row.target, credentialId: row.credential_id };
}
