import { describe, expect, it } from 'vitest';

import { bytesOfText, decodeByteText, encodeBytePath, encodeByteText, textOfBytes } from './byte-text.ts';

const latin = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

describe('a name that is bytes', () => {
  it('keeps every sequence of two bytes, and longer ones', () => {
    const samples = [
      latin('caf\xe9/\xff\x80a'),
      latin('\xef\xbb\xbfbom'),
      latin('\xed\xa0\x80'),
      latin('\xf4\x90\x80\x80'),
      latin('\xc3'),
      latin('\xe2\x82'),
    ];
    for (let first = 0; first < 256; first += 1) for (let second = 0; second < 256; second += 5) samples.push(Uint8Array.of(first, second));
    for (const bytes of samples) {
      const text = textOfBytes(bytes);
      expect([...bytesOfText(text)], encodeByteText(text)).toEqual([...bytes]);
      expect(JSON.parse(JSON.stringify(text))).toBe(text);
      expect(decodeByteText(encodeByteText(text))).toBe(text);
    }
  });
  it('is plain text where it is UTF-8', () => {
    const text = 'дом/ä 😀';
    expect(textOfBytes(new TextEncoder().encode(text))).toBe(text);
    expect(encodeByteText(text)).toBe(encodeURIComponent(text));
  });
  it('stands in an address as its bytes', () => {
    const path = textOfBytes(latin('a b/caf\xe9 #1?.txt'));
    expect(path).toBe('a b/caf\udce9 #1?.txt');
    expect(encodeBytePath(path)).toBe('a%20b/caf%E9%20%231%3F.txt');
    expect(decodeByteText('caf%E9%C3%A4')).toBe('caf\udce9ä');
    expect(decodeByteText('100%')).toBe('100%');
    expect(encodeByteText('\ud800')).toBe('%EF%BF%BD');
  });
  it.each(['../../user', 'a/../../user', './../user', 'a/..', 'a/.', '.../..a/x.'])('stays below the address it stands in: %s', (path) => {
    const { pathname } = new URL(`/branches/${encodeBytePath(path)}`, 'http://forge');
    expect(pathname).toMatch(/^\/branches\/./);
    expect(decodeByteText(pathname)).toBe(`/branches/${path}`);
  });
});
