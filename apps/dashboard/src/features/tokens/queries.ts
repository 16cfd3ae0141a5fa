import { queryOptions } from '@tanstack/react-query';

import { listTokens } from '@mosaic/contracts/mosaic';

import { accounts } from '../../api/clients.ts';
import { tokenKeys } from './keys.ts';

/** One's own tokens. */
export const tokensQuery = queryOptions({
  queryKey: tokenKeys.own,
  queryFn: () => accounts.call(listTokens, { query: {} }),
  retry: false,
});
