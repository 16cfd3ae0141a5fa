import { expect } from 'vitest';

import { getSystem } from '@mosaic/contracts/mosaic';

import { requirement } from './suite.ts';
import { STATUS } from './target.ts';

requirement('accounts.system.get.200', async ({ root, service }) => {
  for (const one of [root, service]) expect(await one.call(getSystem, {})).toEqual(STATUS);
});

requirement('accounts.system.get.403', async ({ ada, anyone }) => {
  expect([await ada.refusal(getSystem, {}), await anyone.refusal(getSystem, {})]).toEqual([403, 401]);
});
