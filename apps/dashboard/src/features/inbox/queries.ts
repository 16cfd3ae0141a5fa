import { queryOptions } from '@tanstack/react-query';

import { inboxList } from '@mosaic/contracts/mosaic';

import { callMcp } from '../../api/clients.ts';
import { listQuery } from '../../api/list-query.ts';
import { PAGE_SIZE } from '../../api/paging.ts';
import { inboxKeys } from './keys.ts';

/** Rows that a tool answers at most. */
const MOST = 200;

/** The newest entries and how many are unread, as the sidebar and home read them. */
export const inboxQuery = queryOptions({
  queryKey: inboxKeys.newest(),
  queryFn: ({ signal }) => callMcp(inboxList, { limit: PAGE_SIZE }, signal),
});

/** Unread entries, the newest of them; read ones do not push them out of sight. */
export const unreadQuery = queryOptions({
  queryKey: inboxKeys.unread(),
  queryFn: ({ signal }) => callMcp(inboxList, { limit: MOST, unreadOnly: true }, signal),
});

export const inboxListQuery = (unreadOnly: boolean) => listQuery(inboxList, inboxKeys.list({ unreadOnly }), { unreadOnly });
