import { definePage } from '../../routing/define-page.ts';
import { tasksQuery } from '../tasks/queries.ts';
import { agentsQuery } from './queries.ts';

export const AGENT_PAGES = [
  definePage({
    path: '/-/agents',
    load: async () => (await import('./page.tsx')).AgentsPage,
    read: (_, { client }) => Promise.all([client.ensureQueryData(agentsQuery), client.ensureInfiniteQueryData(tasksQuery())]),
  }),
];
