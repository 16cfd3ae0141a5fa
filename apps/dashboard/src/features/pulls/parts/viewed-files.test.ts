import { expect, it } from 'vitest';

import { markViewed, REMEMBERED, type ViewedFiles } from './viewed-files.ts';

const file = (path: string, version = '1') => ({ path, version });

it('remembers the version that was seen, and forgets it when told', () => {
  const once = markViewed({}, 'ada/shop#7', { file: file('a'), isViewed: true });
  expect(once).toEqual({ 'ada/shop#7': { a: '1' } });
  const again = markViewed(once, 'ada/shop#7', { file: file('a', '2'), isViewed: true });
  expect(again).toEqual({ 'ada/shop#7': { a: '2' } });
  expect(markViewed(again, 'ada/shop#7', { file: file('a', '2'), isViewed: false })).toEqual({ 'ada/shop#7': {} });
});

it('keeps the pull requests that were marked last', () => {
  let all: ViewedFiles = {};
  for (let number = 0; number <= REMEMBERED; number += 1) all = markViewed(all, `ada/shop#${number}`, { file: file('a'), isViewed: true });
  all = markViewed(all, 'ada/shop#1', { file: file('b'), isViewed: true });
  all = markViewed(all, 'ada/shop#new', { file: file('a'), isViewed: true });
  expect(Object.keys(all)).toHaveLength(REMEMBERED);
  expect([all['ada/shop#0'], all['ada/shop#2'], all['ada/shop#1']]).toEqual([undefined, undefined, { a: '1', b: '1' }]);
});
