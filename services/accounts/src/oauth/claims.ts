import type { PrincipalRow } from '../db/schema.ts';
import { readScope } from './scopes.ts';

/** The parts of an ID token that say for whom and how long it is. */
export interface IdTokenFrame {
  issuer: string;
  clientId: string;
  nonce: string;
  issuedAtMs: number;
  lifeSeconds: number;
}

/** Whom a token speaks of, at the forge and in OpenID Connect alike: the number that accounts gave them. */
export function subjectOf({ uid }: Pick<PrincipalRow, 'uid'>): string {
  return String(uid);
}

/** Claims of an ID token (OpenID Connect Core 2 and 5.4), as far as the scope asks. */
export function idTokenClaims(
  principal: PrincipalRow,
  { scope, groups }: { scope: string; groups: readonly string[] },
  { issuer, clientId, nonce, issuedAtMs, lifeSeconds }: IdTokenFrame,
): Record<string, unknown> {
  const { claims } = readScope(scope);
  const iat = Math.floor(issuedAtMs / 1_000);
  return {
    iss: issuer,
    sub: subjectOf(principal),
    aud: [clientId],
    iat,
    exp: iat + lifeSeconds,
    ...(nonce === '' ? {} : { nonce }),
    ...(claims.includes('profile')
      ? {
          name: shownName(principal),
          preferred_username: principal.login,
          profile: `${issuer}/${principal.login}`,
          updated_at: Math.floor(principal.updated_at / 1_000),
        }
      : {}),
    ...(claims.includes('email')
      ? {
          // Nobody has looked whether it is theirs.
          email: principal.email,
          email_verified: false,
        }
      : {}),
    ...(claims.includes('groups') ? { groups } : {}),
  };
}

/** What `/login/oauth/userinfo` tells; no picture is kept here. */
export function userInfo(principal: PrincipalRow, groups: readonly string[]) {
  return {
    sub: subjectOf(principal),
    name: shownName(principal),
    preferred_username: principal.login,
    email: principal.email,
    picture: '',
    groups,
  };
}

function shownName({ name, login }: PrincipalRow): string {
  return name === '' ? login : name;
}
