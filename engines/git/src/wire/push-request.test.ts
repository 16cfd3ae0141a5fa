import { Readable } from 'node:stream';

import { describe, expect, it } from 'vitest';

import { FLUSH_PKT, encodePkt } from './pkt-line.ts';
import { readPushRequest } from './push-request.ts';

const A = 'a'.repeat(40);
const B = 'b'.repeat(40);
const ZERO = '0'.repeat(40);
const CAPS = 'report-status side-band-64k push-options agent=git/2.39.5';
const PACK = Buffer.from('PACK0000\u0000\u0000 0001 not packets at all');

const request = Buffer.concat([
  encodePkt(`shallow ${A}`),
  encodePkt(`${A} ${B} refs/heads/main\0 ${CAPS}`),
  encodePkt(`${ZERO} ${B} refs/tags/v1\n`),
  FLUSH_PKT,
  encodePkt('ci.skip'),
  encodePkt('title=Hello world'),
  FLUSH_PKT,
  PACK,
]);

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const body = (...chunks: Buffer[]): Readable => Readable.from(chunks.filter((chunk) => chunk.length > 0));

describe('readPushRequest', () => {
  it('reads the head and replays the whole, wherever the body is cut', async () => {
    for (let cut = 0; cut <= request.length; cut++) {
      const push = await readPushRequest(body(request.subarray(0, cut), request.subarray(cut)));
      expect(push.commands).toEqual([
        { oldId: A, newId: B, ref: 'refs/heads/main' },
        { oldId: ZERO, newId: B, ref: 'refs/tags/v1' },
      ]);
      expect(push.shallow).toEqual([A]);
      expect(push.capabilities).toEqual(CAPS.split(' '));
      expect(push.options).toEqual(['ci.skip', 'title=Hello world']);
      expect(await collect(push.rest)).toEqual(request);
    }
  });

  it('reads single bytes', async () => {
    const push = await readPushRequest(body(...Array.from(request, (byte) => Buffer.of(byte))));
    expect(push.options).toHaveLength(2);
    expect(await collect(push.rest)).toEqual(request);
  });

  it('does not read ahead of the head', async () => {
    let asked = 0;
    const chunks = async function* () {
      for (const chunk of [request.subarray(0, -PACK.length), PACK, PACK]) {
        asked++;
        yield chunk;
      }
    };
    const push = await readPushRequest(Readable.from(chunks(), { highWaterMark: 1 }));
    expect(asked).toBeLessThan(3);
    expect((await collect(push.rest)).length).toBe(request.length + PACK.length);
  });

  it('takes the probe that git sends before a large push, and nothing at all', async () => {
    expect((await readPushRequest(body(FLUSH_PKT))).commands).toEqual([]);
    expect((await readPushRequest(body())).commands).toEqual([]);
  });

  it.each([
    ['a signed push', encodePkt(`push-cert\0${CAPS}`), /Signed/],
    ['a bad id', encodePkt(`xyz ${B} refs/heads/a\0x`), /malformed/],
    ['a traversal', encodePkt(`${A} ${B} refs/heads/../../config\0x`), /not a valid ref/],
    ['a ref outside refs/', encodePkt(`${A} ${B} HEAD\0x`), /not a valid ref/],
    ['something else', Buffer.from('GET / HTTP/1.1'), /git protocol/],
    ['a cut-off head', encodePkt(`${A} ${B} refs/heads/a\0x`), /cut off/],
    ['a delimiter', Buffer.from('0001'), /malformed/],
  ])('refuses %s', async (_what, bytes, message) => {
    await expect(readPushRequest(body(bytes))).rejects.toThrow(message);
  });

  it('bounds commands and bytes', async () => {
    const many = Buffer.concat(Array.from({ length: 3 }, (_, index) => encodePkt(`${A} ${B} refs/heads/b${index}\0`)));
    await expect(readPushRequest(body(many, FLUSH_PKT), { maxCommands: 2 })).rejects.toMatchObject({ code: 'too_large' });
    await expect(readPushRequest(body(many, FLUSH_PKT), { maxHeadBytes: 100 })).rejects.toMatchObject({ code: 'too_large' });
  });
});
