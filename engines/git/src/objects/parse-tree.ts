import { textOfBytes } from '@mosaic/contracts/wire';

/** What an entry of a tree is, in Gitea's words. */
export type TreeEntryKind = 'file' | 'dir' | 'symlink' | 'submodule';

export interface RawTreeEntry {
  /** The bytes of the name as `textOfBytes` writes them. */
  name: string;
  /** Six octal digits, e.g. "100644". */
  mode: string;
  id: string;
  kind: TreeEntryKind;
}

/** Reads the bytes of a tree object; ids are 20 bytes, or 32 with sha256. */
export function parseTree(data: Buffer, idBytes: number): RawTreeEntry[] {
  const entries: RawTreeEntry[] = [];
  for (let at = 0; at < data.length;) {
    const space = data.indexOf(32, at);
    const end = data.indexOf(0, space);
    if (space === -1 || end === -1) break;
    const mode = data.toString('latin1', at, space).padStart(6, '0');
    const id = data.toString('hex', end + 1, end + 1 + idBytes);
    entries.push({ name: textOfBytes(data.subarray(space + 1, end)), mode, id, kind: kindOfMode(mode) });
    at = end + 1 + idBytes;
  }
  return entries;
}

export function kindOfMode(mode: string): TreeEntryKind {
  if (mode === '040000') return 'dir';
  if (mode === '120000') return 'symlink';
  return mode === '160000' ? 'submodule' : 'file';
}
