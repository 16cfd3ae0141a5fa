import { expect, it } from 'vitest';

import { advertiseV2, acceptedGitProtocol, speaksV2 } from './advertise-v2.ts';
import { FLUSH_PKT, PKT_MAX_PAYLOAD, PktDecoder, decodePkts, encodePkt } from './pkt-line.ts';

it('encodes the examples of gitprotocol-common', () => {
  expect(encodePkt('a\n').toString()).toBe('0006a\n');
  expect(encodePkt('foobar\n').toString()).toBe('000bfoobar\n');
  expect(encodePkt('').toString()).toBe('0004');
  expect(() => encodePkt(Buffer.alloc(PKT_MAX_PAYLOAD + 1))).toThrow(RangeError);
});

it('decodes what arrives byte by byte', () => {
  const decoder = new PktDecoder();
  const kinds: string[] = [];
  for (const byte of Buffer.from('0006a\n00010002000a000000'.replace('000a0000', '0000'))) {
    decoder.feed(Buffer.of(byte));
    for (let packet = decoder.next(); packet !== null; packet = decoder.next())
      kinds.push(packet.kind === 'data' ? packet.data.toString() : packet.kind);
  }
  expect(kinds).toEqual(['a\n', 'delimiter', 'response-end', 'flush']);
});

it.each(['0003', 'zzzz', 'fff5', '-001', '0006a'])('refuses %s', (bytes) => {
  expect(() => decodePkts(Buffer.from(bytes))).toThrow(/git protocol/);
});

it('round-trips the largest packet', () => {
  const [packet] = decodePkts(encodePkt(Buffer.alloc(PKT_MAX_PAYLOAD, 7)));
  expect(packet?.kind === 'data' && packet.data.length).toBe(PKT_MAX_PAYLOAD);
});

it('advertises protocol v2', () => {
  const packets = decodePkts(advertiseV2('sha256', 'git/x'));
  expect(packets[0]).toEqual({ kind: 'data', data: Buffer.from('version 2\n') });
  expect(advertiseV2('sha1').subarray(-4)).toEqual(FLUSH_PKT);
});

it('takes only well-formed Git-Protocol headers', () => {
  expect(acceptedGitProtocol('version=2')).toBe('version=2');
  expect(acceptedGitProtocol('version=2\nX=1')).toBeUndefined();
  expect(['version=2', 'version=1:version=2', 'version=1', undefined, 'version'].map(speaksV2)).toEqual([true, true, false, false, false]);
});
