import { pageNumber } from '../../api/paging.ts';
import { definePage } from '../../routing/define-page.ts';
import { ownRepositoriesQuery } from '../repositories/queries.ts';

export const OWNER_PAGES = [
  definePage({
    path: '/$owner',
    load: async () => (await import('./page.tsx')).OwnerPage,
    read: ({ owner }, { client, search }) => client.ensureQueryData(ownRepositoriesQuery(owner, pageNumber(search.get('page')))),
  }),
];
