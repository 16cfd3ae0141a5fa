import { expect, it } from 'vitest';

import { bodyParts, hunkFile, suggestedFile, suggestionOf } from './suggestions.ts';

const text = (words: string) => ({ kind: 'text', text: words });
const suggestion = (...lines: string[]) => ({ kind: 'suggestion', lines });

it.each([
  ['plain', [text('plain')]],
  ['Say:\n```suggestion\ntwo\nthree\n```\nOr not.', [text('Say:'), suggestion('two', 'three'), text('Or not.')]],
  ['```suggestion\n```', [suggestion()]],
  ['```suggestion\r\ntwo\r\n```', [suggestion('two')]],
  ['````suggestion\n```\n````', [suggestion('```')]],
  ['~~~suggestion\na\n~~~', [suggestion('a')]],
  ['```suggestion\nnever closed', [suggestion('never closed')]],
  ['```ts\nsuggestion\n```', [text('```ts\nsuggestion\n```')]],
])('reads %j', (body, parts) => expect(bodyParts(body)).toEqual(parts));

const HUNK = '@@ -8,3 +8,3 @@ head\n h\n i\n-j\n+J';

it('shows the lines that led to a comment, the last of them where there are many', () => {
  expect(hunkFile('a.ts', HUNK, 10)?.hunks[0]).toMatchObject({ heading: 'head', lines: [{ text: 'h' }, { text: 'i' }, {}, {}] });
  expect(hunkFile('a.ts', HUNK, 2)?.hunks[0]).toMatchObject({ heading: '', lines: [{ text: 'j' }, { text: 'J', after: 10 }] });
});

it('sets what is suggested against the line of the comment', () => {
  const lines = suggestedFile('a.ts', HUNK, ['K', 'L'])?.hunks[0]?.lines;
  expect(lines?.map(({ kind, text: words, before, after }) => [kind, words, before, after])).toEqual([
    ['delete', 'J', 10, null],
    ['add', 'K', null, 10],
    ['add', 'L', null, 11],
  ]);
});

it.each(['two', 'a ```` b', ''])('begins with the line %j so that it is read back', (line) =>
  expect(bodyParts(suggestionOf(line))).toEqual([suggestion(line)]),
);
