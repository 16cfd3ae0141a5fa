import { createHash } from 'node:crypto';

import { introspect, nativeCalls, type Door, type Introspection } from '@mosaic/contracts/mosaic';
import { WireError, type Send } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

import { callerOf, type Caller } from './caller.ts';
import { ttlCache } from './ttl-cache.ts';

/** What a request presented: a token, or a name with its password (git and Gitea's Basic form). */
export type Credential = { token: string } | { username: string; password: string };

export interface Authenticator {
  /**
   * The caller behind a credential. Throws `unauthenticated` when it is not valid or not for this door, `rate_limited` after
   * too many wrong passwords, `unavailable` when accounts does not answer.
   */
  authenticate: (credential: Credential) => Promise<Caller>;
}

export interface AuthenticatorOptions {
  door: Door;
  /** Reaches accounts with the service's own token. */
  accounts: Send;
  /** How long an answer is trusted, in ms. A revoked token works at most this long at other doors. */
  ttlMs?: number;
}

/** Asks accounts (`POST /-/introspect`) and caches the answer for a few seconds, one question at a time per credential. */
export function createAuthenticator({ door, accounts, ttlMs = 5_000 }: AuthenticatorOptions): Authenticator {
  const calls = nativeCalls(accounts);
  const ask = async (credential: Credential): Promise<Introspection> => {
    try {
      return await calls.call(introspect, { body: credential });
    } catch (cause) {
      if (cause instanceof WireError && cause.status === 429)
        throw new MosaicError('rate_limited', 'Too many wrong passwords for this name. Try again in a few minutes.', { cause });
      throw new MosaicError('unavailable', 'Who you are cannot be checked at the moment; try again shortly.', { cause });
    }
  };

  const introspection = ttlCache(
    (credential: Credential) => createHash('sha256').update(JSON.stringify(credential)).digest('base64'),
    ask,
    {
      ttlMs,
    },
  );

  return {
    async authenticate(credential) {
      const answer = await introspection(credential);
      const expired = answer.active && answer.exp !== undefined && answer.exp * 1000 <= Date.now();
      if (!answer.active || expired)
        throw new MosaicError(
          'unauthenticated',
          'The token or password is not valid. Make a new token with "mosaic token" or in the dashboard.',
        );
      if (!answer.doors.includes(door))
        throw new MosaicError('unauthenticated', `This token is not for ${door}; make one that lists this service.`);
      return callerOf(answer);
    },
  };
}
