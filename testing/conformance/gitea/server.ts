import { expect } from 'vitest';

import { getGeneralAPISettings, getVersion } from '@mosaic/contracts/gitea';

import { requirement } from './suite.ts';

requirement('gitea.server.version', async ({ anyone }) => {
  expect(await anyone.call(getVersion, {})).toEqual({ version: expect.stringMatching(/^1\.26\.\d+$/) as string });
});

requirement('gitea.server.settings', async ({ anyone }) => {
  expect(await anyone.call(getGeneralAPISettings, {})).toMatchObject({
    max_response_items: 50,
    default_paging_num: 30,
    default_git_trees_per_page: 1_000,
  });
});
