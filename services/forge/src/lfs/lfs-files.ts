import { createHash } from 'node:crypto';
import { Transform, type Readable } from 'node:stream';

import type { BlobStore } from '@mosaic/platform/blobs';
import { MosaicError } from '@mosaic/platform/errors';

import type { LfsObject } from './lfs-object.ts';

/** The bytes of large files, by their hash: one copy, however many repositories have it. */
export class LfsFiles {
  readonly #blobs: BlobStore;

  constructor(blobs: BlobStore) {
    this.#blobs = blobs;
  }

  /** Keeps the bytes, if they are what they are said to be. @throws MosaicError `invalid_input`, `insufficient_storage`. */
  async put(object: LfsObject, body: Readable): Promise<void> {
    const checked = body.pipe(checking(object));
    body.once('error', (error) => checked.destroy(error));
    body.once('close', () => {
      if (!body.readableEnded) checked.destroy(new MosaicError('invalid_input', 'The upload ended before its end.'));
    });
    await this.#blobs.put(keyOf(object.oid), checked, { maxBytes: object.size });
  }

  async has({ oid, size }: LfsObject): Promise<boolean> {
    return (await this.#blobs.size(keyOf(oid))) === size;
  }

  /** @throws MosaicError `not_found`. */
  open(oid: string, range?: { start: number; end: number }): Promise<Readable> {
    return this.#blobs.get(keyOf(oid), range);
  }

  remove(oid: string): Promise<void> {
    return this.#blobs.remove(keyOf(oid));
  }

  /** The hashes of all that is kept, a folder at a time. */
  async *oids(): AsyncGenerator<string[]> {
    for (const folder of await this.#blobs.list('objects')) yield await this.#blobs.list(`objects/${folder}`);
  }
}

function keyOf(oid: string): string {
  return `objects/${oid.slice(0, 2)}/${oid}`;
}

/** Passes the bytes on, and fails at their end unless they are the object's. */
function checking({ oid, size }: LfsObject): Transform {
  const hash = createHash('sha256');
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > size) return done(new MosaicError('invalid_input', `More than the ${size} bytes that were announced came.`));
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      if (seen !== size) return done(new MosaicError('invalid_input', `${seen} bytes came instead of ${size}.`));
      if (hash.digest('hex') !== oid)
        return done(new MosaicError('invalid_input', 'The bytes that came are not those of the object that was announced.'));
      done();
    },
  });
}
