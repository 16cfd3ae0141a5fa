import { definePage } from '../../routing/define-page.ts';
import { inboxListQuery } from './queries.ts';

export const INBOX_PAGES = [
  definePage({
    path: '/-/inbox',
    load: async () => (await import('./page.tsx')).InboxPage,
    read: (_, { client, search }) => client.ensureInfiniteQueryData(inboxListQuery(search.get('show') !== 'all')),
  }),
];
