import { run } from '../process/run.ts';
import type { Repository } from '../repository/repository.ts';
import { commitId } from './commits.ts';

/** Bytes, since the files in it may be in any encoding, and in several: decoded they would apply no more. */
export interface Diff {
  /** Unified diff with git's headers; renames are found. Cut at a line's end when truncated. */
  bytes: Buffer;
  truncated: boolean;
}

export interface DiffOptions {
  /** 2 MiB by default. */
  maxBytes?: number;
  /** Lines around a change; 3 by default. */
  contextLines?: number;
  /** Binary files with their contents, so that it can be applied; otherwise it is only said that they differ. */
  binary?: boolean;
}

const FLAGS = ['--no-ext-diff', '--no-textconv', '--no-color', '-M', '-l200', '--full-index'];

/** What turns one commit's files into another's. */
export async function diff(repository: Repository, base: string, head: string, options: DiffOptions = {}): Promise<Diff> {
  return runDiff(repository, ['diff-tree', ...flags(options), '-r', '-p', commitId(base), commitId(head)], options);
}

/** What one commit changed against its first parent; a root commit against nothing. */
export async function commitDiff(repository: Repository, id: string, options: DiffOptions = {}): Promise<Diff> {
  const shape = ['-r', '-p', '--root', '--no-commit-id', '--diff-merges=first-parent'];
  return runDiff(repository, ['diff-tree', ...flags(options), ...shape, commitId(id)], options);
}

/** The same as a mail that `git am` takes, with author, date and message. */
export async function commitPatch(repository: Repository, id: string, options: DiffOptions = {}): Promise<Diff> {
  const shape = ['--max-count=1', '--format=email', '--stat', '-p', '--root', '--diff-merges=first-parent'];
  return runDiff(repository, ['log', ...flags(options), ...shape, commitId(id)], options);
}

/** The commits from one to another as mails that `git am` takes in their order; merges are left out. */
export async function rangePatch(repository: Repository, base: string, head: string, options: DiffOptions = {}): Promise<Diff> {
  // What format-patch does by itself, without the version of git at the end of each mail.
  const shape = ['--stdout', '--no-signature', '--subject-prefix=PATCH'];
  return runDiff(repository, ['format-patch', ...flags(options), ...shape, `${commitId(base)}..${commitId(head)}`], options);
}

function flags({ contextLines = 3, binary = false }: DiffOptions): string[] {
  return [...FLAGS, `-U${contextLines}`, ...(binary ? ['--binary'] : [])];
}

async function runDiff(repository: Repository, args: string[], options: DiffOptions): Promise<Diff> {
  const { stdout, truncated } = await run(args, {
    gitDir: repository.gitDir,
    maxOutputBytes: options.maxBytes ?? 2 * 1024 * 1024,
    overflow: 'truncate',
  });
  return { bytes: truncated ? stdout.subarray(0, stdout.lastIndexOf(10) + 1) : stdout, truncated };
}
