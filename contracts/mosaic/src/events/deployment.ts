import { z } from 'zod';

import { defineEvent } from './define-event.ts';

/** What every event about a deployment says of it. */
const OfDeployment = {
  project: z.string(),
  environment: z.string(),
  deploymentId: z.number().int(),
  repository: z.string(),
  private: z.boolean(),
  sha: z.string(),
};

export const serviceDeployed = defineEvent({
  type: 'dev.cdevents.service.deployed',
  sources: ['mcp'],
  summary: 'A deployment is live.',
  data: z.object({ ...OfDeployment, url: z.string() }),
});

export const serviceRolledBack = defineEvent({
  type: 'dev.cdevents.service.rolledback',
  sources: ['mcp'],
  summary: 'What was live before is live again.',
  data: z.object({ ...OfDeployment, url: z.string() }),
});

export const deploymentRequested = defineEvent({
  type: 'dev.mosaic.deployment.requested',
  sources: ['mcp'],
  summary: 'A deployment is to be carried out.',
  data: z.object({ ...OfDeployment }),
});

export const deploymentFailed = defineEvent({
  type: 'dev.mosaic.deployment.failed',
  sources: ['mcp'],
  summary: 'A deployment could not be carried out.',
  data: z.object({ ...OfDeployment, reason: z.string() }),
});
