import type { IncomingHttpHeaders } from 'node:http';

import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';
import type { Cause } from '@mosaic/platform/events';
import { operation } from '@mosaic/platform/http';
import { newToken } from '@mosaic/platform/secrets';

import { peekOneTime, spendOneTime } from '../links/one-time.ts';
import { sendPlainPage } from '../pages/plain-page.ts';
import { refuseForeignSignIn } from '../sessions/origin-policy.ts';
import { sessionCookie } from '../sessions/session-cookie.ts';
import { insertSession, SESSION_MS } from '../sessions/session-writer.ts';
import { DEVICE_SECONDS } from '../sign-in/known-device.ts';
import type { AccountsContext } from '../context.ts';

const PURPOSES = ['sign-in', 'password'] as const;
const Query = z.object({ link: z.string().max(100) });

/**
 * A one-time link. A person who opens it themselves is signed in at once; whoever else asks for it (a preview of a chat, a
 * prefetch, an image, a scanner of mails, a page of another site) gets a page with one button, and the link stays good.
 */
export const enter = operation<AccountsContext>()({
  method: 'GET',
  path: '/-/enter',
  access: 'anyone',
  query: Query,
  handle: async ({ query, cause, raw, reply }, context) => {
    // Programs that look at a link before a person does send HEAD; they are told nothing.
    if (raw.method === 'HEAD') throw new MosaicError('not_found', 'Open the link in a browser.');
    reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
    if (isOwnVisit(raw.headers)) return signInBy(query.link, { cause, raw, reply }, context);
    const found = await context.store.read((db) => peekOneTime(db, { secret: query.link, purposes: PURPOSES, now: context.now() }));
    if (found === null) throw spentLink();
    return sendPlainPage(reply, {
      title: 'Sign in',
      text: `This link signs you in as ${found.login}.`,
      action: { label: `Sign in as ${found.login}`, path: `/-/enter?link=${encodeURIComponent(query.link)}` },
    });
  },
});

/** The button of that page. */
export const enterByButton = operation<AccountsContext>()({
  method: 'POST',
  path: '/-/enter',
  access: 'anyone',
  query: Query,
  handle: async ({ query, cause, raw, reply }, context) => {
    const refusal = refuseForeignSignIn(raw.headers, context.settings.publicUrl);
    if (refusal !== null) throw new MosaicError('forbidden', refusal);
    return signInBy(query.link, { cause, raw, reply }, context);
  },
});

/** Lets wrong passwords of others no longer count for this browser. */
export function rememberDevice(reply: FastifyReply, login: string, { devices, settings }: AccountsContext): void {
  reply.setCookie(devices.cookieName, devices.issue(login), sessionCookie(settings.publicUrl, DEVICE_SECONDS));
}

/** Whether a person opened this address themselves: typed, pasted or handed over by a program, in a tab of its own (Fetch Metadata). */
function isOwnVisit(headers: IncomingHttpHeaders): boolean {
  const isAhead = ['sec-purpose', 'purpose', 'x-moz'].some((name) => /prefetch|preview|prerender/i.test(String(headers[name] ?? '')));
  const isDocument = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return isDocument && !isAhead && ['none', 'same-origin'].includes(headers['sec-fetch-site'] as string);
}

async function signInBy(
  link: string,
  { cause, raw, reply }: { cause: Cause; raw: FastifyRequest; reply: FastifyReply },
  context: AccountsContext,
): Promise<FastifyReply> {
  const { events, settings, cookieName } = context;
  const now = context.now();
  const secret = newToken();
  const userAgent = raw.headers['user-agent'] ?? '';
  const spent = await events.transact(async (writer) => {
    const found = await spendOneTime(writer, { secret: link, purposes: PURPOSES, now });
    if (found === null) return null;
    const method = found.purpose === 'password' ? 'link:password' : 'link:sign-in';
    await insertSession(writer.as(cause), found.principal, { secret, method, userAgent, now });
    return found;
  });
  if (spent === null) throw spentLink();
  rememberDevice(reply, spent.principal.login, context);
  return reply
    .setCookie(cookieName, secret, sessionCookie(settings.publicUrl, SESSION_MS.life / 1000))
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .redirect(settings.publicUrl + spent.target, 303);
}

function spentLink(): MosaicError {
  return new MosaicError('not_found', 'This sign-in link was used already or is older than 15 minutes. Make a new one with: mosaic open');
}
