import { signOut as contract } from '@mosaic/contracts/mosaic';

import { sessionCookie } from '../../../sessions/session-cookie.ts';
import { implement } from '../../accounts-operation.ts';

/** Ends the session that asks; the cookie goes in any case. */
export const signOut = implement(contract, {
  access: 'anyone',
  handle: async ({ caller, cause, reply }, { sessions, cookieName, settings }) => {
    await sessions.writer.end(caller.tokenId, caller.login, cause);
    reply.setCookie(cookieName, '', sessionCookie(settings.publicUrl, 0));
    return undefined;
  },
});
