import { DEFAULT_LIMIT, MAX_LIMIT, getGeneralAPISettings } from '@mosaic/contracts/gitea';

import { MAX_BLOB_BYTES } from '../../../contents/content-reader.ts';
import { implement } from '../../forge-operation.ts';

export const getApiSettings = implement(getGeneralAPISettings, {
  grant: null,
  handle: async () => ({
    max_response_items: MAX_LIMIT,
    default_paging_num: DEFAULT_LIMIT,
    default_git_trees_per_page: 1_000,
    default_max_blob_size: MAX_BLOB_BYTES,
    default_max_response_size: 10 * MAX_BLOB_BYTES,
  }),
});
