import { definePage } from '../../routing/define-page.ts';
import { journeyQuery } from '../journeys/queries.ts';
import { deploymentQuery, deploymentsQuery, newestDeploymentQuery } from './queries.ts';

export const DEPLOYMENT_PAGES = [
  definePage({
    path: '/-/projects/$project/deployments/$id',
    load: async () => (await import('./page.tsx')).DeploymentPage,
    read: async ({ id }, { client }) => {
      const { project, environment, traceId } = await client.ensureQueryData(deploymentQuery(id));
      await Promise.all([
        client.ensureQueryData(journeyQuery(traceId)),
        client.ensureInfiniteQueryData(deploymentsQuery({ project, environment })),
      ]);
    },
  }),
  definePage({
    path: '/-/projects/$project/environments/$environment',
    load: async () => (await import('./environment-page.tsx')).EnvironmentPage,
    read: ({ project, environment }, { client }) =>
      Promise.all([
        client.ensureQueryData(newestDeploymentQuery({ project, environment, state: 'live' })),
        client.ensureInfiniteQueryData(deploymentsQuery({ project, environment })),
      ]),
  }),
];
