/** A row of the tree: a folder, or a file by its place in the list. */
export type TreeRow =
  | { kind: 'folder'; path: string; name: string; depth: number }
  | { kind: 'file'; index: number; name: string; depth: number };

interface Folder {
  folders: Map<string, Folder>;
  files: { index: number; name: string }[];
}

const newFolder = (): Folder => ({ folders: new Map(), files: [] });

/**
 * The tree of some paths, folders first; a folder that holds nothing but one folder stands with it in one row ("src/api").
 * What does not hold `filter`, in any case, is left out, and so is what lies in a closed folder.
 */
export function treeRows(paths: readonly string[], { filter, closed }: { filter: string; closed: ReadonlySet<string> }): TreeRow[] {
  const root = newFolder();
  const wanted = filter.trim().toLowerCase();
  for (const [index, path] of paths.entries()) {
    if (!path.toLowerCase().includes(wanted)) continue;
    const parts = path.split('/');
    const name = parts.pop() ?? '';
    let folder = root;
    for (const part of parts) {
      const next = folder.folders.get(part) ?? newFolder();
      folder.folders.set(part, next);
      folder = next;
    }
    folder.files.push({ index, name });
  }
  return rowsOf(root, { path: '', depth: 0, closed });
}

function rowsOf(folder: Folder, { path, depth, closed }: { path: string; depth: number; closed: ReadonlySet<string> }): TreeRow[] {
  const folders = [...folder.folders]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([first, inner]) => {
      const { name, end } = joined(first, inner);
      const at = path === '' ? name : `${path}/${name}`;
      const row: TreeRow = { kind: 'folder', path: at, name, depth };
      return [row, ...(closed.has(at) ? [] : rowsOf(end, { path: at, depth: depth + 1, closed }))];
    });
  return [...folders, ...folder.files.map((file): TreeRow => ({ kind: 'file', ...file, depth }))];
}

function joined(first: string, inner: Folder): { name: string; end: Folder } {
  let [name, end] = [first, inner];
  while (end.files.length === 0 && end.folders.size === 1) {
    const [[part, next]] = end.folders as unknown as [[string, Folder]];
    [name, end] = [`${name}/${part}`, next];
  }
  return { name, end };
}
