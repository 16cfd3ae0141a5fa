import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { MosaicError } from '@mosaic/platform/errors';

import { gitError } from '../process/git-error.ts';
import { stream } from '../process/git-process.ts';
import { makeBeside } from '../repository/read-together.ts';
import type { Repository } from '../repository/repository.ts';

/** How the files of a commit are packed; a bundle is what git clones from (git-bundle(1)). */
export const ARCHIVE_FORMATS = ['zip', 'tar.gz', 'bundle'] as const;
export type ArchiveFormat = (typeof ARCHIVE_FORMATS)[number];

interface Archived {
  commitId: string;
  signal: AbortSignal;
  timeoutMs: number;
}

export interface ArchiveRequest extends Archived {
  format: Exclude<ArchiveFormat, 'bundle'>;
  /** Put before every path: "hello/". */
  prefix: string;
  /** These files and folders alone; all when empty. */
  paths: readonly string[];
}

/**
 * The files of a commit (git-archive(1)), as they come. What git refuses is thrown before the first byte; a fault after it breaks the
 * stream off. @throws MosaicError `invalid_input` for a path that is not there, `timeout`, `unavailable`.
 */
export function archive({ gitDir }: Repository, request: ArchiveRequest): Promise<AsyncIterable<Uint8Array>> {
  const { commitId, format, prefix, paths } = request;
  return begun(pour(['archive', `--format=${format}`, `--prefix=${prefix}`, commitId, '--', ...paths], gitDir, request));
}

/** A commit with its history as the branch `bundle`, which is HEAD. Made in a repository beside, under `path` until it is read. */
export function bundle(repository: Repository, path: string, request: Archived): Promise<AsyncIterable<Uint8Array>> {
  return begun(pourBundle(repository, path, request));
}

async function* pourBundle(repository: Repository, path: string, request: Archived): AsyncGenerator<Uint8Array> {
  try {
    await makeBeside(path, [repository], 'bundle');
    await writeFile(join(path, 'refs', 'heads', 'bundle'), `${request.commitId}\n`);
    yield* pour(['bundle', 'create', '--quiet', '-', 'refs/heads/bundle', 'HEAD'], path, request);
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

async function* pour(args: readonly string[], gitDir: string, { signal, timeoutMs }: Archived): AsyncGenerator<Uint8Array> {
  const child = stream(args, { gitDir, signal, timeoutMs });
  child.stdin.end();
  try {
    yield* child.stdout as AsyncIterable<Buffer>;
    const exit = await child.done;
    if (/^fatal: pathspec /m.test(exit.stderr)) throw new MosaicError('invalid_input', "path doesn't exist or is invalid");
    if (exit.exitCode !== 0) throw gitError(args[0] ?? '', exit);
  } finally {
    child.kill();
  }
}

/** Waits for the first bytes: what comes to nothing has an answer in words. */
async function begun(source: AsyncGenerator<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const first = await source.next();
  return rest();

  async function* rest(): AsyncGenerator<Uint8Array> {
    try {
      if (first.done === true) return;
      yield first.value;
      yield* source;
    } finally {
      await source.return(undefined);
    }
  }
}
