import { expect, it } from 'vitest';

import { mediaTypeOf } from './media-type.ts';

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13);
const text = (words: string) => Buffer.from(words);

it.each([
  ['page.html', text('<script>alert(1)</script>'), 'text/plain; charset=utf-8'],
  ['app.js', text('alert(1)'), 'text/plain; charset=utf-8'],
  ['feed.xml', text('<?xml version="1.0"?>'), 'text/plain; charset=utf-8'],
  ['main.ts', text('export {}'), 'text/plain; charset=utf-8'],
  ['Makefile', text('all:\n'), 'text/plain; charset=utf-8'],
  ['empty', text(''), 'text/plain; charset=utf-8'],
  ['latin.txt', Buffer.from('Gr\xfc\xdfe', 'latin1'), 'text/plain'],
  ['icon.svg', text('<svg/>'), 'image/svg+xml'],
  ['icon.svg', Buffer.from([0, 1, 2]), 'application/octet-stream'],
  ['logo.PNG', PNG, 'image/png'],
  ['clip.ts', Buffer.from([0x47, 0, 0xff]), 'video/mp2t'],
  ['paper.pdf', Buffer.from('%PDF-1.7\n\0'), 'application/pdf'],
  ['page.html', Buffer.from('<p>\0'), 'application/octet-stream'],
  ['caf\udce9.png', PNG, 'image/png'],
  ['none', Buffer.from([1, 0, 2]), 'application/octet-stream'],
])('%s is sent as what it is, and never as a page', (name, head, type) => {
  expect(mediaTypeOf(name, head)).toBe(type);
});

it('takes a letter that the first portion cuts in two for a letter', () => {
  const long = Buffer.concat([Buffer.alloc(7_999, 'a'), text('ä'), text('b')]);
  expect(mediaTypeOf('long.txt', long)).toBe('text/plain; charset=utf-8');
});
