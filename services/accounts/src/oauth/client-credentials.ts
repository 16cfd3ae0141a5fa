import { oauthError, type OauthError } from './oauth-error.ts';

/** What an application calls itself and proves that by; the secret is empty where it has none. */
export interface ClientCredentials {
  clientId: string;
  secret: string;
}

/**
 * By the body, or by Basic (RFC 6749, 2.3.1: both parts form-encoded); where both say something, they have to say the same. Go's clients
 * try the header first and the body after a refusal.
 */
export function clientCredentialsOf(
  authorization: string | undefined,
  { client_id: clientId, client_secret: secret }: { client_id: string; client_secret: string },
): ClientCredentials | OauthError {
  if (authorization === undefined || authorization === '' || (clientId !== '' && secret !== '')) return { clientId, secret };
  const given = basicOf(authorization);
  if (given === null)
    return oauthError('invalid_request', 'The header Authorization has to be "Basic", with the client id and the secret.');
  if (clientId !== '' && clientId !== given.clientId)
    return oauthError('invalid_request', 'The body and the header Authorization name two applications.');
  if (secret !== '' && secret !== given.secret)
    return oauthError('invalid_request', 'The body and the header Authorization hold two secrets.');
  return given;
}

/** Null for what is no Basic header. */
export function basicOf(authorization: string | undefined): ClientCredentials | null {
  const basic = /^basic +([A-Za-z0-9+/=_-]{1,8192})$/i.exec(authorization ?? '')?.[1];
  if (basic === undefined) return null;
  const text = Buffer.from(basic, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon === -1) return null;
  return { clientId: formDecoded(text.slice(0, colon)), secret: formDecoded(text.slice(colon + 1)) };
}

/** What is not encoded is itself: not every client does. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
