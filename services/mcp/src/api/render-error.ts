import type { FastifyReply, FastifyRequest } from 'fastify';

import type { MosaicError } from '@mosaic/platform/errors';
import { bearerOf, sendProblem } from '@mosaic/platform/http';

import { METADATA_PATH, resourceOrigin } from './protected-resource.ts';

/**
 * What is refused before it reaches the protocol: RFC 9457, and RFC 6750's challenge with RFC 9728's pointer for a missing or
 * bad token. Refusals of a tool are results, not statuses.
 */
export function renderError(reply: FastifyReply, error: MosaicError, request: FastifyRequest): FastifyReply {
  if (error.code === 'unauthenticated') {
    const invalid = bearerOf(request.headers) === null ? '' : 'error="invalid_token", ';
    reply.header('www-authenticate', `Bearer ${invalid}resource_metadata="${resourceOrigin(request)}${METADATA_PATH}"`);
  }
  return sendProblem(reply, error);
}
