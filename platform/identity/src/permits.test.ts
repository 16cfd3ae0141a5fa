import { expect, test } from 'vitest';

import { ANONYMOUS } from './caller.ts';
import { permits } from './permits.ts';

test.each([
  // held, asked, allowed
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
])('%s permits %s: %s', (held, asked, allowed) => {
  expect(permits({ ...ANONYMOUS, grants: [held] }, asked)).toBe(allowed);
});

test('anonymous is permitted nothing', () => {
  expect(permits(ANONYMOUS, 'forge:repository:read')).toBe(false);
});
