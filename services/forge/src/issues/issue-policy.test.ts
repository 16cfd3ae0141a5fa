import { expect, it } from 'vitest';

import { mayEdit } from './issue-policy.ts';

it.each([
  ['whoever writes', 'person', 1, 'write', true],
  ['the author, who reads', 'person', 2, 'read', true],
  ['another who reads', 'person', 1, 'read', false],
  ['nobody, who has the uid of none', 'anonymous', 2, 'read', false],
] as const)('%s may edit: as expected', (...[, kind, uid, level, may]) => {
  expect(mayEdit({ kind, uid }, level, { uid: 2 })).toBe(may);
});
