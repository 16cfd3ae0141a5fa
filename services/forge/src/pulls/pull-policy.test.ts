import { expect, test } from 'vitest';

import { mayOffer, mayUpdateHead } from './pull-policy.ts';

const open = { private: false, visibility: 'public' } as const;
const hidden = { private: true, visibility: 'public' } as const;

test.each([
  ['a reader, of what everybody reads', 'read', open, true],
  ['a reader, of what is hidden', 'read', hidden, false],
  ['a reader, of what a hidden organization shows inside', 'read', { private: false, visibility: 'private' }, false],
  ['a reader, of what a limited organization shows', 'read', { private: false, visibility: 'limited' }, false],
  ['a writer, of what is hidden', 'write', hidden, true],
  ['an administrator, of what is hidden', 'admin', hidden, true],
  ['nobody', 'none', open, false],
] as const)('offers a branch: %s', (_who, level, { private: isPrivate, visibility }, wanted) => {
  const owner = { id: 1, kind: 'organization', principalId: null, uid: 1, name: 'guild', visibility } as const;
  expect(mayOffer(level, { private: isPrivate, owner })).toBe(wanted);
});

test.each([
  ['who writes the head', 'write', 'read', false, true],
  ['who only reads both', 'read', 'read', true, false],
  ['who writes the base', 'read', 'write', false, false],
  ['who writes the base, where maintainers may', 'read', 'write', true, true],
  ['who does not see the head, where maintainers may', 'none', 'admin', true, true],
] as const)('brings a head up to date: %s', (_who, head, base, allowMaintainerEdit, wanted) =>
  expect(mayUpdateHead({ head, base }, { allowMaintainerEdit })).toBe(wanted),
);
