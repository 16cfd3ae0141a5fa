import { expect, test } from 'vitest';

import { ANONYMOUS } from './caller.ts';
import { permits } from './permits.ts';

test('a caller is permitted what one of the grants covers, anonymous nothing', () => {
  const caller = { ...ANONYMOUS, grants: ['forge:issue:read', 'forge:repository:write'] };
  expect(permits(caller, 'forge:repository:read')).toBe(true);
  expect(permits(caller, 'forge:issue:write')).toBe(false);
  expect(permits(ANONYMOUS, 'forge:repository:read')).toBe(false);
});
