import { z } from 'zod';

import { TokenHash } from '../token-hash.ts';
import { defineTool } from './define-tool.ts';
import { After, Cursor, Limit, Next, Repository, RequestId, Time, WaitMs } from './members.ts';

/** States of a task. `completed` is a claim; `validated` a fact that the platform saw. */
export const TaskState = z.enum([
  'pending',
  'ready',
  'in_progress',
  'completed',
  'validated',
  'archived',
  'failed',
  'blocked',
  'cancelled',
]);
export type TaskState = z.infer<typeof TaskState>;

export const Task = z.object({
  /** Display id, unique in its project, e.g. T.001.01.01.02. */
  id: z.string(),
  key: z.string().describe('Opaque primary key.'),
  project: z.string(),
  repository: z.string(),
  private: z.boolean(),
  title: z.string(),
  description: z.string(),
  role: z.string(),
  state: TaskState,
  reason: z.string(),
  priority: z.enum(['critical', 'high', 'medium', 'low']),
  attempts: z.number().int(),
  input: z.record(z.string(), z.unknown()),
  result: z.record(z.string(), z.unknown()).nullable(),
  lease: z.object({ holder: z.string(), epoch: z.number().int(), expiresAt: Time }).nullable(),
  traceId: z.string(),
  createdBy: z.string(),
  createdAt: Time,
  updatedAt: Time,
});
export type Task = z.infer<typeof Task>;

/** Steps that are kept of one attempt at most, and characters of each. */
export const TRANSCRIPT = { steps: 300, characters: 1_000 } as const;

/** Something that was done in an attempt: what its agent was at, a call of a tool, what it said, what it used up, how it ended. */
export const TaskStep = z.object({
  at: Time,
  kind: z.enum(['step', 'call', 'message', 'usage', 'end']),
  text: z.string().max(TRANSCRIPT.characters),
});
export type TaskStep = z.infer<typeof TaskStep>;

const Steps = z
  .array(TaskStep)
  .max(TRANSCRIPT.steps)
  .default([])
  .describe('What was done since the last call, for the transcript; of too many the first ones are kept.');

export const taskCreate = defineTool({
  name: 'task_create',
  title: 'Create a task',
  description: 'A unit of work for a role in a project.',
  grant: 'mcp:task:write',
  annotations: { readOnlyHint: false },
  input: z.object({
    requestId: RequestId,
    project: z.string(),
    repository: Repository,
    title: z.string().min(1).max(300),
    description: z.string().max(20_000).default(''),
    role: z.string(),
    priority: z.enum(['critical', 'high', 'medium', 'low']).default('medium'),
    input: z.record(z.string(), z.unknown()).default({}),
    traceId: z.string().default(''),
  }),
  output: z.object({ task: Task }),
  example: {
    requestId: '8d7c-1',
    project: 'shop',
    repository: 'ada/shop',
    title: 'Look into the failed pipeline 7',
    role: 'triage',
    priority: 'high',
    input: { pipeline: 7 },
  },
});

export const taskList = defineTool({
  name: 'task_list',
  title: 'List tasks',
  description: 'Tasks you may see, newest first.',
  grant: 'mcp:task:read',
  annotations: { readOnlyHint: true },
  input: z.object({
    project: z.string().optional(),
    id: z.string().max(40).optional().describe('Display id, e.g. T.001.01.01.02; unique in its project.'),
    state: TaskState.optional(),
    role: z.string().optional(),
    cursor: Cursor,
    limit: Limit,
  }),
  output: z.object({ tasks: z.array(Task), next: Next }),
  example: { project: 'shop', state: 'ready', role: 'triage' },
});

export const taskGet = defineTool({
  name: 'task_get',
  title: 'Get a task',
  description: 'One task by its key, or by its project and its id there.',
  grant: 'mcp:task:read',
  annotations: { readOnlyHint: true },
  input: z.object({ key: z.string().optional(), project: z.string().optional(), id: z.string().optional() }),
  output: z.object({ task: Task }),
  example: { project: 'shop', id: 'T.001.01.01.02' },
});

export const taskNext = defineTool({
  name: 'task_next',
  title: 'Wait for a task',
  description: 'The first ready task for one of the roles, or null when none came in time. It is not claimed yet.',
  grant: 'mcp:claim:read',
  annotations: { readOnlyHint: true },
  input: z.object({ roles: z.array(z.string()).min(1).max(20), waitMs: WaitMs }),
  output: z.object({ task: Task.nullable() }),
  example: { roles: ['triage'], waitMs: 30000 },
});

export const taskClaim = defineTool({
  name: 'task_claim',
  title: 'Claim a task',
  description: 'Takes a ready task under a lease of 30 s with a fencing epoch; heartbeat every 10 s.',
  grant: 'mcp:claim:write',
  annotations: { readOnlyHint: false },
  input: z.object({
    requestId: RequestId,
    key: z.string(),
    tokenHash: TokenHash.optional().describe(
      "For an agent: SHA-256 of a token that you make (40 hexadecimal digits). The token is then good for this attempt alone: your role's rights in the task's repository, until the lease ends.",
    ),
  }),
  output: z.object({ task: Task }),
  example: { requestId: '8d7c-1', key: '3f0c9b1e-6a55-4c0e-9d0f-0a5b6c7d8e9f' },
});

export const taskHeartbeat = defineTool({
  name: 'task_heartbeat',
  title: 'Keep a lease',
  description: 'Prolongs the lease by 30 s; refused with a stale epoch.',
  grant: 'mcp:task:write',
  annotations: { readOnlyHint: false },
  input: z.object({
    requestId: RequestId,
    key: z.string(),
    epoch: z.number().int(),
    progress: z.string().max(500).default(''),
    steps: Steps,
  }),
  output: z.object({ task: Task }),
  example: { requestId: '8d7c-1', key: '3f0c9b1e-6a55-4c0e-9d0f-0a5b6c7d8e9f', epoch: 1, progress: 'Reading the log of step 21' },
});

export const taskComplete = defineTool({
  name: 'task_complete',
  title: 'Report a task',
  description: 'Hands in the result (a claim) or a failure; refused with a stale epoch.',
  grant: 'mcp:task:write',
  annotations: { readOnlyHint: false },
  input: z.object({
    requestId: RequestId,
    key: z.string(),
    epoch: z.number().int(),
    outcome: z.enum(['completed', 'failed']),
    result: z.record(z.string(), z.unknown()).default({}),
    reason: z.string().max(2000).default(''),
    steps: Steps,
  }),
  output: z.object({ task: Task }),
  example: { requestId: '8d7c-1', key: '3f0c9b1e-6a55-4c0e-9d0f-0a5b6c7d8e9f', epoch: 1, outcome: 'completed', result: { issue: 3 } },
});

export const taskRelease = defineTool({
  name: 'task_release',
  title: 'Release a task',
  description: 'Gives a claimed task back unfinished; it becomes ready again.',
  grant: 'mcp:task:write',
  annotations: { readOnlyHint: false },
  input: z.object({
    requestId: RequestId,
    key: z.string(),
    epoch: z.number().int(),
    reason: z.string().max(2000).default(''),
    steps: Steps,
  }),
  output: z.object({ task: Task }),
  example: { requestId: '8d7c-1', key: '3f0c9b1e-6a55-4c0e-9d0f-0a5b6c7d8e9f', epoch: 1, reason: 'The forge does not answer.' },
});

export const taskTranscript = defineTool({
  name: 'task_transcript',
  title: 'Read a transcript',
  description: 'What was done in one attempt at a task, oldest first: the last attempt, or the one of an epoch.',
  grant: 'mcp:task:read',
  annotations: { readOnlyHint: true },
  input: z.object({
    key: z.string().optional(),
    project: z.string().optional(),
    id: z.string().optional(),
    epoch: z.number().int().min(1).optional(),
    after: After,
    limit: Limit,
  }),
  output: z.object({ epoch: z.number().int(), steps: z.array(TaskStep.extend({ seq: z.number().int(), by: z.string() })) }),
  example: { project: 'shop', id: 'T.001.01.01.02' },
});

export const taskValidate = defineTool({
  name: 'task_validate',
  title: 'Validate a task',
  description: 'Another identity than the claimant states, from facts, that the task is done, or refuses it.',
  grant: 'mcp:task:admin',
  annotations: { readOnlyHint: false },
  input: z.object({
    requestId: RequestId,
    key: z.string(),
    accepted: z.boolean(),
    evidence: z.record(z.string(), z.unknown()).default({}),
    reason: z.string().max(2000).default(''),
  }),
  output: z.object({ task: Task }),
  example: { requestId: '8d7c-1', key: '3f0c9b1e-6a55-4c0e-9d0f-0a5b6c7d8e9f', accepted: true, evidence: { issue: 3 } },
});
