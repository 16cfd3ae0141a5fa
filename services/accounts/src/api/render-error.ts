import type { FastifyReply, FastifyRequest } from 'fastify';

import { ERROR_CODES } from '@mosaic/contracts/mosaic';
import type { MosaicError } from '@mosaic/platform/errors';
import { PROBLEM_STATUS, sendProblem } from '@mosaic/platform/http';

import { isPageRequest } from '../doors/pages/page-request.ts';
import { sendPlainPage } from '../doors/pages/plain-page.ts';

/** Programs get RFC 9457 problems; a person who opened an address gets a page with the same words. */
export function renderError(reply: FastifyReply, error: MosaicError, request: FastifyRequest): FastifyReply {
  if (!isPageRequest(request)) return sendProblem(reply, error);
  return sendPlainPage(reply.code(PROBLEM_STATUS[error.code]), { title: ERROR_CODES[error.code], text: error.message });
}
