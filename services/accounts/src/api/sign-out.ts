import { signOut as contract } from '@mosaic/contracts/mosaic';

import { sessionCookie } from '../sessions/session-cookie.ts';
import { deleteSession } from '../sessions/session-writer.ts';
import { implement } from './accounts-operation.ts';

/** Ends the session that asks; the cookie goes in any case. */
export const signOut = implement(contract, {
  access: 'anyone',
  handle: async ({ caller, cause, reply }, context) => {
    await context.events.transact((writer) => deleteSession(writer.as(cause), caller.tokenId, caller.login));
    reply.setCookie(context.cookieName, '', sessionCookie(context.settings.publicUrl, 0));
    return undefined;
  },
});
