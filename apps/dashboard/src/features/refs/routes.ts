import { pageNumber } from '../../api/paging.ts';
import { definePage } from '../../routing/define-page.ts';
import { repositoryQuery } from '../repositories/queries.ts';
import { branchesQuery, tagsQuery } from './queries.ts';

export const REF_PAGES = [
  definePage({
    path: '/$owner/$repo/branches',
    load: async () => (await import('./page.tsx')).BranchesPage,
    read: ({ owner, repo }, { client, search }) =>
      Promise.all([
        client.ensureQueryData(repositoryQuery(owner, repo)),
        client.ensureQueryData(branchesQuery(owner, repo, { q: '', page: pageNumber(search.get('page')) })),
      ]),
  }),
  definePage({
    path: '/$owner/$repo/tags',
    load: async () => (await import('./page.tsx')).TagsPage,
    read: ({ owner, repo }, { client, search }) =>
      Promise.all([
        client.ensureQueryData(repositoryQuery(owner, repo)),
        client.ensureQueryData(tagsQuery(owner, repo, { q: '', page: pageNumber(search.get('page')) })),
      ]),
  }),
];
