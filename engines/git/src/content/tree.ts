import { parseTree, type RawTreeEntry } from '../objects/parse-tree.ts';
import type { Repository } from '../repository/repository.ts';
import { splitReadPath } from '../names/tree-path.ts';

export interface TreeEntry extends RawTreeEntry {
  /** From the root, e.g. "src/index.ts". */
  path: string;
  /** Bytes of a file or symbolic link; 0 for folders and submodules. */
  size: number;
}

/** A folder of some 200,000 entries. */
const TREE_MAX_BYTES = 16 * 1024 * 1024;

/** Reads one tree object (a tree's or a commit's id); null when there is none. */
export async function readTree(repository: Repository, id: string): Promise<{ id: string; entries: RawTreeEntry[] } | null> {
  const found = await repository.objects.read(repository.gitDir, `${id}^{tree}`, TREE_MAX_BYTES);
  return found === null ? null : { id: found.id, entries: parseTree(found.data, found.id.length / 2) };
}

/**
 * What lies at a path in a commit; null when nothing does. The root is a folder with an empty name.
 * Walks tree by tree, so that no name of a file is ever read as revision syntax.
 */
export async function entryAt(repository: Repository, commit: string, path: string): Promise<TreeEntry | null> {
  const root = await repository.objects.info(repository.gitDir, `${commit}^{tree}`);
  if (root === null) return null;
  let entry: RawTreeEntry = { name: '', mode: '040000', id: root.id, kind: 'dir' };
  const parts = splitReadPath(path);
  for (const part of parts) {
    if (entry.kind !== 'dir') return null;
    const tree = await readTree(repository, entry.id);
    const next = tree?.entries.find(({ name }) => name === part);
    if (next === undefined) return null;
    entry = next;
  }
  return { ...entry, path: parts.join('/'), size: await sizeOf(repository, entry) };
}

/** The entries of a folder in a commit, in git's order; null when there is no folder at that path. */
export async function listTree(repository: Repository, commit: string, path: string): Promise<TreeEntry[] | null> {
  const folder = await entryAt(repository, commit, path);
  if (folder?.kind !== 'dir') return null;
  const tree = await readTree(repository, folder.id);
  const prefix = folder.path === '' ? '' : `${folder.path}/`;
  // All sizes are asked for at once; the reader answers them in one go.
  return Promise.all(
    (tree?.entries ?? []).map(async (entry) => ({ ...entry, path: prefix + entry.name, size: await sizeOf(repository, entry) })),
  );
}

async function sizeOf(repository: Repository, entry: RawTreeEntry): Promise<number> {
  if (entry.kind === 'dir' || entry.kind === 'submodule') return 0;
  return (await repository.objects.info(repository.gitDir, entry.id))?.size ?? 0;
}
