import type { IncomingHttpHeaders } from 'node:http';

import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';
import type { Cause } from '@mosaic/platform/events';
import { operation } from '@mosaic/platform/http';

import type { AccountsContext } from '../../context.ts';
import { sendPlainPage } from '../../doors/pages/plain-page.ts';
import { spentLink } from '../../links/link.ts';
import { refuseForeignSignIn } from '../../sessions/origin-policy.ts';
import { setSessionCookies } from '../../sessions/session-cookie.ts';

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
    const login = await context.links.reader.loginOf(query.link, context.now());
    if (login === null) throw spentLink();
    return sendPlainPage(reply, {
      title: 'Sign in',
      text: `This link signs you in as ${login}.`,
      action: { label: `Sign in as ${login}`, path: `/-/enter?link=${encodeURIComponent(query.link)}` },
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
  const { login, target, session } = await context.links.writer.enter(link, raw.headers['user-agent'] ?? '', cause);
  return setSessionCookies(reply, { login, secret: session }, context)
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .redirect(context.settings.publicUrl + target, 303);
}
