import { decodeByteText } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

/** Services that the front door leads to. */
export type UpstreamName = 'forge' | 'ci' | 'mcp';

export interface ProxiedPath {
  upstream: UpstreamName;
  /** Path and query for the upstream, as the client encoded them. */
  path: string;
  /** What was taken off the front; put back before a redirect's path. */
  prefix: string;
}

/**
 * Where an address below `/-/forge/`, `/-/ci/` or `/-/mcp` leads. Throws `invalid_input` for a path that an upstream could
 * read as another one: `.` and `..` segments in any encoding, backslashes, control characters, broken escapes.
 */
export function proxiedPath(url: string): ProxiedPath {
  const [path, query] = splitOnce(url, '?');
  refuseCrooked(path);
  const tail = query === undefined ? '' : `?${query}`;
  if (path === '/-/mcp') return { upstream: 'mcp', path: `/mcp${tail}`, prefix: '/-' };
  const [, upstream, rest] = /^\/-\/(forge|ci)(\/.*)$/.exec(path) ?? [];
  if (upstream === undefined || rest === undefined) throw new MosaicError('not_found', `Nothing answers ${path} here.`);
  return { upstream: upstream as UpstreamName, path: rest + tail, prefix: `/-/${upstream}` };
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
