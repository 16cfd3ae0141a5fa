import { expect, test } from 'vitest';

import { breachesOf, breachesOfAll, type Change, type Holdings } from './invariants.ts';

const sha = 'a'.repeat(40);
const traceId = 'b'.repeat(32);
const moved: Change = { sha, isAcknowledged: true, isMoved: true };
const nothing: Holdings = { pipelines: [], deployments: [], tasks: [], inbox: [] };
const one: Holdings = {
  pipelines: [{ sha, status: 'success', traceId }],
  deployments: [{ sha, state: 'live', traceId }],
  tasks: [{ sha, state: 'validated' }],
  inbox: [traceId],
};

test('one of each is what a moved ref has, and none is what an unmoved one has', () => {
  expect(breachesOf(moved, one)).toEqual([]);
  expect(breachesOf({ sha, isAcknowledged: false, isMoved: false }, nothing)).toEqual([]);
});

test('a second row of any kind is a breach', () => {
  for (const what of ['pipelines', 'deployments', 'tasks', 'inbox'] as const)
    expect(breachesOf(moved, { ...one, [what]: [...one[what], ...one[what]] })).toHaveLength(1);
});

test('a missing row of any kind is a breach', () => {
  for (const what of ['pipelines', 'deployments', 'tasks', 'inbox'] as const)
    expect(breachesOf(moved, { ...one, [what]: [] })).not.toEqual([]);
});

test('an acknowledged push whose ref has not moved is lost', () => {
  expect(breachesOf({ sha, isAcknowledged: true, isMoved: false }, nothing)[0]).toContain('has not moved');
});

test('rows of a push that moved no ref are a breach', () => {
  expect(breachesOf({ sha, isAcknowledged: false, isMoved: false }, one)).not.toEqual([]);
});

test('work that ended badly, and a trace that broke, are breaches', () => {
  expect(breachesOf(moved, { ...one, pipelines: [{ sha, status: 'running', traceId }] })).toHaveLength(1);
  expect(breachesOf(moved, { ...one, deployments: [{ sha, state: 'live', traceId: 'c'.repeat(32) }] })[0]).toContain('2 traces');
});

test('the sum finds what stands under no known change', () => {
  expect(breachesOfAll([moved], nothing, one)).toEqual([]);
  expect(breachesOfAll([moved], nothing, { ...one, inbox: [traceId, 'd'.repeat(32)] })).toEqual([
    '1 refs moved, but there are 2 inbox more',
  ]);
});
