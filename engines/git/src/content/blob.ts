import { Readable } from 'node:stream';

import { MosaicError } from '@mosaic/platform/errors';

import { isObjectId } from '../names/object-id.ts';
import { gitError } from '../process/git-error.ts';
import { stream } from '../process/git-process.ts';
import type { Repository } from '../repository/repository.ts';
import { entryAt, type TreeEntry } from './tree.ts';

/** Up to here a blob is read through the shared reader; larger ones get a process of their own. */
const SHARED_MAX_BYTES = 1024 * 1024;

/** A file's bytes by blob id; null when there is no such blob. @throws MosaicError `too_large` above `maxBytes`. */
export async function readBlob(repository: Repository, id: string, maxBytes: number): Promise<Buffer | null> {
  if (!isObjectId(id)) return null;
  const info = await repository.objects.info(repository.gitDir, id);
  if (info?.type !== 'blob') return null;
  return (await repository.objects.read(repository.gitDir, id, maxBytes))?.data ?? null;
}

export interface FileAt {
  entry: TreeEntry;
  data: Buffer;
}

/** The file (or symbolic link's target) at a path in a commit; null when there is none. @throws MosaicError `too_large`. */
export async function readFileAt(repository: Repository, commit: string, path: string, maxBytes: number): Promise<FileAt | null> {
  const entry = await entryAt(repository, commit, path);
  if (entry === null || (entry.kind !== 'file' && entry.kind !== 'symlink')) return null;
  const data = await readBlob(repository, entry.id, maxBytes);
  return data === null ? null : { entry, data };
}

/** A blob of any size as a stream, for downloads; the caller knows from the tree that it exists. */
export async function openBlob(repository: Repository, id: string, signal?: AbortSignal): Promise<Readable> {
  const info = isObjectId(id) ? await repository.objects.info(repository.gitDir, id) : null;
  if (info?.type !== 'blob') throw new MosaicError('not_found', 'The repository has no such file.');
  if (info.size <= SHARED_MAX_BYTES) {
    const found = await repository.objects.read(repository.gitDir, id, SHARED_MAX_BYTES);
    return Readable.from(found === null ? [] : [found.data]);
  }
  return Readable.from(pour(repository, id, signal), { objectMode: false });
}

async function* pour(repository: Repository, id: string, signal: AbortSignal | undefined): AsyncGenerator<Buffer> {
  const child = stream(['cat-file', 'blob', id], { gitDir: repository.gitDir, signal });
  child.stdin.end();
  try {
    yield* child.stdout as AsyncIterable<Buffer>;
    const exit = await child.done;
    if (exit.exitCode !== 0) throw gitError('cat-file', exit);
  } finally {
    child.kill();
  }
}
