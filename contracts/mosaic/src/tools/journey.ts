import { z } from 'zod';

import { defineTool } from './define-tool.ts';
import { Cursor, Limit, Next, Repository, Time } from './members.ts';

/** One hop of a journey; `durationMs` is null while it runs. */
export const Hop = z.object({
  kind: z.enum(['change', 'pull_request', 'pipeline', 'deployment', 'task', 'notification']),
  title: z.string(),
  detail: z.string(),
  state: z.enum(['waiting', 'running', 'ok', 'fail', 'cancelled']),
  url: z.string(),
  startedAt: Time,
  durationMs: z.number().nullable(),
});
export type Hop = z.infer<typeof Hop>;

export const Journey = z.object({
  traceId: z.string(),
  repository: z.string(),
  private: z.boolean(),
  project: z.string(),
  title: z.string(),
  sha: z.string(),
  startedAt: Time,
  hops: z.array(Hop),
});
export type Journey = z.infer<typeof Journey>;

export const journeyGet = defineTool({
  name: 'journey_get',
  title: 'Get a journey',
  description: 'All that one change set off, hop by hop, with times. Takes a trace id or a commit SHA (7–40 digits).',
  grant: 'mcp:event:read',
  annotations: { readOnlyHint: true },
  input: z.object({ id: z.string().regex(/^[0-9a-f]{7,40}$/) }),
  output: z.object({ journey: Journey }),
  example: { id: '4b825dc642cb6eb9a060e54bf8d69288fbee4904' },
});

export const journeyList = defineTool({
  name: 'journey_list',
  title: 'List journeys',
  description: 'Newest journeys you may see.',
  grant: 'mcp:event:read',
  annotations: { readOnlyHint: true },
  input: z.object({ project: z.string().optional(), repository: Repository.optional(), cursor: Cursor, limit: Limit }),
  output: z.object({ journeys: z.array(Journey), next: Next }),
  example: { project: 'shop', limit: 20 },
});
