import type { FastifyRequest } from 'fastify';

/** A browser that opens an address. */
export function isPageRequest(request: FastifyRequest): boolean {
  return request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
}
