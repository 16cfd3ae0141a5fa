import { infiniteQueryOptions } from '@tanstack/react-query';

import { listAudit } from '@mosaic/contracts/mosaic';

import { accounts } from '../../api/clients.ts';
import { auditKeys } from './keys.ts';

const PAGE = 100;

/** Records, newest first, as far back as the reader has asked for them; the chain begins at 1. */
export const auditQuery = infiniteQueryOptions({
  queryKey: auditKeys.all,
  queryFn: ({ pageParam: before }) =>
    accounts.call(listAudit, { query: { order: 'desc', limit: PAGE, ...(before === null ? {} : { before }) } }),
  initialPageParam: null as number | null,
  getNextPageParam: ({ last }) => (last > 1 ? last : null),
});
