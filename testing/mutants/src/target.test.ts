import { expect, test } from 'vitest';

import { emptied } from './target.ts';

test.each([
  ['a list has no items', ['axe'], []],
  ['a list among members has none', { total: 1, things: ['axe'], owners: [] }, { total: 1, things: [], owners: [] }],
  ['a thing whose lists are empty anyway has no words', { id: 1, name: 'axe', labels: [] }, { id: 1, name: '', labels: [] }],
  ['a thing without lists has no members', { id: 1, name: 'axe' }, {}],
  ['silence stays so', undefined, undefined],
])('%s', (_what, answer, empty) => {
  expect(emptied(answer)).toEqual(empty);
});
