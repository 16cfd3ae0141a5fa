import { repoGetRawFile } from '@mosaic/contracts/gitea';
import { SNIFFED_BYTES } from '@mosaic/engines/git';

import { mediaTypeOf } from '../../../../contents/media-type.ts';
import { implementInRepository } from '../../../forge-operation.ts';
import { sendFile } from '../../../send-file.ts';

/** A file's bytes at a branch, tag or commit. */
export const getRawFile = implementInRepository(repoGetRawFile, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, params, query, raw, reply, gone }, { contents }) {
    const { entry, open } = await contents.reader.raw(repository, query.ref, params['*']);
    reply.header('x-gitea-object-type', entry.kind);
    return sendFile(raw, reply, {
      id: entry.id,
      size: entry.size,
      async open() {
        const { head, body } = await peek(await open(gone()));
        return { type: mediaTypeOf(entry.name, head), body };
      },
    });
  },
});

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
