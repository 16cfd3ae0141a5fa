import { expect, test } from 'vitest';

import { type Status } from '@mosaic/contracts/woodpecker';

import { mergeStatus, pipelineStatus } from './status-merge.ts';

test.each<[Status[], Status]>([
  [['success', 'failure'], 'failure'],
  [['success', 'skipped'], 'success'],
  [['skipped', 'skipped'], 'skipped'],
  [['failure', 'error'], 'error'],
  [['running', 'failure'], 'running'],
  [['killed', 'success'], 'killed'],
  [['canceled', 'success'], 'killed'],
  [['canceled', 'canceled'], 'canceled'],
  [['canceled', 'skipped'], 'canceled'],
  [['blocked', 'created'], 'blocked'],
])('%o is %s', (states, expected) => {
  expect(mergeStatus(states)).toBe(expected);
});

test.each<[Status[], Status]>([
  [['pending', 'pending'], 'pending'],
  [['running', 'pending'], 'running'],
  [['success', 'pending'], 'running'],
  [['failure', 'success'], 'failure'],
])('a pipeline of %o is %s', (states, expected) => {
  expect(pipelineStatus(states)).toBe(expected);
});
