import { definePage } from '../../routing/define-page.ts';
import { agentsQuery } from '../agents/queries.ts';
import { unreadQuery } from '../inbox/queries.ts';
import { homeJourneysQuery } from '../journeys/queries.ts';
import { projectsQuery } from '../projects/queries.ts';

export const HOME_PAGES = [
  definePage({
    path: '/',
    load: async () => (await import('./page.tsx')).HomePage,
    read: (_, { client }) =>
      Promise.all([
        client.ensureQueryData(homeJourneysQuery),
        client.ensureQueryData(projectsQuery),
        client.ensureQueryData(unreadQuery),
        client.ensureQueryData(agentsQuery),
      ]),
  }),
];
