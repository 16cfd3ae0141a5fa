import { ceilingOf, signIn as contract } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import { newToken } from '@mosaic/platform/secrets';

import { refuseForeignSignIn } from '../sessions/origin-policy.ts';
import { sessionCookie } from '../sessions/session-cookie.ts';
import { insertSession, SESSION_MS } from '../sessions/session-writer.ts';
import { implement } from './accounts-operation.ts';
import { originOf } from '../context.ts';
import { rememberDevice } from './enter.ts';
import { presentPrincipal } from './present/principal.ts';

/** Name and password against a session cookie. */
export const signIn = implement(contract, {
  access: 'anyone',
  handle: async ({ body, cause, raw, reply }, context) => {
    const { settings, introspector, events, cookieName, now } = context;
    const refusal = refuseForeignSignIn(raw.headers, settings.publicUrl);
    if (refusal !== null) throw new MosaicError('forbidden', refusal);
    const principal = await introspector.checkPassword(body, originOf(raw, body.username, context), cause);
    if (principal === null) throw new MosaicError('unauthenticated', 'The name or the password is not right.');
    const secret = newToken();
    const userAgent = raw.headers['user-agent'] ?? '';
    const session = await events.transact((writer) =>
      insertSession(writer.as(cause), principal, { secret, method: 'password', userAgent, now: now() }),
    );
    reply.setCookie(cookieName, secret, sessionCookie(settings.publicUrl, SESSION_MS.life / 1000)).header('cache-control', 'no-store');
    rememberDevice(reply, principal.login, context);
    return {
      principal: presentPrincipal(principal, { withEmail: true }),
      grants: [...ceilingOf({ login: principal.login, role: presentPrincipal(principal, { withEmail: false }).role })],
      expiresAt: session.expires_at,
    };
  },
});
