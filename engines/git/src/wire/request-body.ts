import { Transform, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

import { MosaicError } from '@mosaic/platform/errors';

/**
 * The body of a smart HTTP request as git expects it: unpacked when it is gzip (git compresses requests above 1 KiB).
 * `maxBytes` counts unpacked bytes, so that a small body cannot become a large one; the stream fails with `too_large`.
 * @throws MosaicError `invalid_input` for another Content-Encoding.
 */
export function requestBody(body: Readable, contentEncoding: string | undefined, maxBytes: number): Readable {
  const encoding = contentEncoding?.trim().toLowerCase() ?? 'identity';
  const limited = new ByteLimit(maxBytes);
  // Whoever reads it meets the error; until somebody does, it must not end the process.
  limited.on('error', () => {});
  if (encoding === 'identity' || encoding === '') return connect(body, limited);
  if (encoding !== 'gzip' && encoding !== 'x-gzip') {
    throw new MosaicError('invalid_input', `The request is encoded as ${JSON.stringify(encoding.slice(0, 40))}; send it as gzip or plain.`);
  }
  const gunzip = createGunzip();
  connect(body, gunzip);
  gunzip.on('error', (cause) =>
    limited.destroy(new MosaicError('invalid_input', 'The request says gzip, but its body is not.', { cause })),
  );
  gunzip.pipe(limited);
  return limited;
}

/**
 * Unlike stream.pipeline, a failing target leaves the source alone: destroying a request would also cut off the answer to it.
 */
function connect<T extends Transform>(source: Readable, target: T): T {
  source.on('error', (cause) => target.destroy(cutOff(cause)));
  source.on('close', () => {
    if (!source.readableEnded) target.destroy(cutOff());
  });
  return source.pipe(target);
}

function cutOff(cause?: unknown): MosaicError {
  return new MosaicError('invalid_input', 'The request was cut off before its end; try again.', { cause });
}

class ByteLimit extends Transform {
  #left: number;

  constructor(maxBytes: number) {
    super();
    this.#left = maxBytes;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, callback: (error: Error | null, data?: Buffer) => void): void {
    this.#left -= chunk.length;
    if (this.#left >= 0) callback(null, chunk);
    else callback(new MosaicError('too_large', 'The request is larger than the limit allows.'));
  }
}
