import type { FastifyReply } from 'fastify';
import { z } from 'zod';

import { OAUTH_PATHS } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';
import { operation } from '@mosaic/platform/http';
import type { Caller } from '@mosaic/platform/identity';

import type { AccountsContext } from '../../context.ts';
import type { PrincipalRow } from '../../db/schema.ts';
import { sendConsentPage } from '../../doors/pages/consent-page.ts';
import { sendPlainPage } from '../../doors/pages/plain-page.ts';
import type { OwnedApplication } from '../../oauth/application-reader.ts';
import { decideAuthorization, type Challenge } from '../../oauth/authorization-policy.ts';
import { oauthError, type OauthError } from '../../oauth/oauth-error.ts';
import { withAnswer } from '../../oauth/redirect-uri.ts';
import { readScope } from '../../oauth/scopes.ts';

const Text = z.string().max(4_096).default('');

const Wish = z.object({
  client_id: z.string().max(190).default(''),
  response_type: Text,
  redirect_uri: Text,
  state: Text,
  scope: z.string().max(1_000).default(''),
  nonce: z.string().max(500).default(''),
  code_challenge: Text,
  code_challenge_method: Text,
});
type Wish = z.output<typeof Wish>;

const CANNOT = 'This application cannot be let in';

/** An application asks a person to let it in (RFC 6749, 4.1.1): a page that asks them; who did before is led back with a code at once. */
export const authorizeApplication = operation<AccountsContext>()({
  method: 'GET',
  path: OAUTH_PATHS.authorize,
  access: 'anyone',
  query: Wish,
  handle: async ({ query: wish, caller, raw, reply }, context) => {
    if (raw.method === 'HEAD') throw new MosaicError('not_found', 'Open the address in a browser.');
    reply.header('cache-control', 'no-store');
    const asked = await takeWish(wish, context);
    if ('text' in asked) return sendPlainPage(reply.code(400), { title: CANNOT, text: asked.text });
    const principal = await personOf(caller, context);
    // Nobody is led anywhere before they have signed in: else whoever registers an address could borrow ours to lead people there.
    if (principal === null) return reply.redirect(`/-/sign-in?next=${encodeURIComponent(raw.originalUrl)}`, 303);
    if ('error' in asked) return leadBack(reply, wish, asked);
    const { row, owner } = asked.application;
    const known = row.confidential === 1 || row.trusted === 1 ? await again(wish, { ...asked, principal }, context) : null;
    if (known !== null) return leadBack(reply, wish, known);
    return sendConsentPage(reply, {
      application: { name: row.name, owner },
      login: principal.login,
      allows: readScope(wish.scope).allows,
      redirectUri: wish.redirect_uri,
      action: OAUTH_PATHS.grant,
      members: wish,
    });
  },
});

/** The answer of that page. */
export const answerApplication = operation<AccountsContext>()({
  method: 'POST',
  path: OAUTH_PATHS.grant,
  access: 'anyone',
  body: Wish.extend({ granted: z.enum(['true', 'false']) }),
  handle: async ({ body: { granted, ...wish }, caller, cause, reply }, context) => {
    reply.header('cache-control', 'no-store');
    const asked = await takeWish(wish, context);
    if ('text' in asked) return sendPlainPage(reply.code(400), { title: CANNOT, text: asked.text });
    const principal = await personOf(caller, context);
    if (principal === null) throw new MosaicError('unauthenticated', 'Your session has ended; begin anew at the application.');
    if ('error' in asked) return leadBack(reply, wish, asked);
    if (granted === 'false') return leadBack(reply, wish, oauthError('access_denied', 'The person has refused.'));
    const authorization = authorizationOf(wish, { ...asked, principal });
    return leadBack(reply, wish, await context.oauth.grants.writer.allow({ ...authorization, scope: wish.scope }, cause));
  },
});

interface Asked {
  application: OwnedApplication;
  challenge: Challenge;
}

/** What is asked for, or what is wrong with it: in words for the person, or for the application. */
async function takeWish(wish: Wish, { oauth }: AccountsContext): Promise<Asked | { text: string } | OauthError> {
  const application = await oauth.applications.reader.byClientId(wish.client_id);
  const decision = decideAuthorization(application?.row, wish);
  if (decision.told === 'person') return { text: decision.text };
  if (decision.told === 'application') return decision.error;
  if (application === undefined) throw new MosaicError('internal', 'An application that is not there was let ask.');
  return { application, challenge: decision.challenge };
}

/** Only who is signed in through the pages lets others in: a token never makes another by this way. */
async function personOf(caller: Caller, { principals, sessions }: AccountsContext): Promise<PrincipalRow | null> {
  const session = await sessions.reader.byId(caller.tokenId);
  const principal = session === undefined ? undefined : await principals.reader.byId(caller.id);
  return principal ?? null;
}

function authorizationOf(wish: Wish, { application, challenge, principal }: Asked & { principal: PrincipalRow }) {
  return { application: application.row, principal, redirectUri: wish.redirect_uri, challenge, nonce: wish.nonce };
}

function again(wish: Wish, asked: Asked & { principal: PrincipalRow }, { oauth }: AccountsContext): Promise<{ code: string } | null> {
  return oauth.grants.writer.again(authorizationOf(wish, asked));
}

/** No page of another origin is told where the person comes from. */
function leadBack(reply: FastifyReply, { redirect_uri, state }: Wish, answer: { code: string } | OauthError): FastifyReply {
  return reply.header('referrer-policy', 'no-referrer').redirect(withAnswer(redirect_uri, { ...answer, state }), 303);
}
