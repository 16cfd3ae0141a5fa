import { expect } from 'vitest';

import { listDamaged } from '@mosaic/contracts/mosaic';

import { requirement } from './suite.ts';

requirement('forge.damaged.list.200', async (target) => {
  const home = await target.home({ files: { main: { 'a.txt': 'one\n' } } });
  const told = async () => (await target.service.call(listDamaged, {})).repositories;
  expect(await told()).toEqual([]);
  await target.damage(home);
  expect(await told()).toEqual([`ada/${home.at.repo}`]);
});

requirement('forge.damaged.list.403', async ({ ada, anyone }) => {
  expect([await ada.refusal(listDamaged, {}), await anyone.refusal(listDamaged, {})]).toEqual([403, 401]);
});
