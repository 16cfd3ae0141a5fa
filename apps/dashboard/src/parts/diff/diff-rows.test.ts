import { expect, it } from 'vitest';

import { differing, diffRows, type DiffRow } from './diff-rows.ts';
import { parseDiff } from './diff.ts';

const hunks = (text: string) => parseDiff(`diff --git a/x b/x\n--- a/x\n+++ b/x\n${text}`)[0]?.hunks ?? [];
const told = (row: DiffRow): string =>
  row.kind === 'heading'
    ? `@ ${row.heading}`
    : row.kind === 'line'
      ? `${row.line.kind} ${row.line.text}`
      : `${row.left?.text ?? '-'} | ${row.right?.text ?? '-'}`;

it('puts what was taken out beside what was put there, and leaves the longer side alone', () => {
  const rows = diffRows(hunks('@@ -1,5 +1,5 @@ head\n a\n-b\n-c\n+B\n d\n-e\n+E\n+F\n'), 'split');
  expect(rows.map(told)).toEqual(['@ head', 'a | a', 'b | B', 'c | -', 'd | d', 'e | E', '- | F']);
});

it('keeps the order of git in one column', () => {
  const rows = diffRows(hunks('@@ -1,3 +1,3 @@\n a\n-b\n+B\n c\n'), 'unified');
  expect(rows.map(told)).toEqual(['@ ', 'context a', 'delete b', 'add B', 'context c']);
});

it('begins anew where lines are taken out after some were put in', () => {
  const rows = diffRows(hunks('@@ -1,2 +1,2 @@\n+x\n-b\n+y\n-c\n'), 'split');
  expect(rows.map(told)).toEqual(['@ ', '- | x', 'b | y', 'c | -']);
});

it.each([
  ['const a = 1;', 'const b = 1;', [6, 7], [6, 7]],
  ['aaa', 'aaaa', [3, 3], [3, 4]],
  ['say()', 'say(more)', [4, 4], [4, 8]],
])('marks in %j and %j what differs', (before, after, [lf, lt], [rf, rt]) =>
  expect(differing(before, after)).toEqual({ left: { from: lf, to: lt }, right: { from: rf, to: rt } }),
);

it.each([
  ['one', 'three'],
  ['x'.repeat(1001), 'x'.repeat(1000)],
])('of %.10s… and %.10s… marks nothing', (before, after) => expect(differing(before, after)).toBeNull());
