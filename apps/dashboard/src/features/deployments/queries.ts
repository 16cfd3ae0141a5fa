import { queryOptions } from '@tanstack/react-query';

import { type Deployment, deploymentGet, deploymentList } from '@mosaic/contracts/mosaic';

import { callMcp } from '../../api/clients.ts';
import { listQuery } from '../../api/list-query.ts';
import { MOVING_MS, whileMoving } from '../../api/moving.ts';
import { type DeploymentFilter, deploymentKeys, type NewestDeployment } from './keys.ts';

const isMoving = ({ state }: Deployment): boolean => state === 'requested' || state === 'running';

export const deploymentsQuery = (filter: DeploymentFilter = {}) => ({
  ...listQuery(deploymentList, deploymentKeys.list(filter), filter),
  refetchInterval: whileMoving(({ deployments }: { deployments: Deployment[] }) => deployments.some(isMoving)),
});

/** The newest deployment of an environment in a state: the live one, or the one to go back to, however long ago it was. */
export const newestDeploymentQuery = (of: NewestDeployment) =>
  queryOptions({
    queryKey: deploymentKeys.newest(of),
    queryFn: async ({ signal }) => (await callMcp(deploymentList, { ...of, limit: 1 }, signal)).deployments[0] ?? null,
  });

export const deploymentQuery = (id: number) =>
  queryOptions({
    queryKey: deploymentKeys.one(id),
    queryFn: async ({ signal }) => (await callMcp(deploymentGet, { id }, signal)).deployment,
    refetchInterval: ({ state }) => (state.data !== undefined && isMoving(state.data) ? MOVING_MS : false),
  });
