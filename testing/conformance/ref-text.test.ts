import { expect, test } from 'vitest';

import { RefText } from '@mosaic/contracts/gitea';
import { isRefName } from '@mosaic/engines/git';

test('each ref that can be pushed can be asked for, and nothing longer', () => {
  const named = (length: number) => 'refs/heads/'.padEnd(length, `${'x'.repeat(99)}/`);
  expect([1_024, 1_025].map((length) => isRefName(named(length)))).toEqual([true, false]);
  expect([1_024, 1_025].map((length) => RefText.safeParse(named(length)).success)).toEqual([true, false]);
});
