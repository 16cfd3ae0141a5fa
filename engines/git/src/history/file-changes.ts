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
  const flags = ['-r', '-z', '-M', '-l200', '--no-ext-diff', '--no-textconv'];
  const ask = (shape: string) =>
    run(['diff-tree', ...flags, shape, commitId(base), commitId(head)], {
      gitDir: repository.gitDir,
      maxOutputBytes: MAX_OUTPUT_BYTES,
      overflow: 'truncate',
    });
  const [named, counted] = await Promise.all([ask('--name-status'), ask('--numstat')]);
  const lines = countLines(wordsOf(counted.stdout));
  const all = nameFiles(wordsOf(named.stdout)).map((file) => ({ ...file, ...(lines.get(file.path) ?? { additions: 0, deletions: 0 }) }));
  return { files: all.slice(0, maxFiles), truncated: named.truncated || counted.truncated || all.length > maxFiles };
}

function wordsOf(stdout: Buffer): string[] {
  // The last word is empty, or cut off.
  return textOfBytes(stdout).split('\0').slice(0, -1);
}

function nameFiles(words: readonly string[]): Omit<FileChanged, 'additions' | 'deletions'>[] {
  const files: Omit<FileChanged, 'additions' | 'deletions'>[] = [];
  for (let at = 0; at + 1 < words.length;) {
    const status = words[at++] ?? '';
    if (!status.startsWith('R')) {
      const kind = status === 'A' ? 'added' : status === 'D' ? 'deleted' : 'modified';
      files.push({ path: words[at++] ?? '', formerPath: null, kind });
      continue;
    }
    const [formerPath = '', path] = words.slice(at, at + 2);
    if (path !== undefined) files.push({ path, formerPath, kind: 'renamed' });
    at += 2;
  }
  return files;
}

function countLines(words: readonly string[]): Map<string, { additions: number; deletions: number }> {
  const found = new Map<string, { additions: number; deletions: number }>();
  for (let at = 0; at < words.length; at++) {
    const [, additions, deletions, path] = /^(\d+|-)\t(\d+|-)\t([^]*)$/.exec(words[at] ?? '') ?? [];
    // A renamed file names itself in the two words that follow.
    const name = path === '' ? words[(at += 2)] : path;
    // "-" stands for a binary file.
    if (name !== undefined) found.set(name, { additions: Number(additions) || 0, deletions: Number(deletions) || 0 });
  }
  return found;
}
