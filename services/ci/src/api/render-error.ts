import type { FastifyReply, FastifyRequest } from 'fastify';

import type { ErrorCode } from '@mosaic/contracts/mosaic';
import type { MosaicError } from '@mosaic/platform/errors';
import { PROBLEM_STATUS, sendProblem } from '@mosaic/platform/http';

/** Woodpecker's status of each meaning differs from ours in one. */
const WOODPECKER_STATUS: Record<ErrorCode, number> = { ...PROBLEM_STATUS, invalid_input: 400 };

/** Woodpecker's dialect says errors in plain text; our own paths below /-/ as problem details. */
export function renderError(reply: FastifyReply, error: MosaicError, request: FastifyRequest): FastifyReply {
  if (request.url.startsWith('/-/')) return sendProblem(reply, error);
  return reply.code(WOODPECKER_STATUS[error.code]).type('text/plain; charset=utf-8').send(error.message);
}
