import { textOfBytes } from '@mosaic/contracts/wire';

import { splitReadPath } from '../names/tree-path.ts';
import { damaged } from '../objects/damaged.ts';
import { kindOfMode, parseTree, type RawTreeEntry } from '../objects/parse-tree.ts';
import { gitError } from '../process/git-error.ts';
import { stream } from '../process/git-process.ts';
import type { Repository } from '../repository/repository.ts';

export interface TreeEntry extends RawTreeEntry {
  /** From the root, e.g. "src/index.ts"; bytes as `textOfBytes` writes them. */
  path: string;
  /** Bytes of a file or symbolic link; 0 for folders and submodules. */
  size: number;
  /** Where a symbolic link leads, once somebody has read it. */
  target?: string;
  /** The file is listed, but the repository has lost what was in it. */
  damaged?: true;
}

/** A folder of some 200,000 entries. */
const TREE_MAX_BYTES = 16 * 1024 * 1024;
/** Names of a whole tree that are gone through for one page of it: some 5 million. */
const WALK_MAX_MS = 30_000;

/** The id of the tree behind a commit, an annotated tag or a tree; null when there is none. */
export async function treeId(repository: Repository, treeish: string): Promise<string | null> {
  return (await repository.objects.info(repository.gitDir, `${treeish}^{tree}`))?.id ?? null;
}

/** Reads one tree object that a commit or another tree names. */
async function readTree(repository: Repository, id: string, path: string): Promise<RawTreeEntry[]> {
  const found = await repository.objects.read(repository.gitDir, id, TREE_MAX_BYTES);
  if (found === null) throw damaged(path === '' ? 'its root folder' : `the folder ${JSON.stringify(path)}`);
  return parseTree(found.data, found.id.length / 2);
}

/**
 * What lies at a path in a commit; null when nothing does. The root is a folder with an empty name.
 * Walks tree by tree, so that no name of a file is ever read as revision syntax.
 * @throws MosaicError `unavailable` when a folder on the way is damaged.
 */
export async function entryAt(repository: Repository, commit: string, path: string): Promise<TreeEntry | null> {
  const root = await treeId(repository, commit);
  if (root === null) {
    if ((await repository.objects.info(repository.gitDir, commit)) === null) return null;
    throw damaged(`the root folder of ${commit.slice(0, 10)}`);
  }
  let entry: RawTreeEntry = { name: '', mode: '040000', id: root, kind: 'dir' };
  const parts = splitReadPath(path);
  for (const [depth, part] of parts.entries()) {
    if (entry.kind !== 'dir') return null;
    const entries = await readTree(repository, entry.id, parts.slice(0, depth).join('/'));
    const next = entries.find(({ name }) => name === part);
    if (next === undefined) return null;
    entry = next;
  }
  return sized(repository, entry, parts.join('/'));
}

/** The entries of a folder in a commit, in git's order; null when there is no folder at that path. */
export async function listTree(repository: Repository, commit: string, path: string): Promise<TreeEntry[] | null> {
  const folder = await entryAt(repository, commit, path);
  if (folder?.kind !== 'dir') return null;
  const entries = await readTree(repository, folder.id, folder.path);
  const prefix = folder.path === '' ? '' : `${folder.path}/`;
  // All sizes are asked for at once; the reader answers them in one go.
  return Promise.all(entries.map((entry) => sized(repository, entry, prefix + entry.name)));
}

export interface TreePage {
  entries: TreeEntry[];
  /** Entries of the whole tree. */
  total: number;
}

/**
 * One page of a tree's entries, in the order of `git ls-tree -t`; with `recursive` those of all folders below. The rest is only
 * counted, so that a page costs memory for itself alone. @throws MosaicError `timeout`, `unavailable` (damaged).
 */
export async function pageTree(
  repository: Repository,
  tree: string,
  { recursive, offset, limit }: { recursive: boolean; offset: number; limit: number },
): Promise<TreePage> {
  const flags = recursive ? ['-r', '-t', '-z'] : ['-z'];
  const child = stream(['ls-tree', ...flags, tree], { gitDir: repository.gitDir, timeoutMs: WALK_MAX_MS });
  child.stdin.end();
  const page: { entry: RawTreeEntry; path: string }[] = [];
  let total = 0;
  for await (const record of records(child.stdout as AsyncIterable<Buffer>)) {
    if (total >= offset && total < offset + limit) page.push(parseRecord(record));
    total++;
  }
  const exit = await child.done;
  if (exit.exitCode !== 0) throw gitError('ls-tree', exit);
  return { entries: await Promise.all(page.map(({ entry, path }) => sized(repository, entry, path))), total };
}

/** "<mode> <type> <id>\t<path>" */
function parseRecord(record: Buffer): { entry: RawTreeEntry; path: string } {
  const tab = record.indexOf(9);
  const [mode = '', , id = ''] = record.toString('latin1', 0, tab).split(' ');
  const path = textOfBytes(record.subarray(tab + 1));
  return { entry: { name: path.slice(path.lastIndexOf('/') + 1), mode, id, kind: kindOfMode(mode) }, path };
}

async function* records(output: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of output) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = rest.indexOf(0); end !== -1; end = rest.indexOf(0, start)) {
      yield rest.subarray(start, end);
      start = end + 1;
    }
    rest = rest.subarray(start);
  }
}

async function sized(repository: Repository, entry: RawTreeEntry, path: string): Promise<TreeEntry> {
  if (entry.kind === 'dir' || entry.kind === 'submodule') return { ...entry, path, size: 0 };
  const info = await repository.objects.info(repository.gitDir, entry.id);
  return info === null ? { ...entry, path, size: 0, damaged: true } : { ...entry, path, size: info.size };
}
