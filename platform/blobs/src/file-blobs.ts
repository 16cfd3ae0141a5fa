import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { randomUUID } from 'node:crypto';

import { MosaicError } from '@mosaic/platform/errors';

/**
 * Large values outside the database: artifacts, logs, attachments. Keys are relative paths of
 * `[A-Za-z0-9._-]` segments. A put is atomic: readers see the old value or the whole new one.
 */
export interface BlobStore {
  /** Stores the stream; over `maxBytes` it is refused with `too_large` and nothing is kept. Answers the size. */
  put(key: string, body: Readable | Uint8Array | string, options: { maxBytes: number }): Promise<number>;
  /** Adds to the end, creating the value; for logs. Not atomic: a crash may leave part of the last piece. */
  append(key: string, body: Uint8Array | string): Promise<void>;
  /** Streams the value, or a byte range [start, end); throws `not_found`. */
  get(key: string, range?: { start: number; end: number }): Promise<Readable>;
  /** Size in bytes, or null when there is none. */
  size(key: string): Promise<number | null>;
  /** Removes the value, or all values below `key/`; no error when absent. */
  remove(key: string): Promise<void>;
  /** Keys directly below a prefix. */
  list(prefix: string): Promise<string[]>;
}

const SEGMENT = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/;

/** Blobs as files below a folder. Half-written drafts of a killed process are removed at opening. */
export async function openFileBlobs(folder: string): Promise<BlobStore> {
  const drafts = join(folder, '.drafts');
  await rm(drafts, { recursive: true, force: true });
  await mkdir(drafts, { recursive: true, mode: 0o700 });
  const pathOf = (key: string) => {
    const segments = key.split('/');
    if (segments.length > 12 || !segments.every((segment) => SEGMENT.test(segment)))
      throw new MosaicError('invalid_input', `"${key}" is not a blob key.`);
    return join(folder, ...segments);
  };
  return {
    async put(key, body, { maxBytes }) {
      const target = pathOf(key);
      const draft = join(drafts, randomUUID());
      const source = body instanceof Readable ? body : Readable.from([typeof body === 'string' ? Buffer.from(body) : body]);
      let size = 0;
      const meter = new Transform({
        transform(chunk: Buffer, _encoding, done) {
          size += chunk.length;
          done(size > maxBytes ? new MosaicError('too_large', `It is larger than the limit of ${maxBytes} bytes.`) : null, chunk);
        },
      });
      try {
        await pipeline(source, meter, createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }));
        await mkdir(dirname(target), { recursive: true, mode: 0o700 });
        await rename(draft, target);
      } finally {
        await rm(draft, { force: true });
      }
      return size;
    },
    async append(key, body) {
      const target = pathOf(key);
      const write = async () => {
        await using handle = await open(target, 'a', 0o600);
        await handle.appendFile(body);
      };
      try {
        await write();
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
        await mkdir(dirname(target), { recursive: true, mode: 0o700 });
        await write();
      }
    },
    async get(key, range) {
      const path = pathOf(key);
      if ((await sizeOf(path)) === null) throw new MosaicError('not_found', 'There is no such stored value.');
      return createReadStream(path, range === undefined ? {} : { start: range.start, end: Math.max(range.start, range.end) - 1 });
    },
    size: (key) => sizeOf(pathOf(key)),
    remove: (key) => rm(pathOf(key), { recursive: true, force: true }),
    async list(prefix) {
      try {
        return (await readdir(pathOf(prefix))).toSorted();
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
        throw error;
      }
    },
  };
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    const found = await stat(path);
    return found.isFile() ? found.size : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
