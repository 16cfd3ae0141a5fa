import { definePage } from '../../routing/define-page.ts';
import { journeyQuery } from '../journeys/queries.ts';
import { taskQuery } from './queries.ts';

export const TASK_PAGES = [
  definePage({
    path: '/-/projects/$project/tasks/$task',
    load: async () => (await import('./page.tsx')).TaskPage,
    read: async ({ project, task }, { client }) => {
      const { traceId } = await client.ensureQueryData(taskQuery(project, task));
      await client.ensureQueryData(journeyQuery(traceId));
    },
  }),
];
