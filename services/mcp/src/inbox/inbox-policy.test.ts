import { expect, test } from 'vitest';

import { ANONYMOUS } from '@mosaic/platform/identity';

import { requireWholeInbox } from './inbox-policy.ts';

test('a token that sees a part of the inbox marks none of it', () => {
  expect(() => requireWholeInbox({ ...ANONYMOUS, repositories: [1] })).toThrow(expect.objectContaining({ code: 'forbidden' }));
  expect(() => requireWholeInbox(ANONYMOUS)).not.toThrow();
});
