import { expect, it } from 'vitest';

import { replaceLines } from './suggested-text.ts';

const replaced = (text: string, ...replacements: [from: number, to: number, ...lines: string[]][]) =>
  replaceLines(
    Buffer.from(text),
    replacements.map(([from, to, ...lines]) => ({ from, to, lines })),
  ).toString();

it.each([
  ['one line', replaced('a\nb\nc\n', [2, 2, 'B']), 'a\nB\nc\n'],
  ['several by one', replaced('a\nb\nc\n', [1, 2, 'X']), 'X\nc\n'],
  ['one by several', replaced('a\nb\nc\n', [2, 2, 'x', 'y']), 'a\nx\ny\nc\n'],
  ['one by an empty one', replaced('a\nb\n', [1, 1, '']), '\nb\n'],
  ['one by none', replaced('a\nb\nc\n', [2, 2]), 'a\nc\n'],
  ['all by none', replaced('a\n', [1, 1]), ''],
  ['two, whatever their order', replaced('a\nb\nc\n', [1, 1, 'x', 'y'], [3, 3, 'z']), 'x\ny\nb\nz\n'],
  ['neighbours', replaced('a\nb\n', [2, 2, 'B'], [1, 1, 'A']), 'A\nB\n'],
  ['the ends of lines stay', replaced('a\r\nb\r\nc\n', [2, 2, 'x', 'y']), 'a\r\nx\r\ny\r\nc\n'],
  ['a last line without an end', replaced('a\nb', [2, 2, 'B', 'C']), 'a\nB\nC'],
  ['the same of a file with carriage returns', replaced('a\r\nb', [2, 2, 'B', 'C']), 'a\r\nB\r\nC'],
  ['that one by none', replaced('a\r\nb', [2, 2]), 'a'],
])('replaces %s', (_, now, expected) => expect(now).toBe(expected));

it('leaves bytes that are no UTF-8 as they are, and puts no others there', () => {
  const latin = Buffer.from('caf\xe9\nb\n', 'latin1');
  expect(replaceLines(latin, [{ from: 2, to: 2, lines: ['B'] }]).equals(Buffer.from('caf\xe9\nB\n', 'latin1'))).toBe(true);
  expect(() => replaceLines(latin, [{ from: 2, to: 2, lines: ['é'] }])).toThrow('not UTF-8');
  expect(replaceLines(Buffer.from('a\n'), [{ from: 1, to: 1, lines: ['é'] }]).toString()).toBe('é\n');
});

it.each([
  ['beyond the last line', () => replaced('a\nb\n', [2, 3, 'x'])],
  ['before the first', () => replaced('a\n', [0, 1, 'x'])],
])('refuses what reaches %s', (_, act) => expect(act).toThrow('beyond the lines'));

it.each([
  ['the same line', () => replaced('a\nb\n', [1, 1, 'x'], [1, 1, 'y'])],
  ['lines of which one is the same', () => replaced('a\nb\nc\n', [1, 2, 'x'], [2, 3, 'y'])],
])('refuses two about %s', (_, act) => expect(act).toThrow('about the same lines'));
