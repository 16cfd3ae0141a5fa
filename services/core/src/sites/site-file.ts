import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** What a path of a site leads to. Paths are relative to the release, whose real place is `root`. */
export type SiteFile =
  | { kind: 'file'; root: string; path: string }
  /** A folder asked for without its slash: relative links in its index would break. */
  | { kind: 'folder'; path: string }
  | { kind: 'missing'; root: string | null }
  | { kind: 'refused' };

/**
 * Finds the file of a URL path in the release that is live now. Dot-files, "..", and links that lead out of the release are
 * refused as if absent; a folder is its index.html, never a listing.
 */
export async function findSiteFile(current: string, urlPath: string): Promise<SiteFile> {
  const segments = decodeSegments(urlPath);
  if (segments === null) return { kind: 'refused' };
  // Resolved once a request: a switch in its middle does not mix two releases.
  const root = await realpath(current).catch(() => null);
  if (root === null) return { kind: 'missing', root: null };
  const wanted = await statWithin(root, segments);
  if (wanted === null) return { kind: 'missing', root };
  if (wanted === 'file') return urlPath.endsWith('/') ? { kind: 'missing', root } : { kind: 'file', root, path: segments.join('/') };
  if ((await statWithin(root, [...segments, 'index.html'])) !== 'file') return { kind: 'missing', root };
  if (segments.length > 0 && !urlPath.endsWith('/')) return { kind: 'folder', path: `/${segments.map(encodeURIComponent).join('/')}/` };
  return { kind: 'file', root, path: [...segments, 'index.html'].join('/') };
}

/** The site's own page for what is missing, when it has one. */
export async function findMissingPage(root: string): Promise<boolean> {
  return (await statWithin(root, ['404.html'])) === 'file';
}

/** Each segment decoded once; null for one that could leave the release or names a dot-file. */
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
    if (segment.startsWith('.') || /[/\\\0]/.test(segment) || segment.length > 255) return null;
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
