import { expect, it } from 'vitest';

import { stateView } from './state-words.ts';

it('keeps the upstream word where it says more', () => {
  expect(stateView('pipeline', 'killed')).toEqual({ state: 'cancelled', word: 'Cancelled', upstream: 'killed' });
  expect(stateView('deployment', 'live')).toEqual({ state: 'ok', word: 'Live', upstream: null });
});

it('one word means what its kind means by it', () => {
  expect(stateView('hop', 'ok').word).toBe('Done');
  expect(stateView('service', 'ok').word).toBe('Live');
  expect(stateView('own', 'ok').word).toBe('Passed');
});

it('a word of another kind, or of nobody, is shown as it is', () => {
  expect(stateView('check', 'blocked')).toEqual({ state: 'waiting', word: 'blocked', upstream: null });
  expect(stateView('task', 'constructor')).toEqual({ state: 'waiting', word: 'constructor', upstream: null });
});
