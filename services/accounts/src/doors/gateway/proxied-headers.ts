import type { IncomingHttpHeaders } from 'node:http';

import { endToEndHeaders, type OutgoingHeaders } from '@mosaic/engines/proxy';
import { EDGE_PROOF } from '@mosaic/platform/http';

/** Never passed on: what would say who asks (we do), impersonate, or be judged again (we judged it). */
const REQUEST_DROPPED = new Set([
  'authorization',
  'cookie',
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
export function requestHeaders(headers: IncomingHttpHeaders, { session, clientAddress, proof, publicUrl }: Forwarded): OutgoingHeaders {
  return {
    ...endToEndHeaders(headers, (name) => REQUEST_DROPPED.has(name) || name.startsWith('x-forwarded-') || name.startsWith('sec-')),
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
export function responseHeaders(headers: IncomingHttpHeaders, prefix: string): OutgoingHeaders {
  const location = headers.location;
  return {
    'cache-control': 'no-store',
    ...endToEndHeaders(headers, (name) => RESPONSE_DROPPED.has(name) || name.startsWith('access-control-')),
    ...(location === undefined ? {} : { location: /^\/(?!\/)/.test(location) ? prefix + location : location }),
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    vary: [headers.vary, 'Cookie'].filter((value) => value !== undefined).join(', '),
  };
}
