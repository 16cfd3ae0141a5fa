import type { FastifyReply, FastifyRequest } from 'fastify';

import { OAUTH_PATHS } from '@mosaic/contracts/gitea';
import { ERROR_CODES } from '@mosaic/contracts/mosaic';
import type { MosaicError } from '@mosaic/platform/errors';
import { PROBLEM_STATUS, sendProblem } from '@mosaic/platform/http';

import { isPageRequest } from '../doors/pages/page-request.ts';
import { sendPlainPage } from '../doors/pages/plain-page.ts';
import { oauthError } from '../oauth/oauth-error.ts';

/** Where applications ask, which read the errors of RFC 6749. */
const APPLICATION_PATHS: ReadonlySet<string> = new Set([OAUTH_PATHS.accessToken, OAUTH_PATHS.introspect, OAUTH_PATHS.userinfo]);

/** Programs get RFC 9457 problems, applications that sign people in what RFC 6749 says; a person who opened an address gets a page with the same words. */
export function renderError(reply: FastifyReply, error: MosaicError, request: FastifyRequest): FastifyReply {
  if (APPLICATION_PATHS.has(request.url.split('?', 1)[0] ?? '')) return sendOauthError(reply, error);
  if (!isPageRequest(request)) return sendProblem(reply, error);
  return sendPlainPage(reply.code(PROBLEM_STATUS[error.code]), { title: ERROR_CODES[error.code], text: error.message });
}

/** What cannot be read is 400, as every refusal there; what passes by itself says so. */
function sendOauthError(reply: FastifyReply, error: MosaicError): FastifyReply {
  const status = PROBLEM_STATUS[error.code];
  const isPassing = status === 429 || status >= 500;
  const stated = oauthError(isPassing ? 'temporarily_unavailable' : 'invalid_request', error.message);
  return reply
    .code(isPassing ? status : 400)
    .header('cache-control', 'no-store')
    .send(stated);
}
