import { pageNumber } from '../../api/paging.ts';
import { definePage } from '../../routing/define-page.ts';
import { ownRepositoriesQuery } from '../repositories/queries.ts';

export const OWNER_PAGES = [
  definePage({
    path: '/$owner',
    load: async () => (await import('./page.tsx')).OwnerPage,
    read: ({ owner }, { client, search }) => client.ensureQueryData(ownRepositoriesQuery(owner, pageNumber(search.get('page')))),
  }),
  definePage({
    path: '/-/organizations/new',
    load: async () => (await import('./new-organization-page.tsx')).NewOrganizationPage,
  }),
  definePage({
    path: '/-/organizations/$org/teams/new',
    load: async () => (await import('./new-team-page.tsx')).NewTeamPage,
  }),
  definePage({
    path: '/-/organizations/$org/teams/$id',
    load: async () => (await import('./team-page.tsx')).TeamPage,
  }),
];
