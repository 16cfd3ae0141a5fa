import { pageNumber } from '../../api/paging.ts';
import { definePage } from '../../routing/define-page.ts';
import { journeyQuery } from '../journeys/queries.ts';
import { refQuery } from '../refs/queries.ts';
import { repositoryQuery } from '../repositories/queries.ts';
import { combinedStatusQuery, commitDiffQuery, commitQuery, commitsQuery } from './queries.ts';

export const COMMIT_PAGES = [
  definePage({
    path: '/$owner/$repo/commits/$',
    load: async () => (await import('./list-page.tsx')).CommitsPage,
    read: async ({ owner, repo, _splat }, { client, search }) => {
      const { default_branch } = await client.ensureQueryData(repositoryQuery(owner, repo));
      const at = await client.ensureQueryData(refQuery(owner, repo, _splat, default_branch));
      if (at === null) return;
      const page = pageNumber(search.get('page'));
      await client.ensureQueryData(commitsQuery(owner, repo, { sha: at.sha, page, ...(at.path === '' ? {} : { path: at.path }) }));
    },
  }),
  definePage({
    path: '/$owner/$repo/commit/$sha',
    load: async () => (await import('./page.tsx')).CommitPage,
    read: ({ owner, repo, sha }, { client }) =>
      Promise.all([
        client.ensureQueryData(commitQuery(owner, repo, sha)),
        client.ensureQueryData(combinedStatusQuery(owner, repo, sha)),
        client.ensureQueryData(commitDiffQuery(owner, repo, sha)),
        client.ensureQueryData(journeyQuery(sha)),
      ]),
  }),
];
