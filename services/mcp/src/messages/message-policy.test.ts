import { expect, test } from 'vitest';

import { ANONYMOUS } from '@mosaic/platform/identity';

import { mayReadMessage } from './message-policy.ts';

test.each([
  ['another', null, 'no'],
  ['another', [1], 'no'],
  ['ada', null, 'yes'],
  ['ada', [1], 'readers'],
  [null, null, 'readers'],
  [null, [1], 'readers'],
] as const)('a message to %s, with a token limited to %j: %s', (recipient, repositories, expected) => {
  expect(mayReadMessage({ ...ANONYMOUS, login: 'ada', repositories }, { recipient })).toBe(expected);
});
