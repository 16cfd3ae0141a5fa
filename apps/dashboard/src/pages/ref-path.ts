/** What `/src/…` and `/commits/…` show: a branch, tag or commit, and the path in it. */
export interface RefPath {
  kind: 'branch' | 'commit' | 'tag';
  ref: string;
  path: string;
}

/**
 * Reads "branch/feature/x/docs/a.md". A branch may hold slashes, so the longest known one wins; an unknown one is taken
 * to be a single segment.
 */
export function readRefPath(splat: string, branches: readonly string[], defaultBranch: string): RefPath {
  const [kind = '', ...rest] = splat.split('/');
  if (kind !== 'branch' && kind !== 'commit' && kind !== 'tag') return { kind: 'branch', ref: defaultBranch, path: '' };
  const tail = rest.join('/');
  if (kind === 'branch') {
    const known = branches.filter((name) => tail === name || tail.startsWith(`${name}/`)).toSorted((a, b) => b.length - a.length)[0];
    if (known !== undefined) return { kind, ref: known, path: tail.slice(known.length + 1) };
  }
  return { kind, ref: rest[0] ?? defaultBranch, path: rest.slice(1).join('/') };
}

/** The address of a path at a ref; slashes stay, everything else is encoded. */
export function sourcePath(owner: string, repo: string, { kind, ref, path }: RefPath): string {
  const encode = (text: string): string => text.split('/').map(encodeURIComponent).join('/');
  return `/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}/src/${kind}/${encode(ref)}${path === '' ? '' : `/${encode(path)}`}`;
}
