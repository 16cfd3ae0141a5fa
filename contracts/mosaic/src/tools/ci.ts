import { z } from 'zod';

import { defineTool } from './define-tool.ts';
import { Cursor, Limit, Next, Repository, RequestId, Time } from './members.ts';

export const Pipeline = z.object({
  number: z.number().int(),
  repository: z.string(),
  status: z.string(),
  event: z.string(),
  branch: z.string(),
  sha: z.string(),
  title: z.string(),
  author: z.string(),
  createdAt: Time,
  startedAt: Time.nullable(),
  finishedAt: Time.nullable(),
  errors: z.array(z.string()),
  /** Who stopped it: a login, "step <name>", "pipeline <number>" that took its place; "" for nobody. */
  canceledBy: z.string().default(''),
  workflows: z.array(
    z.object({
      name: z.string(),
      state: z.string(),
      /** Why it ended as a whole: its limit of time, its runner; "" where a step says it. */
      error: z.string().default(''),
      steps: z.array(
        z.object({
          id: z.number().int(),
          name: z.string(),
          state: z.string(),
          exitCode: z.number().int(),
          error: z.string(),
          /** What its failure means: fail, ignore (the workflow goes on and stays green) or cancel (the pipeline stops). */
          failure: z.string().default('fail'),
        }),
      ),
    }),
  ),
});
export type Pipeline = z.infer<typeof Pipeline>;

export const ciPipelineList = defineTool({
  name: 'ci_pipeline_list',
  title: 'List pipelines',
  description: 'Newest pipelines of a repository.',
  grant: 'mcp:pipeline:read',
  annotations: { readOnlyHint: true },
  input: z.object({ repository: Repository, branch: z.string().optional(), cursor: Cursor, limit: Limit }),
  output: z.object({ pipelines: z.array(Pipeline), next: Next }),
  example: { repository: 'ada/shop', branch: 'main', limit: 10 },
});

export const ciPipelineGet = defineTool({
  name: 'ci_pipeline_get',
  title: 'Get a pipeline',
  description: 'One pipeline with its workflows and steps.',
  grant: 'mcp:pipeline:read',
  annotations: { readOnlyHint: true },
  input: z.object({ repository: Repository, number: z.number().int() }),
  output: z.object({ pipeline: Pipeline }),
  example: { repository: 'ada/shop', number: 7 },
});

export const ciPipelineLog = defineTool({
  name: 'ci_pipeline_log',
  title: 'Read a step log',
  description: 'Lines of one step; a negative `from` counts from the end. Secrets are masked.',
  grant: 'mcp:pipeline:read',
  annotations: { readOnlyHint: true },
  input: z.object({
    repository: Repository,
    number: z.number().int(),
    stepId: z.number().int(),
    from: z.number().int().default(0),
    limit: z.number().int().min(1).max(2000).default(200),
  }),
  output: z.object({ lines: z.array(z.object({ line: z.number().int(), text: z.string() })), total: z.number().int() }),
  example: { repository: 'ada/shop', number: 7, stepId: 21, from: -100 },
});

export const ciPipelineRestart = defineTool({
  name: 'ci_pipeline_restart',
  title: 'Restart a pipeline',
  description: 'Runs the same commit again as a new pipeline.',
  grant: 'mcp:pipeline:write',
  annotations: { readOnlyHint: false },
  input: z.object({ requestId: RequestId, repository: Repository, number: z.number().int() }),
  output: z.object({ pipeline: Pipeline }),
  example: { requestId: '8d7c-1', repository: 'ada/shop', number: 7 },
});
