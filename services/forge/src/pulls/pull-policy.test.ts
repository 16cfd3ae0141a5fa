import { expect, test } from 'vitest';

import { mayOffer, mayUpdateHead } from './pull-policy.ts';

test.each([
  ['a reader, of what everybody reads', 'read', false, true],
  ['a reader, of what is hidden', 'read', true, false],
  ['a writer, of what is hidden', 'write', true, true],
  ['an administrator, of what is hidden', 'admin', true, true],
  ['nobody', 'none', false, false],
] as const)('offers a branch: %s', (_who, level, isPrivate, wanted) => expect(mayOffer(level, { private: isPrivate })).toBe(wanted));

test.each([
  ['who writes the head', 'write', 'read', false, true],
  ['who only reads both', 'read', 'read', true, false],
  ['who writes the base', 'read', 'write', false, false],
  ['who writes the base, where maintainers may', 'read', 'write', true, true],
  ['who does not see the head, where maintainers may', 'none', 'admin', true, true],
] as const)('brings a head up to date: %s', (_who, head, base, allowMaintainerEdit, wanted) =>
  expect(mayUpdateHead({ head, base }, { allowMaintainerEdit })).toBe(wanted),
);
