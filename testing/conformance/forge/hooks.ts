import { expect } from 'vitest';

import { deliverEvent } from '@mosaic/contracts/mosaic';

import { requirement } from './suite.ts';

requirement('forge.hooks.deliver.202', async (target) => {
  const home = await target.home();
  for (const id of [await target.hook(home), await target.hook(home)]) {
    const body = { eventId: await target.push(home) };
    for (const one of [target.ada, target.service]) expect(await one.call(deliverEvent, { id, body })).toEqual({});
  }
});

requirement('forge.hooks.deliver.404', async (target) => {
  const home = await target.home({ eve: 'write' });
  const [id, body] = [await target.hook(home), { eventId: await target.push(home) }];
  expect([
    await target.eve.refusal(deliverEvent, { id, body }),
    await target.ada.refusal(deliverEvent, { id: 999_999, body }),
    await target.anyone.refusal(deliverEvent, { id, body }),
  ]).toEqual([404, 404, 401]);
});
