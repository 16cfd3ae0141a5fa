import { expect, it } from 'vitest';

import { suggestionsOf } from '@mosaic/contracts/mosaic';

import { hunkFile, linesAbove, suggestedFile, suggestionOf } from './suggestions.ts';

const HUNK = '@@ -8,3 +8,3 @@ head\n h\n i\n-j\n+J';

it('shows the lines that led to a comment, the last of them where there are many', () => {
  expect(hunkFile('a.ts', HUNK, 10)?.hunks[0]).toMatchObject({ heading: 'head', lines: [{ text: 'h' }, { text: 'i' }, {}, {}] });
  expect(hunkFile('a.ts', HUNK, 2)?.hunks[0]).toMatchObject({ heading: '', lines: [{ text: 'j' }, { text: 'J', after: 10 }] });
});

it('sets what is suggested against the line of the comment', () => {
  const lines = suggestedFile('a.ts', HUNK, { lines: ['K', 'L'], above: 0, below: 0 })?.hunks[0]?.lines;
  expect(lines?.map(({ kind, text: words, before, after }) => [kind, words, before, after])).toEqual([
    ['delete', 'J', 10, null],
    ['add', 'K', null, 10],
    ['add', 'L', null, 11],
  ]);
});

it('sets it against the lines above that go too, and says which they are', () => {
  const hunk = suggestedFile('a.ts', HUNK, { lines: ['K'], above: 2, below: 1 })?.hunks[0];
  expect(hunk?.heading).toBe('Suggested change of lines 8 to 11');
  expect(hunk?.lines.map(({ kind, text: words, before, after }) => [kind, words, before, after])).toEqual([
    ['delete', 'h', 8, null],
    ['delete', 'i', 9, null],
    ['delete', 'J', 10, null],
    ['add', 'K', null, 8],
  ]);
});

it.each(['two', 'a ```` b', ''])('begins with the line %j so that it is read back', (line) =>
  expect(suggestionsOf(suggestionOf(line)).map(({ lines }) => lines)).toEqual([[line]]),
);

it('takes lines above along, the nearest first', () => {
  const file = hunkFile('a.ts', HUNK, 10);
  const last = file?.hunks[0]?.lines.at(-1);
  if (last === undefined) throw new Error('no line');
  expect(linesAbove(file, last)).toEqual(['i', 'h']);
  expect(suggestionsOf(suggestionOf('h', 'i', 'J'))).toMatchObject([{ lines: ['h', 'i', 'J'], above: 2, below: 0 }]);
});
