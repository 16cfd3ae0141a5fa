import { textOfBytes } from '@mosaic/contracts/wire';

import { run } from '../process/run.ts';
import type { Repository } from '../repository/repository.ts';
import { commitId } from './commits.ts';

/** What happened to one file between two commits; paths as `textOfBytes` writes them. */
export interface FileChanged {
  path: string;
  /** Where it was before, when it was renamed. */
  formerPath: string | null;
  kind: 'added' | 'deleted' | 'renamed' | 'modified';
  /** Lines; 0 of a binary file. */
  additions: number;
  deletions: number;
  isBinary: boolean;
  /** Mode and object's id on each side, e.g. "100644"; zeros where there is none. */
  before: FileSide;
  after: FileSide;
}

export interface FileSide {
  mode: string;
  id: string;
}

export interface FileChanges {
  files: FileChanged[];
  /** There are more than are listed. */
  truncated: boolean;
}

const DEFAULT_MAX_FILES = 3_000;
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/** The files that differ between two commits, with their lines; renames are found. */
export async function fileChanges(repository: Repository, base: string, head: string, maxFiles = DEFAULT_MAX_FILES): Promise<FileChanges> {
  const flags = ['-r', '-z', '-M', '-l200', '--no-abbrev', '--no-ext-diff', '--no-textconv', '--raw', '--numstat'];
  const { stdout, truncated } = await run(['diff-tree', ...flags, commitId(base), commitId(head)], {
    gitDir: repository.gitDir,
    maxOutputBytes: MAX_OUTPUT_BYTES,
    overflow: 'truncate',
  });
  // The last word is empty, or cut off.
  const words = textOfBytes(stdout).split('\0').slice(0, -1);
  const { files, end } = nameFiles(words);
  const lines = countLines(words.slice(end));
  const all = files.map((file) => ({ ...file, ...(lines.get(file.path) ?? UNCOUNTED) }));
  return { files: all.slice(0, maxFiles), truncated: truncated || all.length > maxFiles };
}

type Counted = Pick<FileChanged, 'additions' | 'deletions' | 'isBinary'>;
const UNCOUNTED: Counted = { additions: 0, deletions: 0, isBinary: false };

/** ":100644 100755 1a… 2b… M" before each name, or before both of a renamed file (git-diff(1), "Raw output format"). */
const RAW = /^:(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])/;

function nameFiles(words: readonly string[]): { files: Omit<FileChanged, keyof Counted>[]; end: number } {
  const files: Omit<FileChanged, keyof Counted>[] = [];
  let at = 0;
  for (let match = RAW.exec(words[at] ?? ''); match !== null; match = RAW.exec(words[at] ?? '')) {
    const [, oldMode = '', newMode = '', oldId = '', newId = '', status] = match;
    const sides = { before: { mode: oldMode, id: oldId }, after: { mode: newMode, id: newId } };
    const names = words.slice(at + 1, at + (status === 'R' ? 3 : 2));
    at += 1 + names.length;
    const path = names.at(-1);
    if (path === undefined || (status === 'R' && names.length < 2)) break;
    const kind = status === 'A' ? 'added' : status === 'D' ? 'deleted' : status === 'R' ? 'renamed' : 'modified';
    files.push({ path, formerPath: status === 'R' ? (names[0] ?? null) : null, kind, ...sides });
  }
  return { files, end: at };
}

function countLines(words: readonly string[]): Map<string, Counted> {
  const found = new Map<string, Counted>();
  for (let at = 0; at < words.length; at++) {
    const [, additions, deletions, path] = /^(\d+|-)\t(\d+|-)\t([^]*)$/.exec(words[at] ?? '') ?? [];
    // A renamed file names itself in the two words that follow.
    const name = path === '' ? words[(at += 2)] : path;
    if (name === undefined) continue;
    // "-" stands for a binary file.
    found.set(name, { additions: Number(additions) || 0, deletions: Number(deletions) || 0, isBinary: additions === '-' });
  }
  return found;
}
