import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';
import { operation } from '@mosaic/platform/http';
import { newToken } from '@mosaic/platform/secrets';

import { spendOneTime } from '../links/one-time.ts';
import { sessionCookie } from '../sessions/session-cookie.ts';
import { insertSession, SESSION_MS } from '../sessions/session-writer.ts';
import { actOf, type AccountsContext } from './context.ts';

/** A one-time link: signs in and goes on to the page that it names. */
export const enter = operation<AccountsContext>()({
  method: 'GET',
  path: '/-/enter',
  access: 'anyone',
  query: z.object({ link: z.string().max(100) }),
  handle: async ({ query, caller, traceId, raw, reply }, context) => {
    const { events, settings, cookieName } = context;
    // Programs that look at a link before a person does send HEAD; they must not use it up.
    if (raw.method === 'HEAD') throw new MosaicError('not_found', 'Open the link in a browser.');
    const act = actOf({ caller, traceId }, context);
    const secret = newToken();
    const userAgent = raw.headers['user-agent'] ?? '';
    const spent = await events.transact(async (writer) => {
      const found = await spendOneTime(writer, { secret: query.link, purposes: ['sign-in', 'password'], now: act.at });
      if (found === null) return null;
      const method = found.purpose === 'password' ? 'link:password' : 'link:sign-in';
      await insertSession(writer, found.principal, { secret, method, userAgent, act: { ...act, actor: found.principal.login } });
      return found;
    });
    if (spent === null)
      throw new MosaicError(
        'not_found',
        'This sign-in link was used already or is older than 15 minutes. Make a new one with: mosaic open',
      );
    return reply
      .setCookie(cookieName, secret, sessionCookie(settings.publicUrl, SESSION_MS.life / 1000))
      .header('cache-control', 'no-store')
      .header('referrer-policy', 'no-referrer')
      .redirect(settings.publicUrl + spent.target, 303);
  },
});
