import { z } from 'zod';

import { Label } from '../project-file.ts';
import { defineTool } from './define-tool.ts';
import { Cursor, Next, Repository, RequestId, Time } from './members.ts';

export const Project = z.object({
  name: z.string(),
  repository: z.string(),
  private: z.boolean(),
  owner: z.string(),
  createdAt: Time,
  environments: z.array(
    z.object({
      name: z.string(),
      url: z.string(),
      state: z.string(),
      deploymentId: z.number().int().nullable(),
      sha: z.string().nullable(),
      deployedAt: Time.nullable(),
    }),
  ),
});
export type Project = z.infer<typeof Project>;

export const tonyProjectList = defineTool({
  name: 'tony_project_list',
  title: 'List projects',
  description: 'Projects you may see, with the state of each environment.',
  grant: 'mcp:project:read',
  annotations: { readOnlyHint: true },
  input: z.object({ cursor: Cursor, limit: z.number().int().min(1).max(1000).default(1000) }),
  output: z.object({ projects: z.array(Project), next: Next }),
  example: { limit: 50 },
});

export const tonyProjectGet = defineTool({
  name: 'tony_project_get',
  title: 'Get a project',
  description: 'One project by name.',
  grant: 'mcp:project:read',
  annotations: { readOnlyHint: true },
  input: z.object({ project: z.string() }),
  output: z.object({ project: Project }),
  example: { project: 'shop' },
});

export const tonyProjectCreate = defineTool({
  name: 'tony_project_create',
  title: 'Create a project',
  description: 'Binds a project name to a repository that you may administer. The first claim binds the name.',
  grant: 'mcp:project:write',
  annotations: { readOnlyHint: false },
  input: z.object({ requestId: RequestId, project: Label, repository: Repository }),
  output: z.object({ project: Project }),
  example: { requestId: '8d7c-1', project: 'shop', repository: 'ada/shop' },
});
