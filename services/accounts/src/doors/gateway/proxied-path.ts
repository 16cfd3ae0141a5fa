import { SERVICES, UPSTREAMS, type UpstreamName } from '@mosaic/contracts/mosaic';
import { decodeByteText } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

export interface ProxiedPath {
  upstream: UpstreamName;
  /** Path and query for the upstream, as the client encoded them. */
  path: string;
  /** What was taken off the front; put back before a redirect's path. */
  prefix: string;
}

/**
 * Where an address below one of the services' gateways leads. Throws `invalid_input` for a path that an upstream could
 * read as another one: `.` and `..` segments in any encoding, backslashes, control characters, broken escapes.
 */
export function proxiedPath(url: string): ProxiedPath {
  const [path, query] = splitOnce(url, '?');
  refuseCrooked(path);
  const tail = query === undefined ? '' : `?${query}`;
  for (const upstream of UPSTREAMS) {
    const prefix = prefixWithin(SERVICES[upstream].gateway, path);
    if (prefix !== null) return { upstream, path: path.slice(prefix.length) + tail, prefix };
  }
  throw new MosaicError('not_found', `Nothing answers ${path} here.`);
}

/** The same of a file of the forge's, whose address is its own. */
export function forgeFile(url: string): ProxiedPath {
  refuseCrooked(splitOnce(url, '?')[0]);
  return { upstream: 'forge', path: url, prefix: '' };
}

/** What a gateway takes off a path: all that leads to a tree, and of a single path our own mark; null for a path that is not its. */
function prefixWithin(gateway: string, path: string): string | null {
  if (gateway.endsWith('/*')) return path.startsWith(gateway.slice(0, -1)) ? gateway.slice(0, -2) : null;
  return path === gateway ? '/-' : null;
}

function refuseCrooked(path: string): void {
  if (/%(?![0-9a-f]{2})/i.test(path)) throw new MosaicError('invalid_input', 'The address holds a broken % escape.');
  // Names in git are bytes: what is no UTF-8 goes on as it is.
  const decoded = decodeByteText(path);
  const crooked =
    /[\\\p{Cc}]/u.test(decoded) || path.includes('//') || decoded.split('/').some((segment) => segment === '.' || segment === '..');
  if (crooked) throw new MosaicError('invalid_input', 'The address holds segments or characters that are not allowed.');
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
