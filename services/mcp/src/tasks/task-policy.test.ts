import { expect, test } from 'vitest';

import { ANONYMOUS, type Caller, type RepositoryView } from '@mosaic/platform/identity';

import {
  afterAttempt,
  afterReport,
  jsonOf,
  mayWork,
  requireLease,
  requireOwnAttempt,
  requireOwnProject,
  requireValidator,
  rightToAdd,
  rightToValidate,
} from './task-policy.ts';

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

test.each([
  ['completed', 0, { state: 'completed', attempts: 0 }],
  ['failed', 0, { state: 'failed', attempts: 1 }],
  ['failed', 2, { state: 'blocked', attempts: 3 }],
] as const)('a report of %s after %d attempts', (outcome, attempts, expected) => {
  expect(afterReport(outcome, attempts)).toEqual(expected);
});

test.each([
  [true, 'service', 'pull'],
  [false, 'agent', 'pull'],
  [false, 'service', 'push'],
  [false, 'person', 'push'],
] as const)('built in %s, a %s needs %s to add a task', (builtIn, kind, expected) => {
  expect(rightToAdd({ ...ANONYMOUS, builtIn, kind })).toBe(expected);
});

test('a task is of a project of its own repository, or of one that nobody has', () => {
  const repository: RepositoryView = {
    id: 7,
    fullName: 'ada/hello',
    owner: 'ada',
    private: true,
    defaultBranch: 'main',
    pull: true,
    push: true,
    admin: true,
  };
  expect(() => requireOwnProject('hello', { bound: null, repository })).not.toThrow();
  expect(() => requireOwnProject('hello', { bound: 7, repository })).not.toThrow();
  expect(() => requireOwnProject('hello', { bound: 8, repository })).toThrow(expect.objectContaining({ code: 'not_found' }));
});

test('an input or a result has 64 KiB of JSON, counted in bytes', () => {
  const room = 64 * 1024 - JSON.stringify({ text: '' }).length;
  expect(jsonOf('input', { text: 'x'.repeat(room) })).toHaveLength(64 * 1024);
  expect(() => jsonOf('result', { text: 'ä'.repeat(room / 2 + 1) })).toThrow(expect.objectContaining({ code: 'too_large' }));
});

test('nobody validates their own work', () => {
  expect(() => requireValidator({ ...row, state: 'completed' }, 'triage')).toThrow(expect.objectContaining({ code: 'forbidden' }));
  expect(() => requireValidator({ ...row, state: 'completed' }, 'reviewer')).not.toThrow();
  expect(() => requireValidator(row, 'reviewer')).toThrow(expect.objectContaining({ code: 'conflict' }));
});

test.each([
  [true, null],
  [false, 'push'],
] as const)('built in %s, judging work needs the right %s', (builtIn, right) => {
  expect(rightToValidate({ ...ANONYMOUS, builtIn })).toBe(right);
});

test.each([
  ['no token of an attempt', null, true],
  ['its own', { task: 'k', epoch: 2 }, true],
  ['an earlier one', { task: 'k', epoch: 1 }, false],
  ['one at another task', { task: 'other', epoch: 2 }, false],
])('a lease is spoken for with %s', (_what, attempt, may) => {
  const ask = () => requireOwnAttempt(attempt, { key: 'k', epoch: 2 });
  if (may) expect(ask).not.toThrow();
  else expect(ask).toThrow(expect.objectContaining({ code: 'forbidden' }));
});
