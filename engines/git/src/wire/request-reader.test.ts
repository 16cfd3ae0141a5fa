import { Readable } from 'node:stream';

import { expect, test } from 'vitest';

import { encodePkt, FLUSH_PKT } from './pkt-line.ts';
import { RequestReader } from './request-reader.ts';

const FIRST = Buffer.concat([encodePkt('command=ls-refs\n'), Buffer.from('0001'), encodePkt('peel\n'), FLUSH_PKT]);
const SECOND = Buffer.concat([encodePkt('command=fetch\n'), Buffer.from('0001'), encodePkt('done\n'), FLUSH_PKT]);

function readerOf(bytes: Buffer, size: number, maxBytes = 1_000): RequestReader {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  return new RequestReader(Readable.from(pieces, { objectMode: false }), maxBytes);
}

async function all(reader: RequestReader): Promise<string[]> {
  const read: string[] = [];
  while (await reader.begins()) {
    const request = await reader.next();
    if (request === null) break;
    read.push(request.toString());
  }
  return read;
}

test.each([1, 3, 7, 50, 1_000])('each request is whole and by itself, in portions of %i bytes', async (size) => {
  const whole = [FIRST, SECOND].map(String);
  expect(await all(readerOf(Buffer.concat([FIRST, SECOND, FLUSH_PKT]), size))).toEqual(whole);
  expect(await all(readerOf(Buffer.concat([FIRST, SECOND]), size))).toEqual(whole);
});

test('what is cut off, malformed or too large is refused', async () => {
  await expect(all(readerOf(FIRST.subarray(0, -2), 5))).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(all(readerOf(Buffer.from('SSH-2.0-nonsense'), 5))).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(all(readerOf(FIRST, 5, 20))).rejects.toMatchObject({ code: 'too_large' });
});
