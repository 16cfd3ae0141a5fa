import { run } from '../process/run.ts';
import type { Repository } from '../repository/repository.ts';
import { commitId } from './commits.ts';

export interface Diff {
  /** Unified diff with git's headers; renames are found. Cut at a line's end when truncated. */
  text: string;
  truncated: boolean;
}

export interface DiffOptions {
  /** 2 MiB by default. */
  maxBytes?: number;
  /** Lines around a change; 3 by default. */
  contextLines?: number;
}

const FLAGS = ['--no-ext-diff', '--no-textconv', '--no-color', '-M', '-l200', '--full-index'];

/** What turns one commit's files into another's. */
export async function diff(repository: Repository, base: string, head: string, options: DiffOptions = {}): Promise<Diff> {
  return runDiff(repository, ['-r', '-p', commitId(base), commitId(head)], options);
}

/** What one commit changed against its first parent; a root commit against nothing. */
export async function commitDiff(repository: Repository, id: string, options: DiffOptions = {}): Promise<Diff> {
  return runDiff(repository, ['-r', '-p', '--root', '--no-commit-id', '--diff-merges=first-parent', commitId(id)], options);
}

async function runDiff(repository: Repository, args: string[], options: DiffOptions): Promise<Diff> {
  const { stdout, truncated } = await run(['diff-tree', ...FLAGS, `-U${options.contextLines ?? 3}`, ...args], {
    gitDir: repository.gitDir,
    maxOutputBytes: options.maxBytes ?? 2 * 1024 * 1024,
    overflow: 'truncate',
  });
  const end = truncated ? stdout.lastIndexOf(10) + 1 : stdout.length;
  return { text: stdout.toString('utf8', 0, end), truncated };
}
