import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { Version } from '../schemas.ts';

/** The first call of every SDK client; a plain version of Gitea. */
export const getVersion = defineOperation({
  id: 'getVersion',
  tag: 'miscellaneous',
  summary: 'The version of Gitea whose API is spoken',
  method: 'GET',
  path: '/version',
  answer: Version,
});

export const getGeneralAPISettings = defineOperation({
  id: 'getGeneralAPISettings',
  tag: 'settings',
  summary: 'Bounds of answers',
  method: 'GET',
  path: '/settings/api',
  answer: z.object({
    max_response_items: z.number().int(),
    default_paging_num: z.number().int(),
    default_git_trees_per_page: z.number().int(),
    /** Bytes. */
    default_max_blob_size: z.number().int(),
    default_max_response_size: z.number().int(),
  }),
});
