import { bytesOfText } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

import { isObjectId } from '../names/object-id.ts';
import { splitReadPath } from '../names/tree-path.ts';
import { damaged } from '../objects/damaged.ts';
import { parseCommit, parseTag, type AnnotatedTag, type Commit } from '../objects/parse-commit.ts';
import type { ObjectInfo } from '../objects/object-reader.ts';
import { run } from '../process/run.ts';
import type { Repository } from '../repository/repository.ts';

/** Of a message longer than this only the beginning is read; the longest that people wrote are some 100 KiB. */
const COMMIT_MAX_BYTES = 1024 * 1024;

/** One commit by its id; null when it does not exist. An endless message is cut (`truncated`). */
export async function getCommit(repository: Repository, id: string): Promise<Commit | null> {
  const info = isObjectId(id) ? await repository.objects.info(repository.gitDir, id) : null;
  if (info?.type !== 'commit') return null;
  const data = await beginning(repository, info);
  return { ...parseCommit(id, data), truncated: data.length < info.size };
}

/** One annotated tag by its object's id; null when there is no such tag. An endless message is cut. */
export async function getTag(repository: Repository, id: string): Promise<AnnotatedTag | null> {
  const info = isObjectId(id) ? await repository.objects.info(repository.gitDir, id) : null;
  return info?.type === 'tag' ? parseTag(id, await beginning(repository, info)) : null;
}

async function beginning(repository: Repository, { id, type, size }: ObjectInfo): Promise<Buffer> {
  if (size <= COMMIT_MAX_BYTES) {
    const found = await repository.objects.read(repository.gitDir, id, COMMIT_MAX_BYTES);
    if (found === null) throw damaged(`the ${type} ${id.slice(0, 10)}`);
    return found.data;
  }
  const options = { gitDir: repository.gitDir, maxOutputBytes: COMMIT_MAX_BYTES, overflow: 'truncate' } as const;
  return (await run(['cat-file', type, id], options)).stdout;
}

/** Most commits that {@link log} gives at once. */
const LOG_MAX = 1_000;
/** How far back {@link log} and {@link isAncestor} look by themselves, along single or first parents: most pushes add a commit or a few. */
const NEAR = 4;

export interface LogOptions {
  /** Where to start: a commit's id. */
  from: string;
  /** Leave out what this commit reaches. */
  notIn?: string | undefined;
  /** Only commits that touch this file or folder. */
  path?: string | undefined;
  /** Only commits committed at or after, and at or before, ms. */
  since?: number | undefined;
  until?: number | undefined;
  /** 0 by default. */
  skip?: number;
  /** At most 1,000. */
  limit: number;
}

/** The history from a commit, newest first. */
export async function log(repository: Repository, options: LogOptions): Promise<Commit[]> {
  return (await nearLog(repository, options)) ?? walk(repository, options);
}

/**
 * Commits that follow one another from `notIn`, as most pushes bring them: the reader of objects knows them, and no process has to walk.
 * Null where there is more to it.
 */
async function nearLog(repository: Repository, { from, notIn, path = '', since, until, skip = 0, limit }: LogOptions) {
  if (notIn === undefined || path !== '' || since !== undefined || until !== undefined) return null;
  const found: Commit[] = [];
  for (let id = commitId(from); found.length <= NEAR;) {
    if (id === notIn) return found.slice(skip, skip + limit);
    // What cannot be read is told in the words of the walk.
    const commit = await getCommit(repository, id).catch(() => null);
    const [parent, ...others] = commit?.parentIds ?? [];
    if (commit === null || parent === undefined || others.length > 0) return null;
    found.push(commit);
    id = parent;
  }
  return null;
}

async function walk(repository: Repository, options: LogOptions): Promise<Commit[]> {
  // Beyond its largest number git skips none.
  const paging = [`--skip=${Math.min(options.skip ?? 0, 2 ** 31 - 1)}`, `--max-count=${Math.min(options.limit, LOG_MAX)}`];
  const { args, input } = range(options);
  const { stdout } = await run(['rev-list', ...paging, ...args], { gitDir: repository.gitDir, input });
  return Promise.all(
    lines(stdout).map(async (id) => {
      const commit = await getCommit(repository, id);
      if (commit === null) throw damaged(`the commit ${id.slice(0, 10)}`);
      return commit;
    }),
  );
}

/** How many commits {@link log} would give without a limit. `maxCount` bounds the work. */
export async function countCommits(
  repository: Repository,
  options: Omit<LogOptions, 'limit' | 'skip'>,
  maxCount?: number,
): Promise<number> {
  const bound = maxCount === undefined ? [] : [`--max-count=${maxCount}`];
  const { args, input } = range(options);
  const { stdout } = await run(['rev-list', '--count', ...bound, ...args], { gitDir: repository.gitDir, input });
  return Number(stdout.toString('utf8'));
}

/** A page of {@link log}, and how many commits there are without a limit; at most `maxCount` are counted. */
export async function logPage(
  repository: Repository,
  options: LogOptions & { maxCount: number },
): Promise<{ items: Commit[]; total: number }> {
  const items = await log(repository, options);
  const skip = options.skip ?? 0;
  // A page that is not full is the last one and tells the count itself; git would have to be asked again otherwise.
  const isLast = items.length < Math.min(options.limit, LOG_MAX) && (items.length > 0 || skip === 0);
  const total = isLast ? Math.min(skip + items.length, options.maxCount) : await countCommits(repository, options, options.maxCount);
  return { items, total };
}

function range(options: Omit<LogOptions, 'limit' | 'skip'>): { args: string[]; input: Uint8Array | undefined } {
  const tips = options.notIn === undefined ? [commitId(options.from)] : [commitId(options.from), `^${commitId(options.notIn)}`];
  const limit = pathLimit(splitReadPath(options.path ?? '').join('/'));
  const bounds = [
    ...(options.since === undefined ? [] : [`--max-age=${Math.max(0, Math.ceil(options.since / 1000))}`]),
    ...(options.until === undefined ? [] : [`--min-age=${Math.max(0, Math.floor(options.until / 1000))}`]),
  ];
  return { args: [...limit.flags, ...bounds, ...tips, '--', ...limit.args], input: limit.input };
}

/** How a walk is told its path: a command line carries UTF-8 alone, so other bytes go through the standard input. */
export function pathLimit(path: string): { flags: string[]; args: string[]; input: Uint8Array | undefined } {
  if (path.includes('\0') || path.split('/').some((part) => part === '.' || part === '..'))
    throw new MosaicError(
      'invalid_input',
      `${JSON.stringify(path.slice(0, 200))} is no path in a repository: no part of one is ".", ".." or holds a zero byte.`,
    );
  if (path.isWellFormed()) return { flags: [], args: path === '' ? [] : [path], input: undefined };
  if (path.includes('\n'))
    throw new MosaicError('unsupported', 'A name that is no UTF-8 and holds a line break has no history here; use git.');
  return { flags: ['--stdin'], args: [], input: bytesOfText(`--\n${path}\n`) };
}

/** The best common ancestor; null when the histories are unrelated. */
export async function mergeBase(repository: Repository, a: string, b: string): Promise<string | null> {
  const { stdout, exitCode } = await run(['merge-base', commitId(a), commitId(b)], { gitDir: repository.gitDir, okExitCodes: [0, 1] });
  return exitCode === 0 ? (lines(stdout)[0] ?? null) : null;
}

/** Whether `ancestor` is reachable from `descendant` (a commit is its own ancestor): false means that a push was forced. */
export async function isAncestor(repository: Repository, ancestor: string, descendant: string): Promise<boolean> {
  let at: string | undefined = commitId(descendant);
  for (let step = 0; step < NEAR && at !== undefined; step++) {
    if (at === ancestor) return true;
    const commit: Commit | null = await getCommit(repository, at).catch(() => null);
    if (commit?.parentIds.includes(ancestor) === true) return true;
    at = commit?.parentIds[0];
  }
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
