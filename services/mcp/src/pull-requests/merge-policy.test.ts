import { expect, test } from 'vitest';

import { PullRequest } from '@mosaic/contracts/gitea';

import { togetherOf } from './checks.ts';
import { mergeObstacles } from './merge-policy.ts';

const side = (ref: string) => ({ label: ref, ref, sha: 'a'.repeat(40), repo_id: 1, repo: null });
const pull = (change: object = {}) =>
  PullRequest.parse({
    id: 1,
    number: 1,
    user: { id: 1, login: 'ada' },
    title: 'Say more',
    labels: [],
    state: 'open',
    mergeable: true,
    base: side('main'),
    head: side('topic'),
    ...change,
  });

test.each([
  ['an open one', {}, []],
  ['a merged one', { merged: true, state: 'closed', mergeable: false }, ['It is merged already.']],
  ['a closed one', { state: 'closed', mergeable: false, draft: true }, ['It is closed; open it again first.']],
  ['a draft', { draft: true, mergeable: false }, ['It is a draft; take "WIP:" off its title.']],
  [
    'one with conflicts',
    { mergeable: false, conflicted_files: ['a', 'b'] },
    ['Both sides have changed a, b; merge the base into the head and settle it there.'],
  ],
  [
    'one with many',
    { mergeable: false, conflicted_files: Array.from({ length: 12 }, (_, index) => `f${index}`) },
    ['Both sides have changed f0, f1, f2, f3, f4, f5, f6, f7, f8, f9 and 2 more; merge the base into the head and settle it there.'],
  ],
  ['one that is looked at', { mergeable: false }, ['The forge does not say yet that it can be merged; ask again in a moment.']],
])('%s is held by what holds it', (_name, change, obstacles) => {
  expect(mergeObstacles(pull(change), true)).toEqual(obstacles);
});

test('who may not write is told so, beside what else is in the way', () => {
  const needed = 'You need write access to merge it.';
  expect(mergeObstacles(pull(), false)).toEqual([needed]);
  expect(mergeObstacles(pull({ draft: true }), false)).toEqual(['It is a draft; take "WIP:" off its title.', needed]);
});

test.each([
  [[], 'none'],
  [['success', 'skipped'], 'success'],
  [['success', 'pending'], 'pending'],
  [['pending', 'failure'], 'failure'],
  [['success', 'error'], 'failure'],
  [['warning'], 'failure'],
])('checks that are %j are together %s', (states, together) => {
  expect(togetherOf(states)).toBe(together);
});
