import { pageNumber } from '../../api/paging.ts';
import { definePage, type ReadAhead } from '../../routing/define-page.ts';
import { combinedStatusQuery } from '../commits/queries.ts';
import { commentsQuery } from '../issues/queries.ts';
import { repositoryQuery } from '../repositories/queries.ts';
import { pullCommitsQuery, pullQuery, pullsQuery, rangeOf } from './queries.ts';

interface Place {
  owner: string;
  repo: string;
  number: number;
}

async function readPull({ owner, repo, number }: Place, { client }: ReadAhead) {
  const [pull] = await Promise.all([
    client.ensureQueryData(pullQuery(owner, repo, number)),
    client.ensureQueryData(repositoryQuery(owner, repo)),
  ]);
  return pull;
}

export const PULL_PAGES = [
  definePage({
    path: '/$owner/$repo/pulls',
    load: async () => (await import('./list-page.tsx')).PullsPage,
    read: ({ owner, repo }, { client, search }) => {
      const state = search.get('state') === 'closed' ? 'closed' : 'open';
      return Promise.all([
        client.ensureQueryData(repositoryQuery(owner, repo)),
        client.ensureQueryData(pullsQuery(owner, repo, { state, page: pageNumber(search.get('page')) })),
      ]);
    },
  }),
  definePage({
    path: '/$owner/$repo/pulls/new',
    load: async () => (await import('./new-page.tsx')).NewPullPage,
    read: ({ owner, repo }, { client }) => client.ensureQueryData(repositoryQuery(owner, repo)),
  }),
  definePage({
    path: '/$owner/$repo/pulls/$number',
    load: async () => (await import('./page.tsx')).PullPage,
    read: (place, ahead) =>
      Promise.all([
        ahead.client.ensureQueryData(commentsQuery(place.owner, place.repo, place.number)),
        readPull(place, ahead).then(({ head }) => ahead.client.ensureQueryData(combinedStatusQuery(place.owner, place.repo, head.sha))),
      ]),
  }),
  definePage({
    path: '/$owner/$repo/pulls/$number/commits',
    load: async () => (await import('./commits-page.tsx')).PullCommitsPage,
    read: async (place, ahead) => {
      const range = rangeOf(await readPull(place, ahead));
      await ahead.client.ensureQueryData(pullCommitsQuery(place.owner, place.repo, { range, page: pageNumber(ahead.search.get('page')) }));
    },
  }),
  definePage({
    path: '/$owner/$repo/pulls/$number/files',
    load: async () => (await import('./files-page.tsx')).PullFilesPage,
    read: async (place, ahead) => (await import('./read-files.ts')).readFiles(place, ahead.client, readPull(place, ahead)),
  }),
];
