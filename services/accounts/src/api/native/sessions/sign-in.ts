import { ceilingOf, signIn as contract } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

import { originOf } from '../../../context.ts';
import { presentPrincipal } from '../../../present/principal.ts';
import { refuseForeignSignIn } from '../../../sessions/origin-policy.ts';
import { setSessionCookies } from '../../../sessions/session-cookie.ts';
import { implement } from '../../accounts-operation.ts';

/** Name and password against a session cookie. */
export const signIn = implement(contract, {
  access: 'anyone',
  handle: async ({ body, cause, raw, reply }, context) => {
    const { settings, introspector, sessions } = context;
    const refusal = refuseForeignSignIn(raw.headers, settings.publicUrl);
    if (refusal !== null) throw new MosaicError('forbidden', refusal);
    const row = await introspector.checkPassword(body, originOf(raw, body.username, context), cause);
    if (row === null) throw new MosaicError('unauthenticated', 'The name or the password is not right.');
    const { secret, expiresAt } = await sessions.writer.begin(
      row,
      { method: 'password', userAgent: raw.headers['user-agent'] ?? '' },
      cause,
    );
    setSessionCookies(reply.header('cache-control', 'no-store'), { login: row.login, secret }, context);
    const principal = presentPrincipal(row, { withEmail: true });
    return { principal, grants: [...ceilingOf(principal)], expiresAt };
  },
});
