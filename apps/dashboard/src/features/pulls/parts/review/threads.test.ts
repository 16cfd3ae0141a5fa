import { expect, it } from 'vitest';

import { parseDiff } from '../../../../parts/diff/diff.ts';
import type { LineComment, Review } from '../../review-queries.ts';
import { placeThreads, threadsOf } from './threads.ts';

const review = (id: number, state: Review['state'] = 'commented'): Review => ({
  id,
  reviewer: 'ada',
  state,
  body: '',
  commit: 'c',
  stale: false,
  official: false,
  dismissed: false,
  dismissal: null,
  submittedAt: 0,
});
const comment = (id: number, about: Partial<LineComment> = {}): LineComment => ({
  id,
  reviewId: 1,
  author: 'ada',
  body: `number ${id}`,
  resolver: null,
  path: 'a.ts',
  side: 'new',
  line: 2,
  outdated: false,
  commit: 'c',
  hunk: '@@ -1 +1,2 @@\n one\n+two',
  createdAt: 0,
  updatedAt: 0,
  applied: [],
  ...about,
});
const idsOf = (threads: readonly { comments: readonly LineComment[] }[]) => threads.map(({ comments }) => comments.map(({ id }) => id));

it('makes one conversation of what one review says on one line', () => {
  const threads = threadsOf({
    reviews: [review(1), review(2, 'pending')],
    comments: [comment(1), comment(2, { reviewId: 2 }), comment(3), comment(4, { side: 'old' }), comment(5, { path: 'b.ts' })],
  });
  expect(idsOf(threads)).toEqual([[1, 3], [2], [4], [5]]);
  expect(threads.map(({ isDraft }) => isDraft)).toEqual([false, true, false, false]);
});

it('keeps apart one whose line is gone from one that stands where it was', () => {
  expect(idsOf(threadsOf({ reviews: [review(1)], comments: [comment(1, { outdated: true }), comment(2)] }))).toEqual([[1], [2]]);
});

it('finds the drawn line of each, of an unchanged one by either side, and tells which has none', () => {
  const [diff] = parseDiff('diff --git a/a.ts b/a.ts\n--- a/a.ts\n+++ b/a.ts\n@@ -4,3 +5,3 @@\n x\n-y\n+Y\n z\n');
  const threads = threadsOf({
    reviews: [review(1)],
    comments: [
      comment(1, { line: 5 }),
      comment(2, { side: 'old', line: 6 }),
      comment(3, { side: 'old', line: 5 }),
      comment(4, { line: 6 }),
      comment(5, { line: 8 }),
      comment(6, { line: 7, outdated: true }),
    ],
  });
  const { at, elsewhere } = placeThreads(threads, diff);
  expect([...at].map(([key, found]) => [key, idsOf(found)])).toEqual([
    ['new 5', [[1]]],
    ['old 6', [[2]]],
    ['old 5', [[3]]],
    ['new 6', [[4]]],
  ]);
  expect(idsOf(elsewhere)).toEqual([[5], [6]]);
});
