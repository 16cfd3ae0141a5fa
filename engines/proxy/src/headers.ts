import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** Headers of one connection only (RFC 9110, 7.6.1); never passed on. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]);

/** Headers that only a proxy may state; what a client sends under these names is dropped. */
const FORWARDED = new Set(['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip']);

/** The request's headers as the destination gets them; the Host stays the one that was asked for. */
export function forwardedHeaders(
  request: IncomingMessage,
  scheme: 'http' | 'https',
  kind: 'request' | 'upgrade' = 'request',
): Record<string, string> {
  const named = new Set((request.headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || HOP_BY_HOP.has(name) || FORWARDED.has(name) || named.has(name)) continue;
    result[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  if (kind === 'upgrade') {
    result['connection'] = 'Upgrade';
    result['upgrade'] = request.headers.upgrade ?? 'websocket';
  }
  result['x-forwarded-for'] = request.socket.remoteAddress ?? '';
  result['x-forwarded-host'] = request.headers.host ?? '';
  result['x-forwarded-proto'] = scheme;
  return result;
}

/** The destination's headers as the client gets them. */
export function responseHeaders(headers: IncomingHttpHeaders): Record<string, string | string[]> {
  const result: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !HOP_BY_HOP.has(name)) result[name] = value;
  }
  return result;
}
