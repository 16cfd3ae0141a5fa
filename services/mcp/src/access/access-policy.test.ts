import { expect, test } from 'vitest';

import { ANONYMOUS, type Caller } from '@mosaic/platform/identity';

import { isPlatform, platformRights, reaches } from './access-policy.ts';

test.each<[string, Partial<Caller>, boolean]>([
  ["the platform's agent", { builtIn: true, kind: 'agent' }, true],
  ["the platform's service, with the grant", { builtIn: true, kind: 'service', grants: ['mcp:feed:admin'] }, true],
  ["the platform's service without it", { builtIn: true, kind: 'service' }, false],
  ['an agent that somebody made', { kind: 'agent', grants: ['mcp:feed:admin'] }, false],
  ['an administrator', { kind: 'person', role: 'administrator', grants: ['*:*:*'] }, false],
])('by its grants alone sees %s', (_, caller, sees) => {
  expect(isPlatform({ ...ANONYMOUS, ...caller })).toBe(sees);
});

test("a service acts on anyone's behalf, an agent reads", () => {
  expect(platformRights({ ...ANONYMOUS, kind: 'service' })).toEqual({ pull: true, push: true, admin: true });
  expect(platformRights({ ...ANONYMOUS, kind: 'agent' })).toEqual({ pull: true, push: false, admin: false });
});

test.each([
  [null, true],
  [[1, 2], true],
  [[2], false],
])('a token for %j reaches repository 1: %s', (repositories, isReached) => {
  expect(reaches({ ...ANONYMOUS, repositories }, 1)).toBe(isReached);
});
