import { expect, it } from 'vitest';

import { DeploymentState, TaskState } from '@mosaic/contracts/mosaic';
import { Status } from '@mosaic/contracts/woodpecker';

import { stateView } from './state-words.ts';

it('has one of the seven states for every word of the contracts', () => {
  for (const word of [...Status.options, ...DeploymentState.options, ...TaskState.options]) {
    expect(stateView(word).word, word).not.toBe(word);
  }
});

it('keeps the upstream word where it says more', () => {
  expect(stateView('killed')).toEqual({ state: 'cancelled', word: 'Cancelled', upstream: 'killed' });
  expect(stateView('live')).toEqual({ state: 'ok', word: 'Live', upstream: null });
});
