import { MosaicError } from '@mosaic/platform/errors';

import { isObjectId } from '../names/object-id.ts';
import { splitReadPath } from '../names/tree-path.ts';
import { parseCommit, type Commit } from '../objects/parse-commit.ts';
import { run } from '../process/run.ts';
import type { Repository } from '../repository/repository.ts';

/** A commit message longer than this is not meant to be read. */
const COMMIT_MAX_BYTES = 4 * 1024 * 1024;

/** One commit by its id; null when it does not exist. */
export async function getCommit(repository: Repository, id: string): Promise<Commit | null> {
  if (!isObjectId(id)) return null;
  const found = await repository.objects.read(repository.gitDir, id, COMMIT_MAX_BYTES);
  return found?.type === 'commit' ? parseCommit(found.id, found.data) : null;
}

/** Many commits, in the order of their ids; those that do not exist are left out. */
export async function getCommits(repository: Repository, ids: readonly string[]): Promise<Commit[]> {
  const found = await Promise.all(ids.map((id) => getCommit(repository, id)));
  return found.filter((commit) => commit !== null);
}

export interface LogOptions {
  /** Where to start: a commit's id. */
  from: string;
  /** Leave out what this commit reaches. */
  notIn?: string | undefined;
  /** Only commits that touch this file or folder. */
  path?: string | undefined;
  /** 0 by default. */
  skip?: number;
  /** At most 1,000. */
  limit: number;
}

/** The history from a commit, newest first. */
export async function log(repository: Repository, options: LogOptions): Promise<Commit[]> {
  const paging = [`--skip=${options.skip ?? 0}`, `--max-count=${Math.min(options.limit, 1_000)}`];
  const { stdout } = await run(['rev-list', ...paging, ...range(options)], { gitDir: repository.gitDir });
  return getCommits(repository, lines(stdout));
}

/** How many commits {@link log} would give without a limit. `maxCount` bounds the work. */
export async function countCommits(
  repository: Repository,
  options: Omit<LogOptions, 'limit' | 'skip'>,
  maxCount?: number,
): Promise<number> {
  const bound = maxCount === undefined ? [] : [`--max-count=${maxCount}`];
  const { stdout } = await run(['rev-list', '--count', ...bound, ...range(options)], { gitDir: repository.gitDir });
  return Number(stdout.toString('utf8'));
}

function range(options: Pick<LogOptions, 'from' | 'notIn' | 'path'>): string[] {
  const path = options.path === undefined ? '' : splitReadPath(options.path).join('/');
  const tips = options.notIn === undefined ? [commitId(options.from)] : [commitId(options.from), `^${commitId(options.notIn)}`];
  return [...tips, '--', ...(path === '' ? [] : [path])];
}

/** The best common ancestor; null when the histories are unrelated. */
export async function mergeBase(repository: Repository, a: string, b: string): Promise<string | null> {
  const { stdout, exitCode } = await run(['merge-base', commitId(a), commitId(b)], { gitDir: repository.gitDir, okExitCodes: [0, 1] });
  return exitCode === 0 ? (lines(stdout)[0] ?? null) : null;
}

/** Whether `ancestor` is reachable from `descendant` (a commit is its own ancestor): false means that a push was forced. */
export async function isAncestor(repository: Repository, ancestor: string, descendant: string): Promise<boolean> {
  const { exitCode } = await run(['merge-base', '--is-ancestor', commitId(ancestor), commitId(descendant)], {
    gitDir: repository.gitDir,
    okExitCodes: [0, 1],
  });
  return exitCode === 0;
}

/** Guards what goes onto git's command line. @throws MosaicError `invalid_input`. */
export function commitId(id: string): string {
  if (!isObjectId(id)) throw new MosaicError('invalid_input', 'A full commit id is needed here; resolve the name first.');
  return id;
}

function lines(stdout: Buffer): string[] {
  return stdout.toString('utf8').split('\n').filter(Boolean);
}
