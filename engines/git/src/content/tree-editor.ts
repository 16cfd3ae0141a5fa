import { bytesOfText } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

import { parseTree, type RawTreeEntry } from '../objects/parse-tree.ts';
import { damaged } from '../objects/damaged.ts';
import { gitError } from '../process/git-error.ts';
import { stream } from '../process/git-process.ts';
import type { Repository } from '../repository/repository.ts';

const TREE_MAX_BYTES = 16 * 1024 * 1024;

/** A folder that is being changed. */
interface Folder {
  entries: Map<string, RawTreeEntry>;
  opened: Map<string, Folder>;
}

/**
 * Changes some files of a commit's tree. Only the folders on the way are read and written, so the cost follows the change,
 * not the repository (a temporary index would hold every file).
 */
export class TreeEditor {
  readonly #repository: Repository;
  readonly #root: Folder;

  private constructor(repository: Repository, root: Folder) {
    this.#repository = repository;
    this.#root = root;
  }

  /** Starts from a commit's or tree's id; null starts empty. */
  static async open(repository: Repository, treeish: string | null): Promise<TreeEditor> {
    return new TreeEditor(repository, await readFolder(repository, treeish));
  }

  /** The entry at a path; null when there is none. */
  async find(path: readonly string[]): Promise<RawTreeEntry | null> {
    const folder = await this.#folderOf(path, 'find');
    return folder?.entries.get(path.at(-1) ?? '') ?? null;
  }

  /** Puts a file there, making folders. @throws MosaicError `conflict` when a folder on the way is a file. */
  async put(path: readonly string[], entry: Pick<RawTreeEntry, 'mode' | 'id'>): Promise<void> {
    const folder = await this.#folderOf(path, 'make');
    const name = path.at(-1) ?? '';
    if (folder?.entries.get(name)?.kind === 'dir') {
      throw new MosaicError('conflict', `${JSON.stringify(path.join('/'))} cannot be written: it is a folder.`);
    }
    folder?.entries.set(name, { ...entry, name, kind: 'file' });
  }

  /** Removes a file; folders that become empty go with it. */
  async remove(path: readonly string[]): Promise<void> {
    const folder = await this.#folderOf(path, 'find');
    folder?.entries.delete(path.at(-1) ?? '');
    // Pruned now, so that a file may take an emptied folder's name in the same change.
    if (folder?.entries.size === 0 && path.length > 1) await this.remove(path.slice(0, -1));
  }

  /**
   * Writes the changed folders, in one process. Returns the id of the root tree. Files that are not touched may be damaged
   * (`--missing`): a change beside them is how a repository is mended.
   */
  async write(): Promise<string> {
    const child = stream(['mktree', '--missing', '--batch', '-z'], { gitDir: this.#repository.gitDir, timeoutMs: 60_000 });
    const answers = lines(child.stdout as AsyncIterable<Buffer>);
    try {
      const write = async (folder: Folder): Promise<string> => {
        for (const [name, opened] of folder.opened) {
          if (folder.entries.get(name)?.kind !== 'dir') continue;
          folder.entries.set(name, { name, mode: '040000', id: await write(opened), kind: 'dir' });
        }
        child.stdin.write(record(folder));
        const { value, done } = await answers.next();
        if (done === true) throw gitError('mktree', await child.done);
        return value;
      };
      return await write(this.#root);
    } finally {
      child.kill();
      await child.done;
    }
  }

  async #folderOf(path: readonly string[], missing: 'find' | 'make'): Promise<Folder | null> {
    let folder = this.#root;
    for (const name of path.slice(0, -1)) {
      const entry = folder.entries.get(name);
      if (entry === undefined && missing === 'find') return null;
      if (entry !== undefined && entry.kind !== 'dir') {
        if (missing === 'find') return null;
        throw new MosaicError(
          'conflict',
          `${JSON.stringify(path.join('/'))} cannot be written: ${JSON.stringify(name)} is a file, not a folder.`,
        );
      }
      let next = entry === undefined ? undefined : folder.opened.get(name);
      if (next === undefined) {
        next = await readFolder(this.#repository, entry?.id ?? null);
        folder.opened.set(name, next);
      }
      if (entry === undefined) folder.entries.set(name, { name, mode: '040000', id: '', kind: 'dir' });
      folder = next;
    }
    return folder;
  }
}

async function readFolder(repository: Repository, treeish: string | null): Promise<Folder> {
  const folder: Folder = { entries: new Map(), opened: new Map() };
  if (treeish === null) return folder;
  const found = await repository.objects.read(repository.gitDir, `${treeish}^{tree}`, TREE_MAX_BYTES);
  if (found === null) throw damaged(`the folder ${treeish.slice(0, 10)}`);
  for (const entry of parseTree(found.data, found.id.length / 2)) folder.entries.set(entry.name, entry);
  return folder;
}

/** One tree for `mktree -z --batch`: entries end with NUL, so does the tree. */
function record(folder: Folder): Uint8Array {
  const types = { dir: 'tree', submodule: 'commit', file: 'blob', symlink: 'blob' } as const;
  const entries = [...folder.entries.values()].map((entry) => `${entry.mode} ${types[entry.kind]} ${entry.id}\t${entry.name}\0`);
  return bytesOfText(`${entries.join('')}\0`);
}

async function* lines(output: AsyncIterable<Buffer>): AsyncGenerator<string, undefined> {
  let rest = '';
  for await (const chunk of output) {
    rest += chunk.toString('latin1');
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n')) {
      yield rest.slice(0, end);
      rest = rest.slice(end + 1);
    }
  }
  return undefined;
}
