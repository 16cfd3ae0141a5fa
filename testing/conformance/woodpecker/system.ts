import { expect } from 'vitest';

import { getStreamEvents, getUser, getVersion } from '@mosaic/contracts/woodpecker';

import { departure, requirement } from './suite.ts';

requirement('woodpecker.system.version.200', async ({ outside }) => {
  expect(await outside.anyone.call(getVersion, {})).toMatchObject({
    source: expect.stringMatching(/^https:/),
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
  });
});

requirement('woodpecker.system.token.401', async ({ impostor, outside }) => {
  expect([
    await impostor.refusal(getUser, {}),
    await impostor.refusal(getStreamEvents, {}),
    await outside.impostor.refusal(getVersion, {}),
  ]).toEqual([401, 401, 401]);
});
departure(
  'woodpecker.system.token.401',
  'Upstream takes a credential that does not count for none: who mistypes one is shown what is public, and no reason.',
);
