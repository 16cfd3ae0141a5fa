import { ceilingOf, meetGrants, type Grant } from '@mosaic/contracts/mosaic';
import type { Cause, EmittingWriter, EventLog, EventWriter } from '@mosaic/platform/events';
import { hashToken, newToken } from '@mosaic/platform/secrets';

import type { AccountsTables, OauthApplicationRow, OauthCodeRow, OauthGrantRow, PrincipalRow } from '../db/schema.ts';
import { findPrincipalById } from '../principals/principal-reader.ts';
import { liveTokens } from '../tokens/token-reader.ts';
import { insertToken, revokeToken } from '../tokens/token-writer.ts';
import { endGrant } from './end-grant.ts';
import { oauthError, type OauthError } from './oauth-error.ts';
import { verifies } from './pkce.ts';
import { readScope } from './scopes.ts';

/** What an application gets; each secret is shown this once. */
export interface ExchangedTokens {
  accessToken: string;
  refreshToken: string;
  expiresInSeconds: number;
  principal: PrincipalRow;
  scope: string;
  nonce: string;
}

/** Gitea's: an access token is good for an hour, a refresh token for 730. */
export const ACCESS_MS = 3_600_000;
const REFRESH_MS = 730 * 3_600_000;
/**
 * A refresh token that was used may be used again for so long, ms: the answer may have been lost, and Woodpecker refreshes from several
 * requests at once. Later it is a copy that somebody has.
 */
const GRACE_MS = 60_000;
/** Of one consent at once: access tokens that are good, and refresh tokens, used ones included; the oldest make room. */
const LIVE = 50;
const REFRESH_ROWS = 2_000;

/** Trades codes and refresh tokens for tokens, each once: who trades one again ends all that came of it (RFC 6749, 4.1.2; RFC 9700, 4.14). */
export class TokenExchange {
  readonly #events: EventLog<AccountsTables>;
  readonly #now: () => number;

  constructor(events: EventLog<AccountsTables>, now: () => number) {
    this.#events = events;
    this.#now = now;
  }

  /** For the application, address and verifier that the code was made for. */
  byCode(
    application: OauthApplicationRow,
    { code, redirectUri, verifier }: { code: string; redirectUri: string; verifier: string },
    cause: Cause,
  ): Promise<ExchangedTokens | OauthError> {
    const now = this.#now();
    return this.#events.transact(async (writer) => {
      const row = await writer.db.selectFrom('oauth_codes').selectAll().where('hash', '=', hashToken(code)).executeTakeFirst();
      if (row === undefined) return oauthError('unauthorized_client', 'The code is not known.');
      const grant = await requireGrant(writer, row.grant_id);
      const refusal = refuseCode(row, { application, grant, redirectUri, verifier, now });
      if (refusal !== null) return refusal;
      if (row.used_at !== null) {
        await endGrant(writer.as(cause), grant, { reason: 'a code was used twice', now });
        return oauthError('invalid_grant', 'The code was used already.');
      }
      await writer.db.updateTable('oauth_codes').set({ used_at: now }).where('hash', '=', row.hash).execute();
      return issue(writer, { application, grant, nonce: row.nonce, now, cause });
    });
  }

  /** For the application that holds it. */
  byRefreshToken(application: OauthApplicationRow, refreshToken: string, cause: Cause): Promise<ExchangedTokens | OauthError> {
    const now = this.#now();
    const hash = hashToken(refreshToken);
    return this.#events.transact(async (writer) => {
      const row = await writer.db.selectFrom('oauth_refresh_tokens').selectAll().where('hash', '=', hash).executeTakeFirst();
      const grant = row === undefined ? undefined : await requireGrant(writer, row.grant_id);
      if (row === undefined || grant === undefined || grant.application_id !== application.id || row.expires_at <= now)
        return oauthError('invalid_grant', 'The refresh token is not known, or it has ended.');
      if (row.used_at !== null && row.used_at <= now - GRACE_MS) {
        await endGrant(writer.as(cause), grant, { reason: 'a refresh token was used twice', now });
        return oauthError('invalid_grant', 'The refresh token was used already.');
      }
      if (row.used_at === null)
        await writer.db.updateTable('oauth_refresh_tokens').set({ used_at: now }).where('hash', '=', hash).execute();
      return issue(writer, { application, grant, nonce: row.nonce, now, cause });
    });
  }
}

/** Null for a code that is traded by whom it was made for, in time; whether it was before is not asked here. */
function refuseCode(
  row: OauthCodeRow,
  {
    application,
    grant,
    redirectUri,
    verifier,
    now,
  }: { application: OauthApplicationRow; grant: OauthGrantRow; redirectUri: string; verifier: string; now: number },
): OauthError | null {
  if (grant.application_id !== application.id) return oauthError('invalid_grant', 'The code was made for another application.');
  // Who proves itself by PKCE need not say the address again (OAuth 2.1, 4.1.3).
  const isSaid = redirectUri !== '' || row.challenge_method === '';
  if (isSaid && redirectUri !== row.redirect_uri)
    return oauthError('unauthorized_client', 'The code was made for another address to lead back to.');
  if (!verifies({ challenge: row.challenge, method: row.challenge_method }, verifier))
    return oauthError('unauthorized_client', 'The code verifier does not answer the code challenge.');
  return row.expires_at <= now && row.used_at === null ? oauthError('invalid_grant', 'The code is over.') : null;
}

interface Issuing {
  application: OauthApplicationRow;
  grant: OauthGrantRow;
  nonce: string;
  now: number;
  cause: Cause;
}

/** Tokens for a person who may sign in. */
async function issue(
  writer: EventWriter<AccountsTables>,
  { application, grant, nonce, now, cause }: Issuing,
): Promise<ExchangedTokens | OauthError> {
  const principal = await findPrincipalById(writer.db, grant.principal_id);
  if (principal === undefined || principal.disabled === 1) return oauthError('invalid_grant', 'The person may not sign in any more.');
  const emitting = writer.as({ ...cause, actor: principal.login });
  const [accessToken, refreshToken] = [newToken(), newToken()];
  await makeRoom(emitting, { grant, principal, now });
  const draft = {
    name: application.name.slice(0, 100),
    doors: ['forge' as const],
    grants: meetGrants(readScope(grant.scope).grants, ceilingOf(principal)) as Grant[],
    repositories: null,
    expiresAt: now + ACCESS_MS,
    grantId: grant.id,
  };
  await insertToken(emitting, principal, { draft, hash: hashToken(accessToken), now });
  await writer.db
    .insertInto('oauth_refresh_tokens')
    .values({
      hash: hashToken(refreshToken),
      grant_id: grant.id,
      nonce,
      created_at: now,
      expires_at: now + REFRESH_MS,
      used_at: null,
    })
    .execute();
  await writer.db.updateTable('oauth_grants').set({ used_at: now }).where('id', '=', grant.id).execute();
  return { accessToken, refreshToken, expiresInSeconds: ACCESS_MS / 1000, principal, scope: grant.scope, nonce };
}

async function makeRoom(
  writer: EmittingWriter<AccountsTables>,
  { grant, principal, now }: { grant: OauthGrantRow; principal: PrincipalRow; now: number },
): Promise<void> {
  const tokens = await liveTokens(writer.db, now)
    .select(['id', 'name', 'task', 'epoch'])
    .where('grant_id', '=', grant.id)
    .orderBy('created_at', 'desc')
    .offset(LIVE - 1)
    .limit(LIVE)
    .execute();
  for (const token of tokens) await revokeToken(writer, token, { login: principal.login, now });
  const oldest = await writer.db
    .selectFrom('oauth_refresh_tokens')
    .select('created_at')
    .where('grant_id', '=', grant.id)
    .orderBy('created_at', 'desc')
    .offset(REFRESH_ROWS - 1)
    .limit(1)
    .executeTakeFirst();
  if (oldest === undefined) return;
  await writer.db
    .deleteFrom('oauth_refresh_tokens')
    .where('grant_id', '=', grant.id)
    .where('created_at', '<=', oldest.created_at)
    .execute();
}

function requireGrant({ db }: EventWriter<AccountsTables>, id: string): Promise<OauthGrantRow> {
  return db.selectFrom('oauth_grants').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}
