import { z } from 'zod';

import { Label } from '../project-file.ts';
import { TargetName } from '../target-name.ts';
import { defineTool } from './define-tool.ts';
import { Cursor, Limit, Next, Repository, RequestId, Sha, Time } from './members.ts';

export const DeploymentState = z.enum(['requested', 'running', 'live', 'superseded', 'failed']);
export type DeploymentState = z.infer<typeof DeploymentState>;

export const Deployment = z.object({
  id: z.number().int(),
  project: z.string(),
  environment: z.string(),
  repository: z.string(),
  private: z.boolean(),
  sha: z.string(),
  branch: z.string(),
  title: z.string(),
  pipelineNumber: z.number().int(),
  target: z.string(),
  artifact: z.string(),
  state: DeploymentState,
  reason: z.string(),
  url: z.string(),
  traceId: z.string(),
  requestedBy: z.string(),
  requestedAt: Time,
  finishedAt: Time.nullable(),
  rollbackOf: z.number().int().nullable(),
});
export type Deployment = z.infer<typeof Deployment>;

export const deploymentRequest = defineTool({
  name: 'deployment_request',
  title: 'Deploy update',
  description:
    'Asks that an artifact of a green pipeline goes live in an environment. Refused when the pipeline is not green, the artifact is missing or the project name is bound to another repository.',
  grant: 'mcp:deployment:write',
  annotations: { readOnlyHint: false },
  input: z.object({
    requestId: RequestId,
    project: Label,
    environment: Label,
    repository: Repository,
    pipelineNumber: z.number().int(),
    sha: Sha,
    branch: z.string(),
    title: z.string().max(500).default(''),
    target: TargetName,
    artifact: Label,
    traceId: z.string(),
  }),
  output: z.object({ deployment: Deployment }),
  example: {
    requestId: '8d7c-1',
    project: 'shop',
    environment: 'production',
    repository: 'ada/shop',
    pipelineNumber: 7,
    sha: '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
    branch: 'main',
    target: 'site',
    artifact: 'site',
    traceId: '0af7651916cd43dd8448eb211c80319c',
  },
});

export const deploymentList = defineTool({
  name: 'deployment_list',
  title: 'List deployments',
  description: 'Newest deployments you may see.',
  grant: 'mcp:deployment:read',
  annotations: { readOnlyHint: true },
  input: z.object({
    project: z.string().optional(),
    environment: z.string().optional(),
    repository: Repository.optional(),
    state: DeploymentState.optional(),
    cursor: Cursor,
    limit: Limit,
  }),
  output: z.object({ deployments: z.array(Deployment), next: Next }),
  example: { project: 'shop', environment: 'production', state: 'live' },
});

export const deploymentGet = defineTool({
  name: 'deployment_get',
  title: 'Get a deployment',
  description: 'State of one deployment.',
  grant: 'mcp:deployment:read',
  annotations: { readOnlyHint: true },
  input: z.object({ id: z.number().int() }),
  output: z.object({ deployment: Deployment }),
  example: { id: 12 },
});

export const deploymentReport = defineTool({
  name: 'deployment_report',
  title: 'Report a deployment',
  description: 'For the engine that carries it out: running, live or failed with the reason.',
  grant: 'mcp:deployment:admin',
  annotations: { readOnlyHint: false },
  input: z.object({
    requestId: RequestId,
    id: z.number().int(),
    state: z.enum(['running', 'live', 'failed']),
    reason: z.string().max(2000).default(''),
  }),
  output: z.object({ deployment: Deployment }),
  example: { requestId: '8d7c-1', id: 12, state: 'failed', reason: 'The artifact holds no index.html.' },
});

export const deploymentRollBack = defineTool({
  name: 'deployment_roll_back',
  title: 'Roll back',
  description: 'Puts an earlier deployment of the same environment live again, as a new deployment.',
  grant: 'mcp:deployment:write',
  annotations: { readOnlyHint: false, destructiveHint: true },
  input: z.object({ requestId: RequestId, id: z.number().int().describe('The deployment to go back to.') }),
  output: z.object({ deployment: Deployment }),
  example: { requestId: '8d7c-1', id: 11 },
});
