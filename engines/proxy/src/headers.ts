import type { IncomingHttpHeaders } from 'node:http';

import type { OutgoingHeaders } from './forwarder.ts';

/** Headers of one connection only (RFC 9110, 7.6.1), and `Expect`, which we answer ourselves; never passed on. */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What of a message's headers is meant for the other end, without those that the proxy keeps to itself. */
export function endToEndHeaders(headers: IncomingHttpHeaders, isKept: (name: string) => boolean = () => false): OutgoingHeaders {
  const named = new Set((headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
  const result: OutgoingHeaders = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !HOP_BY_HOP.has(name) && !named.has(name) && !isKept(name)) result[name] = value;
  }
  return result;
}
