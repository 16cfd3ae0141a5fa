import type { FastifyRequest } from 'fastify';

/** A browser that opens an address, or sends a form of a page. */
export function isPageRequest(request: FastifyRequest): boolean {
  return (request.method === 'GET' || request.method === 'POST') && (request.headers.accept ?? '').includes('text/html');
}
