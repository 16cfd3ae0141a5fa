import { expect, it } from 'vitest';

import { hunkOfUnchanged, hunkUpTo, lineAfter } from './review-lines.ts';

const hunk = (from: [number, number], to: [number, number], lines: string[] = []) => ({
  from: { start: from[0], count: from[1] },
  to: { start: to[0], count: to[1] },
  lines,
});

it.each([
  ['before everything', [hunk([5, 1], [5, 1])], 4, 4],
  ['in a line that was changed', [hunk([5, 1], [5, 1])], 5, null],
  ['behind lines that were added', [hunk([2, 0], [3, 2])], 3, 5],
  ['just before lines that were added', [hunk([2, 0], [3, 2])], 2, 2],
  ['behind lines that were dropped', [hunk([2, 3], [1, 0])], 5, 2],
  ['the last of lines that were dropped', [hunk([2, 3], [1, 0])], 4, null],
  ['behind several changes', [hunk([1, 1], [1, 3]), hunk([8, 2], [9, 0])], 20, 20],
  ['before the first line', [hunk([0, 0], [1, 4])], 1, 5],
] as const)('finds a line again: %s', (_name, hunks, line, now) => {
  expect(lineAfter(hunks, line)).toBe(now);
});

const CHANGE = [hunk([7, 6], [7, 6], [' g', ' h', ' i', '-j', '+J', ' k', ' l'])];

it.each([
  ['new', 10, '@@ -8,3 +8,3 @@\n h\n i\n-j\n+J'],
  ['old', 10, '@@ -7,4 +7,3 @@\n g\n h\n i\n-j'],
  ['new', 7, '@@ -7,1 +7,1 @@\n g'],
  ['new', 13, null],
] as const)('shows what leads to line %s %i', (side, line, shown) => {
  expect(hunkUpTo(CHANGE, { side, line })).toBe(shown);
});

it('shows no line longer than a thousand characters, and no zero byte', () => {
  const long = [hunk([1, 0], [1, 1], [`+\0${'x'.repeat(5_000)}`])];
  expect(hunkUpTo(long, { side: 'new', line: 1 })).toBe(`@@ -1,0 +1,1 @@\n+\uFFFD${'x'.repeat(998)}`);
});

it('shows a line that is left alone with those before it', () => {
  expect(hunkOfUnchanged(['a', 'b', 'c', 'd', 'e', 'f'], { side: 'new', old: 8, new: 5 })).toBe('@@ -5,4 +2,4 @@\n b\n c\n d\n e');
  expect(hunkOfUnchanged(['a', 'b'], { side: 'old', old: 1, new: 3 })).toBe('@@ -1,1 +3,1 @@\n a');
});
