import { randomUUID } from 'node:crypto';

import { auditWritten } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EmittingWriter, EventLog } from '@mosaic/platform/events';
import { hashToken, newToken } from '@mosaic/platform/secrets';

import type { AccountsTables, OauthApplicationRow, OauthGrantRow, PrincipalRow } from '../db/schema.ts';
import type { Challenge } from './authorization-policy.ts';
import { endGrant } from './end-grant.ts';
import { oauthError, type OauthError } from './oauth-error.ts';

/** What an application is let in for. */
export interface Authorization {
  application: OauthApplicationRow;
  principal: PrincipalRow;
  redirectUri: string;
  challenge: Challenge;
  nonce: string;
}

/** A code is good for so long, ms: the application trades it as soon as it is led back (RFC 6749, 4.1.2: at most ten minutes). */
const CODE_MS = 5 * 60_000;
/** Codes of one consent that are not over; the oldest make room. */
const CODES = 20;

/** Lets applications in and out. */
export class GrantWriter {
  readonly #events: EventLog<AccountsTables>;
  readonly #now: () => number;

  constructor(events: EventLog<AccountsTables>, now: () => number) {
    this.#events = events;
    this.#now = now;
  }

  /** Lets an application in as the person wishes, and makes the code for it; refused where it was let in to something else already. */
  allow(wish: Authorization & { scope: string }, cause: Cause): Promise<{ code: string } | OauthError> {
    const { application, principal, scope } = wish;
    const now = this.#now();
    return this.#events.transact(async (writer) => {
      const known = await findGrant(writer, wish);
      if (known !== undefined && known.scope !== scope)
        return oauthError(
          'server_error',
          'You have let this application in to something else; end that first, with the applications you let in.',
        );
      const emitting = writer.as(cause);
      const grant = known ?? (await insertGrant(emitting, { application, principal, scope, now }));
      return { code: await insertCode(emitting, grant, { wish, now }) };
    });
  }

  /** A code for an application that was let in before; null when it was not. */
  again(wish: Authorization): Promise<{ code: string } | null> {
    const now = this.#now();
    return this.#events.transact(async (writer) => {
      const grant = await findGrant(writer, wish);
      return grant === undefined ? null : { code: await insertCode(writer, grant, { wish, now }) };
    });
  }

  /** Lets an application in no more. Throws `not_found` for a consent that is not this person's. */
  async end({ id, principalId }: { id: string; principalId: string }, cause: Cause): Promise<void> {
    const now = this.#now();
    await this.#events.transact(async (writer) => {
      const grant = await writer.db
        .selectFrom('oauth_grants')
        .selectAll()
        .where('id', '=', id)
        .where('principal_id', '=', principalId)
        .executeTakeFirst();
      if (grant === undefined) throw new MosaicError('not_found', 'You have let in nothing by this id.');
      await endGrant(writer.as(cause), grant, { reason: 'the person ended it', now });
    });
  }
}

type Db = Pick<EmittingWriter<AccountsTables>, 'db'>;

function findGrant({ db }: Db, { application, principal }: Authorization): Promise<OauthGrantRow | undefined> {
  return db
    .selectFrom('oauth_grants')
    .selectAll()
    .where('application_id', '=', application.id)
    .where('principal_id', '=', principal.id)
    .executeTakeFirst();
}

async function insertGrant(
  writer: EmittingWriter<AccountsTables>,
  { application, principal, scope, now }: { application: OauthApplicationRow; principal: PrincipalRow; scope: string; now: number },
): Promise<OauthGrantRow> {
  const row = { id: randomUUID(), application_id: application.id, principal_id: principal.id, scope, created_at: now, used_at: now };
  await writer.db.insertInto('oauth_grants').values(row).execute();
  const detail = { clientId: application.client_id, name: application.name, scope };
  writer.emit(auditWritten, { subject: principal.login, data: { operation: 'oauth.grant.create', allowed: true, detail } });
  return row;
}

async function insertCode(
  { db }: Db,
  grant: OauthGrantRow,
  { wish: { redirectUri, challenge, nonce }, now }: { wish: Authorization; now: number },
): Promise<string> {
  const surplus = await db
    .selectFrom('oauth_codes')
    .select('hash')
    .where('grant_id', '=', grant.id)
    .where('used_at', 'is', null)
    .orderBy('expires_at', 'desc')
    .offset(CODES - 1)
    .limit(CODES)
    .execute();
  for (const { hash } of surplus) await db.deleteFrom('oauth_codes').where('hash', '=', hash).execute();
  const code = newToken();
  const bound = { redirect_uri: redirectUri, challenge: challenge.challenge, challenge_method: challenge.method, nonce };
  await db
    .insertInto('oauth_codes')
    .values({ ...bound, hash: hashToken(code), grant_id: grant.id, expires_at: now + CODE_MS, used_at: null })
    .execute();
  return code;
}
