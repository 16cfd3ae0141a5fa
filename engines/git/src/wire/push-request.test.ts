import { PassThrough, Readable } from 'node:stream';

import { describe, expect, it } from 'vitest';

import { FLUSH_PKT, encodePkt } from './pkt-line.ts';
import { narrowPush, readPushRequest, withoutPack } from './push-request.ts';

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
    ['something else', Buffer.from('GET / HTTP/1.1'), /git protocol/],
    ['a cut-off head', encodePkt(`${A} ${B} refs/heads/a\0x`), /cut off/],
    ['a delimiter', Buffer.from('0001'), /malformed/],
  ])('refuses %s', async (_what, bytes, message) => {
    await expect(readPushRequest(body(bytes))).rejects.toThrow(message);
  });

  it('bounds commands and bytes', async () => {
    const many = Buffer.concat(Array.from({ length: 3 }, (_, index) => encodePkt(`${A} ${B} refs/heads/b${index}\0`)));
    const first = await readPushRequest(body(many, FLUSH_PKT), { maxCommands: 2 });
    expect(first.fault).toBe('a push updates at most 2 refs; push them in portions');
    expect(first.commands).toHaveLength(2);
    const second = await readPushRequest(body(many, FLUSH_PKT), { maxHeadBytes: 100 });
    expect(second.fault).toMatch(/at most 100 bytes of refs/);
    expect(await collect(second.rest)).toEqual(Buffer.concat([many, FLUSH_PKT]));
  });

  it('keeps the bytes of names, whatever they are', async () => {
    const name = Buffer.concat([Buffer.from(`${A} ${B} refs/heads/caf`), Buffer.of(0xe9, 0), Buffer.from(CAPS)]);
    const bytes = Buffer.concat([encodePkt(name), FLUSH_PKT, FLUSH_PKT]);
    const push = await readPushRequest(body(bytes));
    expect(push.commands[0]?.ref).toBe('refs/heads/caf\udce9');
    expect(await collect(narrowPush(push, () => true).rest)).toEqual(bytes);
  });
});

describe('narrowPush', () => {
  it('leaves commands out and all else as it is, wherever the body is cut', async () => {
    for (const cut of [0, 10, request.length - PACK.length - 2, request.length - PACK.length, request.length - 3]) {
      const push = await readPushRequest(body(request.subarray(0, cut), request.subarray(cut)));
      const narrowed = narrowPush(push, ({ ref }) => ref === 'refs/tags/v1');
      const again = await readPushRequest(body(await collect(narrowed.rest)));
      expect(again).toMatchObject({ shallow: [A], capabilities: CAPS.split(' '), options: ['ci.skip', 'title=Hello world'] });
      expect(again.commands).toEqual([{ oldId: ZERO, newId: B, ref: 'refs/tags/v1' }]);
      expect((await collect(again.rest)).subarray(again.headBytes)).toEqual(PACK);
    }
  });
});

describe('withoutPack', () => {
  it('ends behind the head of a push that only deletes, though the client says no end', async () => {
    const head = Buffer.concat([encodePkt(`${A} ${ZERO} refs/heads/gone\0 ${CAPS}`), FLUSH_PKT, encodePkt('ci.skip'), FLUSH_PKT]);
    const open = new PassThrough();
    open.write(head.subarray(0, 9));
    open.write(head.subarray(9));
    expect(await collect(withoutPack(await readPushRequest(open)).rest)).toEqual(head);
  });

  it('leaves a push with a pack as it is', async () => {
    expect(await collect(withoutPack(await readPushRequest(body(request))).rest)).toEqual(request);
  });
});
