import { expect, test } from 'vitest';

import { ANONYMOUS, type Caller } from '@mosaic/platform/identity';

import { afterAttempt, mayWork, requireLease, requireValidator } from './task-policy.ts';

const row = { id: 'T.001.01.01.01', state: 'in_progress', holder: 'triage', epoch: 2, leaseUntil: 1_000 };

test.each([
  ['another epoch', row, { login: 'triage', epoch: 1, now: 0 }],
  ['another holder', row, { login: 'reviewer', epoch: 2, now: 0 }],
  ['an ended lease', row, { login: 'triage', epoch: 2, now: 1_000 }],
  ['another state', { ...row, state: 'ready' }, { login: 'triage', epoch: 2, now: 0 }],
])('a write under %s is stale', (_, found, given) => {
  expect(() => requireLease(found, given)).toThrow(expect.objectContaining({ code: 'stale_lease' }));
});

test('the holder writes under the present epoch', () => {
  expect(() => requireLease(row, { login: 'triage', epoch: 2, now: 999 })).not.toThrow();
});

test.each([
  ['service', 'service', 'triage', false, true],
  ['agent', 'triage', 'triage', false, true],
  ['agent', 'reviewer', 'triage', true, false],
  ['agent', 'coordinator', 'triage', false, true],
  ['service', 'developer', 'triage', false, false],
  ['service', 'developer', 'triage', true, true],
  ['person', 'developer', 'triage', true, true],
  ['person', 'developer', 'triage', false, false],
] as const)('a %s with role %s takes work of %s with push %s: %s', (kind, role, work, push, expected) => {
  const caller: Caller = { ...ANONYMOUS, kind, role, builtIn: role === 'service' };
  expect(mayWork(caller, work, { push })).toBe(expected);
});

test('the third attempt is the last', () => {
  expect([1, 2, 3].map(afterAttempt)).toEqual(['ready', 'ready', 'blocked']);
});

test('nobody validates their own work', () => {
  expect(() => requireValidator({ ...row, state: 'completed' }, 'triage')).toThrow(expect.objectContaining({ code: 'forbidden' }));
  expect(() => requireValidator({ ...row, state: 'completed' }, 'reviewer')).not.toThrow();
  expect(() => requireValidator(row, 'reviewer')).toThrow(expect.objectContaining({ code: 'conflict' }));
});
