export interface DeploymentFilter {
  project?: string;
  environment?: string;
}

/** One environment, and in which state its newest deployment is looked for. */
export interface NewestDeployment {
  project: string;
  environment: string;
  state: 'live' | 'superseded';
}

export const deploymentKeys = {
  all: ['deployments'] as const,
  list: (filter: DeploymentFilter) => [...deploymentKeys.all, 'list', filter] as const,
  newest: (of: NewestDeployment) => [...deploymentKeys.all, 'newest', of] as const,
  one: (id: number) => [...deploymentKeys.all, 'one', id] as const,
};
