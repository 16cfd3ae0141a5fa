import { expect, test } from 'vitest';

import { judgeClaim, type Claim } from './project-policy.ts';

const FREE: Claim = { project: 'shop', repositoryId: 1, byName: null, byRepository: null };

test.each<[string, Partial<Claim>, 'new' | 'bound']>([
  ['a free name', {}, 'new'],
  ['the same again', { byName: { repositoryId: 1, shown: 'ada/shop' }, byRepository: 'shop' }, 'bound'],
])('%s is %s', (_, claim, verdict) => {
  expect(judgeClaim({ ...FREE, ...claim })).toBe(verdict);
});

test.each<[string, Partial<Claim>, string, RegExp]>([
  ['the name of a service', { project: 'forge' }, 'invalid_input', /name of a service/],
  ["another's name", { byName: { repositoryId: 2, shown: 'bob/shop' } }, 'conflict', /bound to bob\/shop/],
  ["a hidden one's name", { byName: { repositoryId: 2, shown: null } }, 'conflict', /bound to another repository/],
  ['a second name', { byRepository: 'store' }, 'conflict', /the project "store" already/],
])('%s is refused', (_, claim, code, message) => {
  expect(() => judgeClaim({ ...FREE, ...claim })).toThrow(
    expect.objectContaining({ code, message: expect.stringMatching(message) as unknown }),
  );
});
