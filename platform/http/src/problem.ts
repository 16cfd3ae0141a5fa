import type { FastifyReply } from 'fastify';

import { ERROR_CODES, type ErrorCode, type Problem } from '@mosaic/contracts/mosaic';
import type { MosaicError } from '@mosaic/platform/errors';

/** Our own dialect's status of each meaning. */
export const PROBLEM_STATUS: Record<ErrorCode, number> = {
  invalid_input: 422,
  unsupported_media_type: 415,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  not_ready: 409,
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

/** Renders an error as RFC 9457 problem details: the native dialect. */
export function sendProblem(reply: FastifyReply, error: MosaicError): FastifyReply {
  const status = PROBLEM_STATUS[error.code];
  const problem: Problem = {
    type: `https://mosaic.dev/problems/${error.code}`,
    title: ERROR_CODES[error.code],
    status,
    code: error.code,
    detail: error.message,
    ...(error.faults.length > 0 ? { faults: [...error.faults] } : {}),
    requestId: reply.request.id,
  };
  return reply.code(status).type('application/problem+json').send(JSON.stringify(problem));
}
