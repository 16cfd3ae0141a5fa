import { queryOptions } from '@tanstack/react-query';

import { getSystem } from '@mosaic/contracts/mosaic';

import { accounts } from '../../api/clients.ts';
import { systemKeys } from './keys.ts';

export const systemQuery = queryOptions({
  queryKey: systemKeys.status,
  queryFn: () => accounts.call(getSystem, {}),
  refetchInterval: 15_000,
  retry: false,
});
