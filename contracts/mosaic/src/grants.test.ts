import { expect, test } from 'vitest';

import { covers, grantsWithin, meetGrants } from './grants.ts';

test.each([
  [['*:*:*'], ['forge:issue:read'], ['forge:issue:read']],
  [['forge:*:admin'], ['forge:issue:read', 'ci:pipeline:write'], ['forge:issue:read']],
  [['*:issue:write'], ['forge:*:read'], ['forge:issue:read']],
  [['forge:issue:read'], ['forge:issue:admin'], ['forge:issue:read']],
  [['forge:issue:read'], ['ci:issue:read'], []],
  [['*:*:*'], ['*:*:*'], ['*:*:*']],
  [['*:*:read', 'forge:issue:admin'], ['*:*:*'], ['*:*:read', 'forge:issue:admin']],
  [['forge:*:read', 'forge:issue:read'], ['*:*:*'], ['forge:*:read']],
  [[], ['*:*:*'], []],
])('%j met with %j is %j', (left, right, met) => {
  expect(meetGrants(left, right).toSorted()).toEqual(met.toSorted());
  expect(meetGrants(right, left).toSorted()).toEqual(met.toSorted());
});

test.each([
  [['forge:issue:write'], ['forge:issue:admin'], []],
  [['forge:issue:admin'], ['forge:issue:write'], ['forge:issue:admin']],
  [['forge:issue:read', 'ci:secret:read'], ['forge:*:read'], ['ci:secret:read']],
  [['forge:*:admin'], ['forge:issue:read'], []],
  [['ci:*:read'], ['forge:issue:read'], ['ci:*:read']],
])('of %j within %j is refused: %j', (wished, ceiling, refused) => {
  expect(grantsWithin(wished, ceiling).refused).toEqual(refused);
});

test.each([
  ['forge:repository:read', 'forge:repository:read', true],
  ['forge:repository:read', 'forge:repository:write', false],
  ['forge:repository:write', 'forge:repository:read', true],
  ['forge:repository:write', 'forge:repository:admin', false],
  ['forge:repository:admin', 'forge:repository:write', true],
  ['forge:repository:*', 'forge:repository:admin', true],
  ['forge:*:read', 'forge:issue:read', true],
  ['forge:*:read', 'forge:issue:write', false],
  ['forge:*:admin', 'ci:repository:read', false],
  ['*:*:read', 'mcp:task:read', true],
  ['*:*:read', 'mcp:task:write', false],
  ['*:*:*', 'accounts:control:admin', true],
  ['forge:repository:nonsense', 'forge:repository:read', false],
  ['forge:repository:admin', 'forge:repository:nonsense', false],
])('%s covers %s: %s', (held, wanted, covered) => {
  expect(covers([held], wanted)).toBe(covered);
});
