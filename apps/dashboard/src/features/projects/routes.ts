import { pageNumber } from '../../api/paging.ts';
import { definePage } from '../../routing/define-page.ts';
import { deploymentsQuery } from '../deployments/queries.ts';
import { newestJourneysQuery } from '../journeys/queries.ts';
import { repositoriesQuery } from '../repositories/queries.ts';
import { tasksQuery } from '../tasks/queries.ts';
import { projectQuery, projectsQuery } from './queries.ts';

export const PROJECT_PAGES = [
  definePage({
    path: '/-/projects',
    load: async () => (await import('./list-page.tsx')).ProjectsPage,
    read: (_, { client, search }) =>
      Promise.all([
        client.ensureQueryData(projectsQuery),
        client.ensureQueryData(repositoriesQuery({ q: '', page: pageNumber(search.get('repositories')) })),
      ]),
  }),
  definePage({
    path: '/-/projects/$project',
    load: async () => (await import('./page.tsx')).ProjectPage,
    read: ({ project }, { client, search }) =>
      Promise.all([
        client.ensureQueryData(projectQuery(project)),
        client.ensureQueryData(newestJourneysQuery({ project, limit: 10 })),
        search.get('tab') === 'deployments' ? client.ensureInfiniteQueryData(deploymentsQuery({ project })) : null,
        search.get('tab') === 'work' ? client.ensureInfiniteQueryData(tasksQuery({ project })) : null,
      ]),
  }),
];
