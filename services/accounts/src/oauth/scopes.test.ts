import { expect, test } from 'vitest';

import { readScope } from './scopes.ts';

const ALL = ['hook', 'issue', 'organization', 'repository', 'status', 'sudo', 'user'].map((name) => `forge:${name}:admin`);

test.each<[string, string[]]>([
  ['', ALL],
  ['openid profile email groups', ALL],
  ['all', ALL],
  // What tea asks for.
  ['admin,user,issue,misc,notification,organization,package,repository', ALL],
  ['read:repository nonsense', ALL],
  ['read:constructor', ALL],
  ['read:repository', ['forge:hook:read', 'forge:repository:read', 'forge:status:read']],
  ['openid write:repository', ['forge:hook:admin', 'forge:repository:admin', 'forge:status:admin']],
  ['read:user,write:issue', ['forge:issue:admin', 'forge:user:read']],
  ['write:admin', ['forge:sudo:admin']],
  ['read:package', []],
])('%j is worth %j', (text, grants) => {
  expect([...readScope(text).grants].toSorted()).toEqual(grants);
});

test('what is allowed is said once for each scope, and what is told of a person is apart', () => {
  const scope = readScope('groups read:issue openid read:issue write:user');
  expect(scope).toMatchObject({ claims: ['openid', 'groups'], isPublicOnly: false });
  expect(scope.allows).toEqual(['Read issues', 'Read and change your account, with its keys']);
  expect(readScope('').allows).toEqual([expect.stringContaining('everything')]);
});

test('only what is public is no scope of ours', () => {
  expect(readScope('public-only read:user').isPublicOnly).toBe(true);
});
