import { expect, test } from 'vitest';

import type { PushRequest } from '@mosaic/engines/git';

import { siftPush } from './sift-push.ts';

const [ZERO, A, B] = ['0', 'a', 'b'].map((digit) => digit.repeat(40)) as [string, string, string];

test.each([
  ['a name that is refused', 'refs/heads/HEAD', ZERO, A, B],
  ['the default branch', 'refs/heads/main', A, ZERO, B],
  ['a harmless branch', 'refs/heads/topic', A, B, A],
])('a ref that a push names twice is refused, whatever its last command would do: %s', (_what, ref, before, between, after) => {
  const commands = [
    { ref, oldId: before, newId: between },
    { ref, oldId: between, newId: after },
  ];
  const push = { commands, capabilities: ['report-status'] } as unknown as PushRequest;
  expect(siftPush({ archived: false, defaultBranch: 'main' }, push, () => null)).toEqual({
    accepted: null,
    refused: [{ ref, refused: expect.stringContaining('more than once') }],
  });
});
