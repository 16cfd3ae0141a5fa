import { expect, test } from 'vitest';

import type { Door, Grant } from '@mosaic/contracts/mosaic';
import { toJson } from '@mosaic/platform/db';
import { ANONYMOUS, type Caller } from '@mosaic/platform/identity';

import { carriesAll, decideToken, mayHandleTokensOf, reachesToken, type TokenBounds, type TokenWish } from './token-policy.ts';

const ADA: Caller = {
  ...ANONYMOUS,
  id: 'ada',
  kind: 'person',
  role: 'developer',
  tokenId: 'own',
  doors: ['forge', 'ci'],
  grants: ['forge:*:admin', 'accounts:token:write'],
};
const WISH: TokenWish = { doors: ['forge'], grants: ['forge:issue:write'], repositories: null, expiresAt: null };
const BOUNDS: TokenBounds = { target: { id: 'ada', ceiling: ['forge:*:admin'] }, callerExpiresAt: null };

test.each<[string, Partial<Caller>, Partial<TokenWish>, Partial<TokenBounds>, boolean]>([
  ['within all bounds', {}, {}, {}, true],
  ['for somebody else', {}, {}, { target: { id: 'bob', ceiling: ['forge:*:admin'] } }, false],
  ['for somebody else, by who may', { grants: ['*:*:*'] }, {}, { target: { id: 'bob', ceiling: ['forge:*:admin'] } }, true],
  ['at another door', {}, { doors: ['mcp'] }, {}, false],
  ['wider than its repositories', { repositories: [1] }, {}, {}, false],
  ['in another repository', { repositories: [1] }, { repositories: [2] }, {}, false],
  ['in its own repository', { repositories: [1, 2] }, { repositories: [2] }, {}, true],
  ['without end', {}, {}, { callerExpiresAt: 5 }, false],
  ['longer', {}, { expiresAt: 6 }, { callerExpiresAt: 5 }, false],
  ['as long', {}, { expiresAt: 5 }, { callerExpiresAt: 5 }, true],
  ['beyond the role', {}, { grants: ['ci:pipeline:read'] }, {}, false],
  ['beyond the own grants', { grants: ['forge:issue:read'] }, {}, {}, false],
])('a token %s', (_, caller, wish, bounds, isMade) => {
  expect(decideToken({ ...ADA, ...caller }, { ...WISH, ...wish }, { ...BOUNDS, ...bounds }).refusal === null).toBe(isMade);
});

test('a wildcard is narrowed to what is allowed', () => {
  const ceiling: Grant[] = ['forge:issue:read', 'forge:hook:admin'];
  expect(decideToken(ADA, { ...WISH, grants: ['forge:*:write'] }, { ...BOUNDS, target: { id: 'ada', ceiling } })).toEqual({
    refusal: null,
    grants: ['forge:issue:read', 'forge:hook:write'],
  });
});

test.each<[string, Partial<Caller>, boolean]>([
  ['as wide', {}, true],
  ['itself, however narrow', { tokenId: 'other', doors: [], grants: [] }, true],
  ['of more doors', { doors: ['ci'] }, false],
  ['of more repositories', { repositories: [2] }, false],
  ['of more grants', { grants: ['forge:issue:read'] }, false],
])('a credential reaches a token %s: it', (_, caller, isReached) => {
  const doors: Door[] = ['forge'];
  const grants: Grant[] = ['forge:issue:write', 'ci:secret:admin'];
  const token = { id: 'other', doors: toJson(doors), grants: toJson(grants), repositories: toJson([1]) };
  // What the ceiling lacks, the token no longer carries.
  expect(reachesToken({ ...ADA, ...caller }, token, ['forge:*:admin'])).toBe(isReached);
});

test('only a credential that is worth the whole person lets in as them', () => {
  expect(carriesAll(ADA, ['forge:issue:write'])).toBe(true);
  expect(carriesAll(ADA, ['ci:secret:admin'])).toBe(false);
  expect(carriesAll({ ...ADA, repositories: [1] }, ['forge:issue:write'])).toBe(false);
});

test("one's own tokens, or anybody's with the grant; an administrator may look for nobody's", () => {
  expect(mayHandleTokensOf(ADA, { id: 'ada' })).toBe(true);
  expect(mayHandleTokensOf(ADA, { id: 'bob' })).toBe(false);
  expect(mayHandleTokensOf(ADA, undefined)).toBe(false);
  expect(mayHandleTokensOf({ ...ADA, grants: ['accounts:token:admin'] }, undefined)).toBe(true);
});
