import { expect, test } from 'vitest';

import { ANONYMOUS, type Caller } from '@mosaic/platform/identity';

import { requireSudo } from './sudo.ts';

const caller = (role: Caller['role'], grants: string[]): Caller => ({ ...ANONYMOUS, role, login: 'someone', grants });

test('whoever may act as another but whose token may not is told of the token; others, that it is not theirs', () => {
  requireSudo(caller('administrator', ['*:*:admin']));
  expect(() => requireSudo(caller('administrator', ['*:*:write']))).toThrow('Your token lacks the grant forge:sudo:admin.');
  expect(() => requireSudo(caller('developer', ['*:*:write']))).toThrow('Only administrators allowed to sudo.');
  expect(() => requireSudo(ANONYMOUS)).toThrow('Only administrators allowed to sudo.');
});
