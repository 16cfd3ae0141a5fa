import { expect, test } from 'vitest';

import { grantsWithin, meetGrants } from './grants.ts';

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
