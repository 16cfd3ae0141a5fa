import { SNIFFED_BYTES } from '@mosaic/engines/git';

import { mediaTypeOf } from '../../../../contents/media-type.ts';

/** The bytes of a file with their media type, as its name and its first ones say. */
export async function typedBody(name: string, body: AsyncIterable<Uint8Array>): Promise<{ type: string; body: AsyncIterable<Uint8Array> }> {
  const peeked = await peek(body);
  return { type: mediaTypeOf(name, peeked.head), body: peeked.body };
}

/** The first bytes of a stream, and the whole of it again. */
async function peek(body: AsyncIterable<Uint8Array>): Promise<{ head: Uint8Array; body: AsyncIterable<Uint8Array> }> {
  const source = body[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let size = 0;
  while (size < SNIFFED_BYTES) {
    const { value, done } = await source.next();
    if (done === true) break;
    read.push(value);
    size += value.length;
  }
  const replay = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* read.splice(0);
      yield* { [Symbol.asyncIterator]: () => source };
    } finally {
      // A range may end before the file does; the process behind it ends then.
      await source.return?.();
    }
  };
  return { head: Buffer.concat(read), body: replay() };
}
