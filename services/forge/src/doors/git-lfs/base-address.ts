import type { FastifyRequest } from 'fastify';

/**
 * Where a client that came by an address of its own comes to again: the public address, unless it was asked for by another host (of which the
 * listener lets only the known ones in), e.g. from a container.
 */
export function baseOf(publicUrl: string, { headers: { host } }: Pick<FastifyRequest, 'headers'>): string {
  const base = publicUrl.replace(/\/$/, '');
  return host === undefined || new URL(base).host === host ? base : `http://${host}`;
}
