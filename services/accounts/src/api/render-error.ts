import type { FastifyReply, FastifyRequest } from 'fastify';

import { ERROR_CODES } from '@mosaic/contracts/mosaic';
import type { MosaicError } from '@mosaic/platform/errors';
import { PROBLEM_STATUS, sendProblem } from '@mosaic/platform/http';

import { sendPlainPage } from '../pages/plain-page.ts';

/** Programs get RFC 9457 problems; a person who opened an address gets a page with the same words. */
export function renderError(reply: FastifyReply, error: MosaicError, request: FastifyRequest): FastifyReply {
  if (!isPageRequest(request)) return sendProblem(reply, error);
  return sendPlainPage(reply.code(PROBLEM_STATUS[error.code]), { title: ERROR_CODES[error.code], text: error.message });
}

/** A browser that opens an address. */
export function isPageRequest(request: FastifyRequest): boolean {
  return request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
}
