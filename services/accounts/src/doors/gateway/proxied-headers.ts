import type { IncomingHttpHeaders } from 'node:http';

import { EDGE_PROOF } from '@mosaic/platform/http';

/** Belongs to one connection only (RFC 9110 7.6.1). */
const HOP_BY_HOP = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** Never passed on: what would say who asks (we do), impersonate, or be judged again (we judged it). */
const REQUEST_DROPPED = new Set([
  ...HOP_BY_HOP,
  'authorization',
  'cookie',
  'expect',
  'forwarded',
  'host',
  'origin',
  'referer',
  'sudo',
  'private-token',
  'x-real-ip',
  EDGE_PROOF,
]);

/** Never handed to the browser: what would act on our own origin's cookies, policies or storage. */
const RESPONSE_DROPPED = new Set([
  ...HOP_BY_HOP,
  'alt-svc',
  'clear-site-data',
  'content-security-policy',
  'content-security-policy-report-only',
  'refresh',
  'server',
  'service-worker-allowed',
  'set-cookie',
  'set-cookie2',
  'strict-transport-security',
  'www-authenticate',
  'x-frame-options',
]);

export interface Forwarded {
  /** The session's secret, which becomes the bearer token; null for nobody. */
  session: string | null;
  clientAddress: string;
  /** What the upstream knows us by, so that it believes the client's address. */
  proof: string;
  publicUrl: URL;
}

/** The headers for the upstream. */
export function requestHeaders(
  headers: IncomingHttpHeaders,
  { session, clientAddress, proof, publicUrl }: Forwarded,
): Record<string, string | string[]> {
  const named = namedByConnection(headers.connection);
  const kept = Object.entries(headers).filter(
    ([name, value]) =>
      value !== undefined && !REQUEST_DROPPED.has(name) && !named.has(name) && !name.startsWith('x-forwarded-') && !name.startsWith('sec-'),
  ) as [string, string | string[]][];
  return {
    ...Object.fromEntries(kept),
    ...(session === null ? {} : { authorization: `Bearer ${session}` }),
    [EDGE_PROOF]: proof,
    'x-forwarded-for': clientAddress,
    'x-forwarded-proto': publicUrl.protocol.slice(0, -1),
    'x-forwarded-host': publicUrl.host,
  };
}

/**
 * The headers for the browser. The sandbox keeps a file from a repository from acting as a page of ours when somebody
 * opens its address; what depends on the session is not kept by shared caches.
 */
export function responseHeaders(headers: IncomingHttpHeaders, prefix: string): Record<string, string | string[]> {
  const named = namedByConnection(headers.connection);
  const kept = Object.entries(headers).filter(
    ([name, value]) => value !== undefined && !RESPONSE_DROPPED.has(name) && !named.has(name) && !name.startsWith('access-control-'),
  ) as [string, string | string[]][];
  const location = headers.location;
  return {
    'cache-control': 'no-store',
    ...Object.fromEntries(kept),
    ...(location === undefined ? {} : { location: /^\/(?!\/)/.test(location) ? prefix + location : location }),
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    vary: [headers.vary, 'Cookie'].filter((value) => value !== undefined).join(', '),
  };
}

function namedByConnection(header: string | undefined): ReadonlySet<string> {
  return new Set((header ?? '').split(',').map((name) => name.trim().toLowerCase()));
}
