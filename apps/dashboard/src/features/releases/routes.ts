import { definePage } from '../../routing/define-page.ts';
import { repositoryQuery } from '../repositories/queries.ts';

export const RELEASE_PAGES = [
  definePage({
    path: '/$owner/$repo/releases',
    load: async () => (await import('./list-page.tsx')).ReleasesPage,
    read: ({ owner, repo }, { client }) => client.ensureQueryData(repositoryQuery(owner, repo)),
  }),
  definePage({
    path: '/$owner/$repo/releases/tag/$',
    load: async () => (await import('./page.tsx')).ReleasePage,
    read: ({ owner, repo }, { client }) => client.ensureQueryData(repositoryQuery(owner, repo)),
  }),
  definePage({ path: '/$owner/$repo/releases/new', load: async () => (await import('./new-page.tsx')).NewReleasePage }),
  definePage({ path: '/$owner/$repo/releases/edit/$', load: async () => (await import('./edit-page.tsx')).EditReleasePage }),
];
