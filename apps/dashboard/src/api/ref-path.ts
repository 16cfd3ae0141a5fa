import { encodeBytePath, encodeByteText } from '@mosaic/contracts/wire';

export type RefKind = 'branch' | 'commit' | 'tag';

/** What `/src/…` and `/commits/…` show: a branch, tag or commit, and the path in it. */
export interface RefPath {
  kind: RefKind;
  ref: string;
  path: string;
}

/** A ref path whose commit is known; everything below is read at that commit, so that tree, text and pictures agree. */
export interface ResolvedRef extends RefPath {
  sha: string;
}

/** The commit that a branch, a tag or a (shortened) id names; null when there is none. */
export type RefLookup = (kind: RefKind, name: string) => Promise<string | null>;

/** Segments that a ref's name may have in an address. */
const SEGMENTS = 24;

/**
 * Resolves "branch/feature/x/docs/a.md" as it is typed: a tag is never taken for the branch of its name. A name may hold
 * slashes; git allows no "feature/x" beside a "feature", so at most one beginning of the path is a ref, and it is asked for.
 * Without a kind ("main/docs", an old form of Gitea's) branches go before tags before commits. Null: there is no such ref.
 */
export async function resolveRefPath(splat: string, defaultBranch: string, lookup: RefLookup): Promise<ResolvedRef | null> {
  const segments = splat.split('/').filter((segment) => segment !== '');
  if (segments.length === 0) return resolveAs('branch', [defaultBranch], lookup);
  const [kind = '', ...rest] = segments;
  if ((kind === 'branch' || kind === 'tag' || kind === 'commit') && rest.length > 0) return resolveAs(kind, rest, lookup);
  for (const untyped of ['branch', 'tag', 'commit'] as const) {
    const found = await resolveAs(untyped, segments, lookup);
    if (found !== null) return found;
  }
  return null;
}

async function resolveAs(kind: RefKind, segments: readonly string[], lookup: RefLookup): Promise<ResolvedRef | null> {
  const most = kind === 'commit' ? 1 : Math.min(segments.length, SEGMENTS);
  for (let count = 1; count <= most; count += 1) {
    const ref = segments.slice(0, count).join('/');
    const sha = kind === 'commit' && !/^[0-9a-f]{4,64}$/.test(ref) ? null : await lookup(kind, ref);
    if (sha !== null) return { kind, ref, path: segments.slice(count).join('/'), sha };
  }
  return null;
}

/** What an address without a ref of this repository asked for, in words: 'branch "x"'. */
export function askedRef(splat: string): string {
  const [kind = '', ...rest] = splat.split('/');
  return kind === 'branch' || kind === 'tag' || kind === 'commit' ? `${kind} "${rest.join('/')}"` : `branch, tag or commit "${splat}"`;
}

function refAddress(section: 'src' | 'commits', owner: string, repo: string, { kind, ref, path }: RefPath): string {
  const base = `/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}/${section}/${kind}/${encodeBytePath(ref)}`;
  return path === '' ? base : `${base}/${encodeBytePath(path)}`;
}

/** The address of a path at a ref; slashes stay, everything else is encoded, a byte that is no UTF-8 as itself. */
export function sourcePath(owner: string, repo: string, at: RefPath): string {
  return refAddress('src', owner, repo, at);
}

/** The address of the history of a path at a ref. */
export function historyPath(owner: string, repo: string, at: RefPath): string {
  return refAddress('commits', owner, repo, at);
}

/** Where a pull request is opened from a branch. */
export function newPullPath(owner: string, repo: string, head: string): string {
  return `/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}/pulls/new?head=${encodeByteText(head)}`;
}
