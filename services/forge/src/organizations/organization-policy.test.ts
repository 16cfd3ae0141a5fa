import { expect, test } from 'vitest';

import { ANONYMOUS, type Caller } from '@mosaic/platform/identity';

import { administers, isAtLeast, mayCreateIn, placeIn } from './organization-policy.ts';

const ada: Caller = { ...ANONYMOUS, id: 'p-1', kind: 'person', role: 'developer', grants: ['*:*:*'] };
const root: Caller = { ...ada, role: 'administrator' };
const platform: Caller = { ...ada, kind: 'service', role: 'service', builtIn: true };
const of = (visibility: 'public' | 'limited' | 'private') => ({ id: 7, visibility });
const seat = (permission: 'none' | 'admin' | 'owner', over: object = {}) => ({
  ownerId: 7,
  permission,
  createsRepositories: false,
  ...over,
});

test.each([
  ['anybody, of a public one', ANONYMOUS, 'public', [], 'reader'],
  ['anybody, of a limited one', ANONYMOUS, 'limited', [], 'stranger'],
  ['one who is signed in, of a limited one', ada, 'limited', [], 'reader'],
  ['one who is signed in, of a private one', ada, 'private', [], 'stranger'],
  ['one in a team that may nothing', ada, 'private', [seat('none')], 'member'],
  ['one in a team that administers', ada, 'private', [seat('admin')], 'member'],
  ['one of its owners', ada, 'private', [seat('none'), seat('owner')], 'owner'],
  ['an owner of another one', ada, 'private', [seat('owner', { ownerId: 8 })], 'stranger'],
  ['an owner, with a token for listed repositories', { ...ada, repositories: [1] }, 'private', [seat('owner')], 'stranger'],
  ['an administrator', root, 'private', [], 'owner'],
  ['an administrator, with a token for listed repositories', { ...root, repositories: [1] }, 'private', [], 'stranger'],
  ['the platform, which reads all repositories', platform, 'private', [], 'reader'],
  ['the platform, for listed repositories', { ...platform, repositories: [1] }, 'private', [], 'stranger'],
  ['the platform without that grant', { ...platform, grants: ['forge:user:read'] }, 'private', [], 'stranger'],
  ['a service account that somebody made', { ...platform, builtIn: false }, 'private', [], 'stranger'],
] as const)('%s', (_who, caller, visibility, seats, wanted) => expect(placeIn(caller, of(visibility), seats)).toBe(wanted));

test.each([
  ['an owner', ada, [seat('owner')], true],
  ['a member', ada, [seat('admin')], false],
  ['a member of a team that may', ada, [seat('none', { createsRepositories: true })], true],
  ['one of such a team elsewhere', ada, [seat('none', { createsRepositories: true, ownerId: 8 })], false],
  ['an administrator', root, [], true],
  ['an owner with a token for listed repositories', { ...ada, repositories: [1] }, [seat('owner')], false],
] as const)('makes repositories: %s', (_who, caller, seats, wanted) => expect(mayCreateIn(caller, of('public'), seats)).toBe(wanted));

test('each place holds those before it; who administers all is told by role alone', () => {
  expect([isAtLeast('owner', 'member'), isAtLeast('reader', 'member'), isAtLeast('stranger', 'reader')]).toEqual([true, false, false]);
  expect([administers(root), administers(ada), administers(platform), administers({ ...root, repositories: [] })]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
