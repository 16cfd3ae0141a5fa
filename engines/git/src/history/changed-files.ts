import { textOfBytes } from '@mosaic/contracts/wire';

import { run } from '../process/run.ts';
import type { Repository } from '../repository/repository.ts';
import { commitId } from './commits.ts';

/** What a commit did to files (paths as `textOfBytes` writes them), against its first parent; renames count as removed and added (as in Gitea's payloads). */
export interface ChangedFiles {
  added: string[];
  removed: string[];
  modified: string[];
  /** Not all files are listed. */
  truncated: boolean;
}

const FLAGS = ['-r', '-z', '--name-status', '--no-renames', '--root', '--diff-merges=first-parent'];
const DEFAULT_MAX_FILES = 3_000;

/** The changed files of many commits, in one process. `maxFiles` bounds each commit's list. */
export async function changedFiles(
  repository: Repository,
  ids: readonly string[],
  maxFiles = DEFAULT_MAX_FILES,
): Promise<Map<string, ChangedFiles>> {
  const result = new Map(ids.map((id) => [commitId(id), empty()]));
  if (ids.length === 0) return result;
  const { stdout, truncated } = await run(['diff-tree', '--stdin', ...FLAGS], {
    gitDir: repository.gitDir,
    input: `${ids.join('\n')}\n`,
    overflow: 'truncate',
  });
  const words = textOfBytes(stdout).split('\0');
  // The last word is empty, or cut off.
  words.pop();
  let files: ChangedFiles | undefined;
  for (let at = 0; at < words.length; at++) {
    const started = result.get(words[at] ?? '');
    if (started !== undefined) files = started;
    else if (files !== undefined) note(files, words[at] ?? '', words[++at] ?? '', maxFiles);
  }
  if (truncated) for (const list of result.values()) list.truncated = true;
  return result;
}

/** The files that differ between two commits. */
export async function changedBetween(
  repository: Repository,
  base: string,
  head: string,
  maxFiles = DEFAULT_MAX_FILES,
): Promise<ChangedFiles> {
  const { stdout, truncated } = await run(['diff-tree', '-r', '-z', '--name-status', '--no-renames', commitId(base), commitId(head)], {
    gitDir: repository.gitDir,
    overflow: 'truncate',
  });
  const words = textOfBytes(stdout).split('\0');
  words.pop();
  const files = empty();
  for (let at = 0; at + 1 < words.length; at += 2) note(files, words[at] ?? '', words[at + 1] ?? '', maxFiles);
  files.truncated ||= truncated;
  return files;
}

function empty(): ChangedFiles {
  return { added: [], removed: [], modified: [], truncated: false };
}

function note(files: ChangedFiles, status: string, path: string, maxFiles: number): void {
  if (path === '') return;
  if (files.added.length + files.removed.length + files.modified.length >= maxFiles) files.truncated = true;
  else if (status === 'A') files.added.push(path);
  else if (status === 'D') files.removed.push(path);
  else files.modified.push(path);
}
