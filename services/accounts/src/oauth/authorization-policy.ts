import type { OauthApplicationRow } from '../db/schema.ts';
import { fromJson } from '@mosaic/platform/db';
import { oauthError, type OauthError } from './oauth-error.ts';
import { leadsBack } from './redirect-uri.ts';
import { readScope } from './scopes.ts';

/** What an application asks for by the address that it opens; each is empty where it was left out. */
export interface AuthorizationWish {
  response_type: string;
  redirect_uri: string;
  state: string;
  scope: string;
  nonce: string;
  code_challenge: string;
  code_challenge_method: string;
}

/** The challenge that a code is bound to (RFC 7636); both empty for none. */
export interface Challenge {
  challenge: string;
  method: '' | 'plain' | 'S256';
}

export type AuthorizationDecision =
  /** Told to the person alone: nothing proves where the application is. */
  { told: 'person'; text: string } | { told: 'application'; error: OauthError } | { told: null; challenge: Challenge };

const CHALLENGE = { plain: /^[A-Za-z0-9._~-]{43,128}$/, S256: /^[A-Za-z0-9_-]{43}$/ } as const;

/** Whether an application may ask a person to let it in like this. */
export function decideAuthorization(
  application: Pick<OauthApplicationRow, 'redirect_uris' | 'confidential'> | undefined,
  wish: AuthorizationWish,
): AuthorizationDecision {
  if (application === undefined) return { told: 'person', text: 'No application is registered here under this client id.' };
  const confidential = application.confidential === 1;
  if (!leadsBack({ redirectUris: fromJson(application.redirect_uris), confidential }, wish.redirect_uri))
    return { told: 'person', text: 'The application asks to lead you to an address that it has not registered.' };
  const refuse = (...stated: Parameters<typeof oauthError>) => ({ told: 'application' as const, error: oauthError(...stated) });
  if (wish.response_type !== 'code') return refuse('unsupported_response_type', 'The response type has to be "code".');
  if (readScope(wish.scope).isPublicOnly) return refuse('invalid_scope', 'Tokens for what is public alone are not given out here.');
  const challenge = readChallenge(wish);
  if (challenge === null)
    return refuse('invalid_request', 'The code challenge has to be one of RFC 7636, with the method "S256" or "plain".');
  if (challenge.method === '' && !confidential)
    return refuse('invalid_request', 'An application without a secret has to send a code challenge (PKCE).');
  return { told: null, challenge };
}

/** Null where it does not hold; without a method it is plain. */
function readChallenge({ code_challenge: challenge, code_challenge_method: method }: AuthorizationWish): Challenge | null {
  if (challenge === '' && method === '') return { challenge, method };
  const stated = method === '' ? 'plain' : method;
  if (stated !== 'plain' && stated !== 'S256') return null;
  return CHALLENGE[stated].test(challenge) ? { challenge, method: stated } : null;
}
