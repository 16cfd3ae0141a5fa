import { expect, it } from 'vitest';

import { bodyParts, suggestionsOf } from './suggestions.ts';

const text = (words: string) => ({ kind: 'text', text: words });
const suggestion = (...lines: string[]) => ({ kind: 'suggestion', lines, above: 0, below: 0 });

it.each([
  ['plain', [text('plain')]],
  ['Say:\n```suggestion\ntwo\nthree\n```\nOr not.', [text('Say:'), suggestion('two', 'three'), text('Or not.')]],
  ['```suggestion\n```', [suggestion()]],
  ['```suggestion\n\n```', [suggestion('')]],
  ['```suggestion\r\ntwo\r\n```', [suggestion('two')]],
  ['````suggestion\n```\n````', [suggestion('```')]],
  ['~~~suggestion\na\n~~~', [suggestion('a')]],
  ['```suggestion\nnever closed', [suggestion('never closed')]],
  ['```ts\nsuggestion\n```', [text('```ts\nsuggestion\n```')]],
  ['````md\n```suggestion\nan example\n```\n````', [text('````md\n```suggestion\nan example\n```\n````')]],
  ['```suggestion:-2+1\na\n```', [{ ...suggestion('a'), above: 2, below: 1 }]],
  ['```suggestion:-101+0\na\n```', [text('```suggestion:-101+0\na\n```')]],
  ['```suggestions\na\n```', [text('```suggestions\na\n```')]],
])('reads %j', (body, parts) => expect(bodyParts(body)).toEqual(parts));

it('names the suggestions of a comment by their order', () =>
  expect(suggestionsOf('a\n```suggestion\n1\n```\nor\n```suggestion\n2\n```').map(({ lines }) => lines)).toEqual([['1'], ['2']]));
