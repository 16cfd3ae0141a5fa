import { Readable } from 'node:stream';

import { isObjectId } from '../names/object-id.ts';
import { damaged } from '../objects/damaged.ts';
import { gitError } from '../process/git-error.ts';
import { stream } from '../process/git-process.ts';
import type { Repository } from '../repository/repository.ts';
import { entryAt, type TreeEntry } from './tree.ts';

/** Up to here a blob is read through the shared reader; larger ones get a process of their own. */
const SHARED_MAX_BYTES = 1024 * 1024;

/** Bytes of a blob; null when there is no such blob. */
export async function blobSize(repository: Repository, id: string): Promise<number | null> {
  const info = isObjectId(id) ? await repository.objects.info(repository.gitDir, id) : null;
  return info?.type === 'blob' ? info.size : null;
}

/** A file's bytes by blob id; null when there is no such blob. @throws MosaicError `too_large` above `maxBytes`. */
export async function readBlob(repository: Repository, id: string, maxBytes: number): Promise<Buffer | null> {
  if ((await blobSize(repository, id)) === null) return null;
  return (await repository.objects.read(repository.gitDir, id, maxBytes))?.data ?? null;
}

/** Bytes in which git looks for a NUL, by which it knows a binary file (xdiff-interface.c, FIRST_FEW_BYTES). */
export const SNIFFED_BYTES = 8_000;

/** Whether git takes them for no text. */
export function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, SNIFFED_BYTES).includes(0);
}

/** The id of the file (or symbolic link's target) at a path in a commit; null when there is none. */
export async function blobAt(repository: Repository, commit: string, path: string): Promise<string | null> {
  const entry = await entryAt(repository, commit, path);
  return entry?.kind === 'file' || entry?.kind === 'symlink' ? entry.id : null;
}

/** The bytes of a file that a tree lists. @throws MosaicError `too_large`, `unavailable` when they are lost. */
export async function readFile(repository: Repository, entry: TreeEntry, maxBytes: number): Promise<Buffer> {
  const data = await readBlob(repository, entry.id, maxBytes);
  if (data === null) throw lost(entry);
  return data;
}

export interface FileAt {
  entry: TreeEntry;
  data: Buffer;
}

/** The file (or symbolic link's target) at a path in a commit; null when there is none. @throws as {@link readFile}. */
export async function readFileAt(repository: Repository, commit: string, path: string, maxBytes: number): Promise<FileAt | null> {
  const entry = await entryAt(repository, commit, path);
  if (entry === null || (entry.kind !== 'file' && entry.kind !== 'symlink')) return null;
  return { entry, data: await readFile(repository, entry, maxBytes) };
}

/** A file that a tree lists, of any size, as a stream for downloads. @throws MosaicError `unavailable` when its bytes are lost. */
export async function openFile(repository: Repository, entry: TreeEntry, signal?: AbortSignal): Promise<Readable> {
  const size = await blobSize(repository, entry.id);
  if (size === null) throw lost(entry);
  if (size <= SHARED_MAX_BYTES) return Readable.from([await readFile(repository, entry, SHARED_MAX_BYTES)]);
  return Readable.from(pour(repository, entry.id, signal), { objectMode: false });
}

function lost(entry: TreeEntry) {
  return damaged(`the file ${JSON.stringify(entry.path)} (${entry.id.slice(0, 10)})`);
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
