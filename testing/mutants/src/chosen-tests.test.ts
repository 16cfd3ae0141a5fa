import { expect, test } from 'vitest';

import { choose, SLOW_MS, type TimedFile } from './chosen-tests.ts';

const SUITE: TimedFile = {
  file: 'suite.test.ts',
  ms: 3 * SLOW_MS,
  isSuite: true,
  tests: new Map([
    ['long', SLOW_MS],
    ['a.404', 10],
    ['b.200', 5],
    ['other', 1],
  ]),
};
const SHORT: TimedFile = { file: 'short.test.ts', ms: 20, isSuite: false, tests: new Map() };
const SLOW: TimedFile = { file: 'slow.test.ts', ms: SLOW_MS + 1, isSuite: false, tests: new Map([['one', 1]]) };
const calls = (target: string, file: TimedFile, tests: string[]) => tests.map((one) => ({ target, file: file.file, test: one }));

test('files that call a target, without slow ones; of a long suite the cases that call it, as many as fit', () => {
  const noted = [
    ...calls('get', SUITE, ['long', 'a.404', 'b.200', '']),
    ...calls('get', SHORT, ['']),
    ...calls('get', SLOW, ['one']),
    ...calls('list', SLOW, ['one']),
    ...calls('edit', SUITE, ['']),
  ];
  const chosen = choose([SUITE, SLOW, SHORT], noted);
  const pattern = String.raw`^(?:b\.200|a\.404)$`;
  expect(chosen).toEqual(
    new Map([
      ['get', [{ file: 'short.test.ts' }, { file: 'suite.test.ts', pattern }]],
      ['list', []],
      ['edit', []],
    ]),
  );
  expect(['a.404', 'b.200', 'a-404', 'other'].map((name) => new RegExp(pattern).test(name))).toEqual([true, true, false, false]);
});
