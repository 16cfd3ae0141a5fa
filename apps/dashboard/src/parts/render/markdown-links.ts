import { decodeByteText, encodeBytePath, encodeByteText } from '@mosaic/contracts/wire';

/** Where a document stands: its repository, the typed ref that its page is at, and its folder. */
export interface MarkdownBase {
  owner: string;
  repo: string;
  kind: 'branch' | 'tag' | 'commit';
  ref: string;
  /** The commit behind the ref: pictures are read from the same state as the text. Empty: of the ref by its name. */
  commit: string;
  /** Folder in the repository, "" for its root; text without a file (an issue, a comment) stands at the root. */
  folder: string;
  /** A document that is a file: its "/a" is the repository's root. In issues and comments "/a" is a page of this installation. */
  isFile: boolean;
}

const repositoryAddress = ({ owner, repo }: MarkdownBase): string => `/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}`;

/**
 * The link forms of a document (GitHub's and Gitea's); null drops the address and keeps the words:
 * | form | leads to |
 * | `https:`, `http:`, `mailto:` | itself |
 * | any other scheme | nowhere |
 * | `//host/x` | that host, over https |
 * | `#part`, and the empty one | this page |
 * | `/a` in a file | the repository's root at the page's ref |
 * | `/a` elsewhere | a page of this installation |
 * | `a`, `./a`, `../a`, `?query` | beside the document at the page's ref |
 * | `../../issues/3` from the root | what stands beside `src`: on GitHub a file is two levels below its repository |
 * Query and fragment stay.
 */
export function resolveLink(href: string, base: MarkdownBase | null): string | null {
  const address = href.trim();
  if (/^[a-z][a-z0-9+.-]*:/i.test(address)) return /^(https?|mailto):/i.test(address) ? address : null;
  if (/^[/\\]{2}/.test(address)) return `https://${address.slice(2)}`;
  if (address === '' || address.startsWith('#')) return address;
  if (base === null) return address.startsWith('/') ? address : null;
  if (address.startsWith('/') && !base.isFile) return address;
  const { path, rest } = split(address);
  const { segments, above } = walk(path, base);
  const root = repositoryAddress(base);
  if (above >= 2)
    return `${root
      .split('/')
      .slice(0, above === 2 ? 3 : 2)
      .join('/')}/${segments.join('/')}${rest}`;
  return `${[`${root}/src/${base.kind}/${encodeBytePath(base.ref)}`, ...segments].join('/')}${rest}`;
}

/**
 * Where a picture is read: a file of the repository at the page's ref, whatever query it was written with. Null for foreign
 * ones, since no request leaves this host for a page; they are shown by their words.
 */
export function resolvePicture(source: string, base: MarkdownBase | null): string | null {
  const address = source.trim();
  if (base === null || address === '' || /^(?:[a-z][a-z0-9+.-]*:|[/\\]{2}|#)/i.test(address)) return null;
  const { segments, above } = walk(split(address).path, base);
  if (above > 0 || segments.length === 0) return null;
  const api = `/-/forge/api/v1/repos/${encodeURIComponent(base.owner)}/${encodeURIComponent(base.repo)}/raw`;
  return `${api}/${segments.join('/')}?ref=${encodeURIComponent(base.commit === '' ? base.ref : base.commit)}`;
}

function split(address: string): { path: string; rest: string } {
  const end = address.search(/[?#]/);
  return end === -1 ? { path: address, rest: '' } : { path: address.slice(0, end), rest: address.slice(end) };
}

/** Encoded segments of a path (written encoded or not: both name the same file) as seen from the document, and how many levels it climbs above the repository's root. */
function walk(path: string, { folder }: MarkdownBase): { segments: string[]; above: number } {
  const segments = path.startsWith('/') || folder === '' ? [] : folder.split('/').map(encodeByteText);
  let above = 0;
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(encodeByteText(decodeByteText(segment)));
    else if (segments.pop() === undefined) above += 1;
  }
  return { segments, above };
}
