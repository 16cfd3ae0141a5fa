import { expect, test } from 'vitest';

import { ANONYMOUS, type Caller } from '@mosaic/platform/identity';

import { grantsOfKey, requireMayAddDeployKey, requireMayChangeKeys } from './key-policy.ts';

const ada: Caller = { ...ANONYMOUS, id: 'p-1', kind: 'person', login: 'ada', role: 'developer', grants: ['forge:*:admin'] };
const ATTEMPT = { task: 'T.1', epoch: 1 };

test.each([
  ['a developer', ada, true],
  ['an administrator', { ...ada, role: 'administrator', grants: ['*:*:*'] }, true],
  ['a viewer, who reads', { ...ada, role: 'viewer', grants: ['forge:repository:read'] }, true],
  ['a developer whose token only reads', { ...ada, grants: ['forge:user:admin', 'forge:repository:read'] }, false],
  ['a token for listed repositories', { ...ada, repositories: [1] }, false],
  ['a token of an attempt', { ...ada, attempt: ATTEMPT }, false],
  ["one of the platform's own", { ...ada, builtIn: true }, false],
  ['nobody', ANONYMOUS, false],
] as const)('a key is added by %s: %#', (_who, caller, wanted) => {
  const add = () => requireMayChangeKeys(caller as Caller);
  if (wanted) add();
  else expect(add).toThrow();
});

test('a key carries git alone, as far as the role goes', () => {
  expect(grantsOfKey({ role: 'developer', login: 'ada' })).toEqual(['forge:repository:write']);
  expect(grantsOfKey({ role: 'viewer', login: 'ada' })).toEqual(['forge:repository:read']);
  expect(grantsOfKey({ role: 'administrator', login: 'root' })).toEqual(['forge:repository:write']);
  expect(grantsOfKey({ role: 'service', login: 'robot' })).toEqual([]);
});

test('a deploy key is added by no attempt', () => {
  requireMayAddDeployKey(ada);
  expect(() => requireMayAddDeployKey({ ...ada, attempt: ATTEMPT })).toThrow('attempt');
});
