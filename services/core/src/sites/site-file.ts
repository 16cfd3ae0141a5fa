import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

import { listReleases } from '../targets/site/releases.ts';

/** What a path of a site leads to. Paths are relative to the release, whose real place is `root`. */
export type SiteFile =
  | { kind: 'file'; root: string; path: string }
  /** A folder asked for without its slash: relative links in its index would break. */
  | { kind: 'folder'; path: string }
  | { kind: 'missing'; root: string | null }
  | { kind: 'refused' };

/**
 * Finds the file of a URL path in the release that is live now. Dot-files, "..", and links that lead out of the release are
 * refused as if absent; a folder is its index.html, never a listing; "about" is about.html, before a folder of that name.
 */
export async function findSiteFile(current: string, urlPath: string): Promise<SiteFile> {
  const segments = decodeSegments(urlPath);
  if (segments === null) return { kind: 'refused' };
  // Resolved once a request: a switch in its middle does not mix two releases.
  const root = await realpath(current).catch(() => null);
  if (root === null) return { kind: 'missing', root: null };
  const file = (path: string[]): SiteFile => ({ kind: 'file', root, path: path.join('/') });
  const isFile = async (path: string[]) => (await statWithin(root, path)) === 'file';
  const wanted = await statWithin(root, segments);
  const namesFolder = segments.length === 0 || urlPath.endsWith('/');
  if (!namesFolder) {
    if (wanted === 'file') return file(segments);
    const page = [...segments.slice(0, -1), `${segments.at(-1)}.html`];
    if (await isFile(page)) return file(page);
  }
  const index = [...segments, 'index.html'];
  if (wanted !== 'folder' || !(await isFile(index))) return { kind: 'missing', root };
  return namesFolder ? file(index) : { kind: 'folder', path: `/${segments.map(encodeURIComponent).join('/')}/` };
}

/** Whether the release has a page of this name at its top, e.g. the site's own "404.html". */
export async function hasPage(root: string, name: string): Promise<boolean> {
  return (await statWithin(root, [name])) === 'file';
}

/** How long after its end a release's hashed files are still served, ms. */
const LINGER_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * A file that another release of the site has, newest first, until a week after that one's end. Pages that were loaded before a
 * switch ask for the hashed files of their own release, often much later.
 */
export async function findInOtherReleases(releases: string, urlPath: string): Promise<{ root: string; path: string } | null> {
  const segments = decodeSegments(urlPath);
  if (segments === null || segments.length === 0) return null;
  for (const number of await listReleases({ releases })) {
    const root = await realpath(join(releases, String(number))).catch(() => null);
    if (root !== null && (await hasLately(root)) && (await statWithin(root, segments)) === 'file')
      return { root, path: segments.join('/') };
  }
  return null;
}

/** The live release never comes here: it was asked first. */
async function hasLately(release: string): Promise<boolean> {
  const ended = await stat(release).catch(() => null);
  return ended !== null && Date.now() - ended.mtimeMs < LINGER_MS;
}

/** Each segment decoded once; null for one that could leave the release or names a dot-file. `.well-known` is public (RFC 8615). */
export function decodeSegments(urlPath: string): string[] | null {
  const segments: string[] = [];
  for (const part of urlPath.split('/')) {
    if (part === '') continue;
    let segment: string;
    try {
      segment = decodeURIComponent(part);
    } catch {
      return null;
    }
    const isHidden = segment.startsWith('.') && !(segments.length === 0 && segment === '.well-known');
    if (isHidden || /[/\\\0]/.test(segment) || segment.length > 255) return null;
    segments.push(segment);
  }
  return segments;
}

async function statWithin(root: string, segments: readonly string[]): Promise<'file' | 'folder' | null> {
  const real = await realpath(join(root, ...segments)).catch(() => null);
  if (real === null || (real !== root && !real.startsWith(root + sep))) return null;
  const found = await stat(real).catch(() => null);
  if (found?.isFile() === true) return 'file';
  return found?.isDirectory() === true ? 'folder' : null;
}
