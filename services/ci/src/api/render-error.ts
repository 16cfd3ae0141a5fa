import type { FastifyReply, FastifyRequest } from 'fastify';

import type { ErrorCode } from '@mosaic/contracts/mosaic';
import type { MosaicError } from '@mosaic/platform/errors';
import { sendProblem } from '@mosaic/platform/http';

/** Woodpecker's statuses of each meaning. */
const STATUS: Record<ErrorCode, number> = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  precondition_failed: 412,
  stale_lease: 409,
  too_large: 413,
  rate_limited: 429,
  unsupported: 501,
  unavailable: 503,
  timeout: 504,
  insufficient_storage: 507,
  internal: 500,
};

/** Woodpecker's dialect says errors in plain text; our own paths below /-/ as problem details. */
export function renderError(reply: FastifyReply, error: MosaicError, request: FastifyRequest): FastifyReply {
  if (request.url.startsWith('/-/')) return sendProblem(reply, error);
  return reply.code(STATUS[error.code]).type('text/plain; charset=utf-8').send(error.message);
}
