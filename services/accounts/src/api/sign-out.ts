import { signOut as contract } from '@mosaic/contracts/mosaic';

import { sessionCookie } from '../sessions/session-cookie.ts';
import { deleteSession } from '../sessions/session-writer.ts';
import { implement } from './accounts-operation.ts';
import { actOf } from './context.ts';

/** Ends the session that asks; the cookie goes in any case. */
export const signOut = implement(contract, {
  access: 'anyone',
  handle: async ({ caller, traceId, reply }, context) => {
    const act = actOf({ caller, traceId }, context);
    await context.events.transact((writer) => deleteSession(writer, caller.tokenId, { login: caller.login, act }));
    reply.setCookie(context.cookieName, '', sessionCookie(context.settings.publicUrl, 0));
    return undefined;
  },
});
