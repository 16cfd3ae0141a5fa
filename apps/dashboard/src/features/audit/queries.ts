import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { listAudit } from '@mosaic/contracts/mosaic';

import { accounts } from '../../api/clients.ts';
import { auditKeys } from './keys.ts';

const PAGE = 100;

/** Records below a number, newest first; null for the newest. */
export const auditQuery = (before: number | null) =>
  queryOptions({
    queryKey: auditKeys.page(before),
    queryFn: () => accounts.call(listAudit, { query: { order: 'desc', limit: PAGE, ...(before === null ? {} : { before }) } }),
    placeholderData: keepPreviousData,
  });
