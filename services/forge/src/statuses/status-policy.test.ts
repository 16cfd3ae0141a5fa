import { expect, it } from 'vitest';

import { maySetStatus } from './status-policy.ts';

it.each([
  ['who writes', false, 'write', true],
  ['who reads', false, 'read', false],
  ["the platform's own", true, 'read', true],
] as const)('%s', (...[, builtIn, level, may]) => {
  expect(maySetStatus({ builtIn }, level)).toBe(may);
});
