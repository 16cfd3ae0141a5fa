import { operation } from '@mosaic/platform/http';

import { sessionCookie } from '../sessions/session-cookie.ts';
import { deleteSession } from '../sessions/session-writer.ts';
import { actOf, type AccountsContext } from './context.ts';

/** Ends the session that asks; the cookie goes in any case. */
export const signOut = operation<AccountsContext>()({
  method: 'DELETE',
  path: '/-/accounts/session',
  access: 'anyone',
  handle: async ({ caller, traceId, reply }, context) => {
    const act = actOf({ caller, traceId }, context);
    await context.events.transact((writer) => deleteSession(writer, caller.tokenId, { login: caller.login, act }));
    reply.setCookie(context.cookieName, '', sessionCookie(context.settings.publicUrl, 0));
    return undefined;
  },
});
