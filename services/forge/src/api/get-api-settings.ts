import { MAX_BLOB_BYTES } from '../contents/content-reader.ts';
import { forgeOperation } from './forge-operation.ts';
import { DEFAULT_LIMIT, MAX_LIMIT } from './paging.ts';

export const getApiSettings = forgeOperation({
  method: 'GET',
  path: '/settings/api',
  grant: null,
  handle: async () => ({
    max_response_items: MAX_LIMIT,
    default_paging_num: DEFAULT_LIMIT,
    default_git_trees_per_page: 1_000,
    default_max_blob_size: MAX_BLOB_BYTES,
    default_max_response_size: 10 * MAX_BLOB_BYTES,
  }),
});
