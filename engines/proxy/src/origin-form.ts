import type { IncomingMessage } from 'node:http';

/**
 * Writes a request's target as path and query, the one form that is routed and passed on. A target with an address (RFC 9112,
 * 3.2.2) names the host that counts; `*`, which asks about the whole server, is asked of its root.
 */
export function toOriginForm(request: IncomingMessage): void {
  const target = request.url ?? '/';
  if (target.startsWith('/')) return;
  const address = /^https?:/i.test(target) && URL.canParse(target) ? new URL(target) : null;
  request.url = address === null ? '/' : `${address.pathname}${address.search}`;
  if (address !== null) request.headers.host = address.host;
}
