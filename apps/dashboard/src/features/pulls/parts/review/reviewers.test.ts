import { expect, it } from 'vitest';

import type { Review } from '../../review-queries.ts';
import { reviewersOf } from './reviewers.ts';

let id = 0;
const said = (reviewer: string, state: Review['state'], about: Partial<Review> = {}): Review => ({
  id: (id += 1),
  reviewer,
  state,
  body: '',
  commit: 'c',
  stale: false,
  official: true,
  dismissed: false,
  dismissal: null,
  submittedAt: 0,
  ...about,
});
const statesOf = (...reviews: Review[]) => reviewersOf(reviews, 'ada').map(({ login, opinion, stale }) => [login, opinion, stale]);

it.each([
  ['the last verdict', [said('eve', 'rejected', { dismissed: true }), said('eve', 'approved')], ['eve', 'approved', false]],
  ['a verdict before what is said later', [said('eve', 'approved', { stale: true }), said('eve', 'commented')], ['eve', 'approved', true]],
  ['a verdict after what was said', [said('eve', 'commented'), said('eve', 'rejected')], ['eve', 'rejected', false]],
  ['a request before a verdict', [said('eve', 'approved'), said('eve', 'requested')], ['eve', 'requested', false]],
  ['a request whatever is listed after it', [said('eve', 'requested'), said('eve', 'approved')], ['eve', 'requested', false]],
  ['a verdict that counts no more', [said('eve', 'rejected', { dismissed: true })], ['eve', 'dismissed', false]],
] as const)('of somebody tells %s', (_name, reviews, state) => expect(statesOf(...reviews)).toEqual([state]));

it('leaves out drafts and what the author says', () =>
  expect(statesOf(said('ada', 'commented'), said('eve', 'pending'), said('bob', 'commented'))).toEqual([['bob', 'commented', false]]));
