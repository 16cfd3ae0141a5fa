import { pageNumber } from '../../api/paging.ts';
import { definePage } from '../../routing/define-page.ts';
import { repositoryQuery } from '../repositories/queries.ts';
import { commentsQuery, issueQuery, issuesQuery } from './queries.ts';

export const ISSUE_PAGES = [
  definePage({
    path: '/$owner/$repo/issues',
    load: async () => (await import('./list-page.tsx')).IssuesPage,
    read: ({ owner, repo }, { client, search }) => {
      const state = search.get('state') === 'closed' ? 'closed' : 'open';
      return Promise.all([
        client.ensureQueryData(repositoryQuery(owner, repo)),
        client.ensureQueryData(issuesQuery(owner, repo, { state, page: pageNumber(search.get('page')) })),
      ]);
    },
  }),
  definePage({ path: '/$owner/$repo/issues/new', load: async () => (await import('./new-page.tsx')).NewIssuePage }),
  definePage({
    path: '/$owner/$repo/issues/$number',
    load: async () => (await import('./page.tsx')).IssuePage,
    read: ({ owner, repo, number }, { client }) =>
      Promise.all([
        client.ensureQueryData(repositoryQuery(owner, repo)),
        client.ensureQueryData(issueQuery(owner, repo, number)),
        client.ensureQueryData(commentsQuery(owner, repo, number)),
      ]),
  }),
];
