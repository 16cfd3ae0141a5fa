import type { Cause } from '@mosaic/platform/events';
import { hashToken, sameSecret } from '@mosaic/platform/secrets';

import type { OauthApplicationRow } from '../db/schema.ts';
import type { ApplicationReader } from './application-reader.ts';
import { idTokenClaims } from './claims.ts';
import type { ClientCredentials } from './client-credentials.ts';
import type { ClientLimit } from './client-limit.ts';
import type { GroupsOf } from './groups.ts';
import { oauthError, type OauthError } from './oauth-error.ts';
import { readScope } from './scopes.ts';
import type { SigningKeys } from './signing-keys.ts';
import type { ExchangedTokens, TokenExchange } from './token-exchange.ts';

export interface TokenRequest {
  grantType: string;
  client: ClientCredentials;
  code: string;
  redirectUri: string;
  verifier: string;
  refreshToken: string;
  /** Where it comes from. */
  address: string;
}

/** RFC 6749, 5.1. */
export interface TokenAnswer {
  access_token: string;
  token_type: 'bearer';
  expires_in: number;
  refresh_token: string;
  id_token?: string;
}

export interface TokenEndpointPorts {
  applications: { reader: ApplicationReader };
  exchange: TokenExchange;
  keys: SigningKeys;
  limit: ClientLimit;
  groupsOf: GroupsOf;
  issuer: string;
  now: () => number;
}

/** Answers applications that want tokens. */
export class TokenEndpoint {
  readonly #ports: TokenEndpointPorts;

  constructor(ports: TokenEndpointPorts) {
    this.#ports = ports;
  }

  /** Throws `rate_limited` for an address from which too much did not fit; an application that has proved itself is never refused so. */
  async answer(request: TokenRequest, cause: Cause): Promise<TokenAnswer | OauthError> {
    if (!isGrantType(request.grantType))
      return oauthError('unsupported_grant_type', 'The grant type has to be "authorization_code" or "refresh_token".');
    const { applications, limit } = this.#ports;
    const application = (await applications.reader.byClientId(request.client.clientId))?.row;
    const isProved = application !== undefined && proves(application, request.client.secret);
    if (!isProved) await limit.refuse(request.address);
    const answer = await this.#answer(application, request, cause);
    if ('error' in answer && !isProved) await limit.failed(request.address);
    return answer;
  }

  async #answer(
    application: OauthApplicationRow | undefined,
    { grantType, client, ...request }: TokenRequest,
    cause: Cause,
  ): Promise<TokenAnswer | OauthError> {
    if (application === undefined) return oauthError('invalid_client', 'No application is registered here under this client id.');
    if (application.confidential === 1 && !proves(application, client.secret))
      return oauthError(
        grantType === 'refresh_token' ? 'invalid_client' : 'unauthorized_client',
        client.secret === '' ? 'The client secret is missing.' : 'The client secret is not right.',
      );
    const { exchange } = this.#ports;
    const exchanged =
      grantType === 'refresh_token'
        ? await exchange.byRefreshToken(application, request.refreshToken, cause)
        : await exchange.byCode(application, request, cause);
    return 'error' in exchanged ? exchanged : this.#present(application, exchanged, cause);
  }

  async #present(application: OauthApplicationRow, tokens: ExchangedTokens, cause: Cause): Promise<TokenAnswer> {
    const { issuer, keys, groupsOf, now } = this.#ports;
    const { accessToken, refreshToken, expiresInSeconds, principal, scope, nonce } = tokens;
    const answer: TokenAnswer = {
      access_token: accessToken,
      token_type: 'bearer',
      expires_in: expiresInSeconds,
      refresh_token: refreshToken,
    };
    const { claims } = readScope(scope);
    if (!claims.includes('openid')) return answer;
    const groups = claims.includes('groups') ? await groupsOf(accessToken) : [];
    const frame = { issuer, clientId: application.client_id, nonce, issuedAtMs: now(), lifeSeconds: expiresInSeconds };
    return { ...answer, id_token: await keys.sign(idTokenClaims(principal, { scope, groups }, frame), cause) };
  }
}

/** Whether a secret is the application's own; one without a secret proves nothing by any. */
export function proves({ secret_hash }: Pick<OauthApplicationRow, 'secret_hash'>, secret: string): boolean {
  return secret_hash !== null && sameSecret(hashToken(secret), secret_hash);
}

function isGrantType(text: string): boolean {
  return text === 'authorization_code' || text === 'refresh_token';
}
