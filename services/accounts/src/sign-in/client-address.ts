import type { FastifyRequest } from 'fastify';

/**
 * Who is at the other end. Behind the edge, which dials from loopback, it is the last entry of X-Forwarded-For: the one
 * that the edge itself added. From elsewhere the header could say anything and is not read.
 */
export function clientAddress(request: FastifyRequest): string {
  const peer = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  if (peer !== '::1' && !peer.startsWith('127.')) return peer;
  const forwarded = request.headers['x-forwarded-for'];
  const last = (Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? '')).split(',').at(-1)?.trim() ?? '';
  return last === '' ? peer : last.slice(0, 64);
}
