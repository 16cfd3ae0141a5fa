import type { IncomingMessage } from 'node:http';

/** A name or an address, and a port (RFC 3986, 3.2.2 and 3.2.3); of the marks that names may hold those that real ones do. */
const HOST = /^(?:[a-z0-9._~-]*|\[[0-9a-f:.]+\])(?::\d{0,5})?$/i;

/**
 * Why a request's host cannot be told, in words; null where it can. A second Host, or one that is none, is read in one way by
 * whoever passes the request on and in another by whoever answers it (RFC 9112, 3.2).
 */
export function faultOfHost({ rawHeaders, headers }: IncomingMessage): string | null {
  const given = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length;
  if (given > 1) return 'The request names its host more than once; send one Host header.';
  if (!HOST.test(headers.host ?? '')) return 'The Host header is neither a name nor an address; send the host of the address that you ask.';
  return null;
}
