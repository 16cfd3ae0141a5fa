import { queryOptions } from '@tanstack/react-query';

import { listPrincipals } from '@mosaic/contracts/mosaic';

import { accounts } from '../../api/clients.ts';
import { peopleKeys } from './keys.ts';

/** People, agents and service accounts. */
export const principalsQuery = queryOptions({
  queryKey: peopleKeys.list,
  queryFn: () => accounts.call(listPrincipals, {}),
  retry: false,
});
