import { expect, test } from 'vitest';

import { ANONYMOUS, type Caller } from './caller.ts';
import { missingRight } from './missing-right.ts';

const caller = (role: Caller['role']): Caller => ({ ...ANONYMOUS, role, login: 'someone', grants: ['*:*:write'] });

test('whose role has a right that their token has not is told of the token; others, that it is not theirs', () => {
  const words = (role: Caller['role']) => missingRight(caller(role), 'accounts:token:admin', 'Only administrators.');
  expect(words('administrator')).toBe('Your token lacks the grant accounts:token:admin.');
  expect(words('developer')).toBe('Only administrators.');
  expect(words('anonymous')).toBe('Only administrators.');
});
