import { z } from 'zod';

import { EventPage } from './events.ts';
import { Label } from './project-file.ts';
import type { Permission } from './grants.ts';

/** States of a task (mosaic.md 3.3). `completed` is a claim; `validated` a fact that the platform saw. */
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

export const DeploymentState = z.enum(['requested', 'running', 'live', 'superseded', 'failed']);
export type DeploymentState = z.infer<typeof DeploymentState>;

/** The caller's own id for a write: the same id by the same caller gets the same answer and changes nothing twice. */
const RequestId = z.string().min(1).max(190).describe('Your own id for this write; repeat it to repeat the call safely.');
const Repository = z
  .string()
  .regex(/^[^/\s]+\/[^/\s]+$/)
  .describe('owner/name');
const Sha = z.string().regex(/^[0-9a-f]{40}$/);
const Time = z.number().int().describe('Unix milliseconds');
const Limit = z.number().int().min(1).max(200).default(50);
const Cursor = z.string().min(1).max(500).optional().describe('Go on from there: `next` of the answer before.');
const Next = z.string().nullable().describe('Give it as `cursor` for what follows; null at the end.');
const After = z.number().int().min(0).default(0).describe('Only what has a higher number than this; 0 from the beginning.');
const WaitMs = z.number().int().min(0).max(30_000).default(0).describe('How long to wait when there is nothing yet.');

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

export const InboxEntry = z.object({
  id: z.number().int(),
  title: z.string(),
  body: z.string(),
  url: z.string(),
  outcome: z.enum(['ok', 'fail', 'info']),
  project: z.string(),
  repository: z.string(),
  traceId: z.string(),
  createdAt: Time,
  readAt: Time.nullable(),
});
export type InboxEntry = z.infer<typeof InboxEntry>;

export const Message = z.object({
  id: z.number().int(),
  from: z.string(),
  to: z.string().nullable(),
  project: z.string(),
  text: z.string(),
  createdAt: Time,
});
export type Message = z.infer<typeof Message>;

export const Agent = z.object({
  login: z.string(),
  role: z.string(),
  runtime: z.string(),
  ruleBased: z.boolean(),
  lastSeenAt: Time.nullable(),
  /** Title of the task that it works on, and the task itself; null when it works on none, or none that the caller may see. */
  busyWith: z.string().nullable(),
  task: z.object({ key: z.string(), id: z.string(), project: z.string(), updatedAt: Time }).nullable().default(null),
});
export type Agent = z.infer<typeof Agent>;

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

/** One hop of a journey; `durationMs` is null while it runs. */
export const Hop = z.object({
  kind: z.enum(['change', 'pipeline', 'deployment', 'task', 'notification']),
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

/** A tool as data: the server registers it, clients type their calls by it, docs are generated from it. */
export interface ToolContract<I extends z.ZodObject = z.ZodObject, O extends z.ZodObject = z.ZodObject> {
  title: string;
  description: string;
  input: I;
  output: O;
  /** Changes nothing. Every tool that writes is idempotent by its requestId. */
  readOnly: boolean;
  /** May end or replace what is live. */
  destructive: boolean;
  grant: Permission;
}

/** Every tool of the MCP server, in the order that tools/list shows. Names: C-18 and 4.2 of the requirements. */
export const TOOLS = {
  tony_project_list: tool(
    'mcp:project:read',
    true,
    'List projects',
    'Projects you may see, with the state of each environment.',
    z.object({ cursor: Cursor, limit: z.number().int().min(1).max(1000).default(1000) }),
    z.object({ projects: z.array(Project), next: Next }),
  ),
  tony_project_get: tool(
    'mcp:project:read',
    true,
    'Get a project',
    'One project by name.',
    z.object({ project: z.string() }),
    z.object({ project: Project }),
  ),
  tony_project_create: tool(
    'mcp:project:write',
    false,
    'Create a project',
    'Binds a project name to a repository that you may administer. The first claim binds the name.',
    z.object({ requestId: RequestId, project: Label, repository: Repository }),
    z.object({ project: Project }),
  ),
  tony_agent_list: tool(
    'mcp:agent:read',
    true,
    'List agents',
    'Agents, their roles, and what each works on.',
    z.object({}),
    z.object({ agents: z.array(Agent) }),
  ),

  forge_repository_list: tool(
    'mcp:repository:read',
    true,
    'List repositories',
    'Repositories you may read.',
    z.object({ limit: z.number().int().min(1).max(50).default(50), page: z.number().int().min(1).default(1) }),
    z.object({
      repositories: z.array(z.object({ repository: z.string(), private: z.boolean(), defaultBranch: z.string(), url: z.string() })),
    }),
  ),
  forge_file_read: tool(
    'mcp:repository:read',
    true,
    'Read a file',
    'Text of one file at a ref, whole lines, at most 256 KiB at once; go on with `fromLine`.',
    z.object({
      repository: Repository,
      path: z.string().min(1).max(1000),
      ref: z.string().max(250).default(''),
      fromLine: z.number().int().min(1).default(1).describe('The first line wanted, counted from 1.'),
      lines: z.number().int().min(1).max(100_000).default(100_000).describe('How many lines at most.'),
    }),
    z.object({
      path: z.string(),
      text: z.string(),
      fromLine: z.number().int(),
      lines: z.number().int().describe('Lines shown.'),
      totalLines: z.number().int(),
      size: z.number().int().describe('Bytes of the whole file.'),
      truncated: z.boolean().describe('Whether lines follow that are not shown.'),
    }),
  ),
  forge_search: tool(
    'mcp:repository:read',
    true,
    'Search in a repository',
    'Lines that hold the given text on the default branch or a ref (at most 100).',
    z.object({ repository: Repository, text: z.string().min(2).max(200), ref: z.string().max(250).default('') }),
    z.object({ matches: z.array(z.object({ path: z.string(), line: z.number().int(), text: z.string() })) }),
  ),

  ci_pipeline_list: tool(
    'mcp:pipeline:read',
    true,
    'List pipelines',
    'Newest pipelines of a repository.',
    z.object({ repository: Repository, branch: z.string().optional(), cursor: Cursor, limit: Limit }),
    z.object({ pipelines: z.array(Pipeline), next: Next }),
  ),
  ci_pipeline_get: tool(
    'mcp:pipeline:read',
    true,
    'Get a pipeline',
    'One pipeline with its workflows and steps.',
    z.object({ repository: Repository, number: z.number().int() }),
    z.object({ pipeline: Pipeline }),
  ),
  ci_pipeline_log: tool(
    'mcp:pipeline:read',
    true,
    'Read a step log',
    'Lines of one step; a negative `from` counts from the end. Secrets are masked.',
    z.object({
      repository: Repository,
      number: z.number().int(),
      stepId: z.number().int(),
      from: z.number().int().default(0),
      limit: z.number().int().min(1).max(2000).default(200),
    }),
    z.object({ lines: z.array(z.object({ line: z.number().int(), text: z.string() })), total: z.number().int() }),
  ),
  ci_pipeline_restart: tool(
    'mcp:pipeline:write',
    false,
    'Restart a pipeline',
    'Runs the same commit again as a new pipeline.',
    z.object({ requestId: RequestId, repository: Repository, number: z.number().int() }),
    z.object({ pipeline: Pipeline }),
  ),

  deployment_request: tool(
    'mcp:deployment:write',
    false,
    'Deploy update',
    'Asks that an artifact of a green pipeline goes live in an environment. Refused when the pipeline is not green, the artifact is missing or the project name is bound to another repository.',
    z.object({
      requestId: RequestId,
      project: Label,
      environment: Label,
      repository: Repository,
      pipelineNumber: z.number().int(),
      sha: Sha,
      branch: z.string(),
      title: z.string().max(500).default(''),
      target: z.enum(['site']),
      artifact: Label,
      traceId: z.string(),
    }),
    z.object({ deployment: Deployment }),
  ),
  deployment_list: tool(
    'mcp:deployment:read',
    true,
    'List deployments',
    'Newest deployments you may see.',
    z.object({
      project: z.string().optional(),
      environment: z.string().optional(),
      repository: Repository.optional(),
      state: DeploymentState.optional(),
      cursor: Cursor,
      limit: Limit,
    }),
    z.object({ deployments: z.array(Deployment), next: Next }),
  ),
  deployment_get: tool(
    'mcp:deployment:read',
    true,
    'Get a deployment',
    'State of one deployment.',
    z.object({ id: z.number().int() }),
    z.object({ deployment: Deployment }),
  ),
  deployment_report: tool(
    'mcp:deployment:admin',
    false,
    'Report a deployment',
    'For the engine that carries it out: running, live or failed with the reason.',
    z.object({
      requestId: RequestId,
      id: z.number().int(),
      state: z.enum(['running', 'live', 'failed']),
      reason: z.string().max(2000).default(''),
    }),
    z.object({ deployment: Deployment }),
  ),
  deployment_roll_back: {
    ...tool(
      'mcp:deployment:write',
      false,
      'Roll back',
      'Puts an earlier deployment of the same environment live again, as a new deployment.',
      z.object({ requestId: RequestId, id: z.number().int().describe('The deployment to go back to.') }),
      z.object({ deployment: Deployment }),
    ),
    destructive: true,
  },

  task_create: tool(
    'mcp:task:write',
    false,
    'Create a task',
    'A unit of work for a role in a project.',
    z.object({
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
    z.object({ task: Task }),
  ),
  task_list: tool(
    'mcp:task:read',
    true,
    'List tasks',
    'Tasks you may see, newest first.',
    z.object({
      project: z.string().optional(),
      id: z.string().max(40).optional().describe('Display id, e.g. T.001.01.01.02; unique in its project.'),
      state: TaskState.optional(),
      role: z.string().optional(),
      cursor: Cursor,
      limit: Limit,
    }),
    z.object({ tasks: z.array(Task), next: Next }),
  ),
  task_get: tool(
    'mcp:task:read',
    true,
    'Get a task',
    'One task by its key, or by its project and its id there.',
    z.object({ key: z.string().optional(), project: z.string().optional(), id: z.string().optional() }),
    z.object({ task: Task }),
  ),
  task_next: tool(
    'mcp:task:read',
    true,
    'Wait for a task',
    'The first ready task for one of the roles, or null when none came in time. It is not claimed yet.',
    z.object({ roles: z.array(z.string()).min(1).max(20), waitMs: WaitMs }),
    z.object({ task: Task.nullable() }),
  ),
  task_claim: tool(
    'mcp:task:write',
    false,
    'Claim a task',
    'Takes a ready task under a lease of 30 s with a fencing epoch; heartbeat every 10 s.',
    z.object({ requestId: RequestId, key: z.string() }),
    z.object({ task: Task }),
  ),
  task_heartbeat: tool(
    'mcp:task:write',
    false,
    'Keep a lease',
    'Prolongs the lease by 30 s; refused with a stale epoch.',
    z.object({ requestId: RequestId, key: z.string(), epoch: z.number().int(), progress: z.string().max(500).default('') }),
    z.object({ task: Task }),
  ),
  task_complete: tool(
    'mcp:task:write',
    false,
    'Report a task',
    'Hands in the result (a claim) or a failure; refused with a stale epoch.',
    z.object({
      requestId: RequestId,
      key: z.string(),
      epoch: z.number().int(),
      outcome: z.enum(['completed', 'failed']),
      result: z.record(z.string(), z.unknown()).default({}),
      reason: z.string().max(2000).default(''),
    }),
    z.object({ task: Task }),
  ),
  task_release: tool(
    'mcp:task:write',
    false,
    'Release a task',
    'Gives a claimed task back unfinished; it becomes ready again.',
    z.object({ requestId: RequestId, key: z.string(), epoch: z.number().int(), reason: z.string().max(2000).default('') }),
    z.object({ task: Task }),
  ),
  task_validate: tool(
    'mcp:task:admin',
    false,
    'Validate a task',
    'Another identity than the claimant states, from facts, that the task is done, or refuses it.',
    z.object({
      requestId: RequestId,
      key: z.string(),
      accepted: z.boolean(),
      evidence: z.record(z.string(), z.unknown()).default({}),
      reason: z.string().max(2000).default(''),
    }),
    z.object({ task: Task }),
  ),

  event_read: tool(
    'mcp:event:read',
    true,
    'Read events',
    'Facts after a cursor, oldest first; waits when there is none yet.',
    z.object({ after: After, limit: Limit, waitMs: WaitMs, types: z.array(z.string()).max(50).default([]) }),
    EventPage,
  ),
  event_record: tool(
    'mcp:event:admin',
    false,
    'Record an event',
    "For the platform's own engines: records that a run has finished.",
    z.object({
      requestId: RequestId,
      type: z.enum(['dev.mosaic.run.finished']),
      subject: z.string(),
      traceId: z.string(),
      data: z.record(z.string(), z.unknown()),
    }),
    z.object({ seq: z.number().int() }),
  ),
  journey_get: tool(
    'mcp:event:read',
    true,
    'Get a journey',
    'All that one change set off, hop by hop, with times. Takes a trace id or a commit SHA (7–40 digits).',
    z.object({ id: z.string().regex(/^[0-9a-f]{7,40}$/) }),
    z.object({ journey: Journey }),
  ),
  journey_list: tool(
    'mcp:event:read',
    true,
    'List journeys',
    'Newest journeys you may see.',
    z.object({ project: z.string().optional(), repository: Repository.optional(), cursor: Cursor, limit: Limit }),
    z.object({ journeys: z.array(Journey), next: Next }),
  ),

  tony_message_send: tool(
    'mcp:message:write',
    false,
    'Send a message',
    'To one principal, or to all agents of the project when `to` is left out.',
    z.object({ requestId: RequestId, project: z.string(), to: z.string().optional(), text: z.string().min(1).max(20_000) }),
    z.object({ message: Message }),
  ),
  tony_message_list: tool(
    'mcp:message:read',
    true,
    'List messages',
    'Messages to you or to all, oldest first.',
    z.object({ project: z.string().optional(), after: After, limit: Limit, waitMs: WaitMs }),
    z.object({ messages: z.array(Message) }),
  ),

  inbox_list: tool(
    'mcp:inbox:read',
    true,
    'List your inbox',
    'Your notifications, newest first.',
    z.object({ unreadOnly: z.boolean().default(false), after: After, cursor: Cursor, limit: Limit, waitMs: WaitMs }),
    z.object({ entries: z.array(InboxEntry), unread: z.number().int(), next: Next }),
  ),
  inbox_mark: tool(
    'mcp:inbox:write',
    false,
    'Mark inbox entries',
    'Marks your entries as read or unread.',
    z.object({ requestId: RequestId, ids: z.array(z.number().int()).min(1).max(200), read: z.boolean() }),
    z.object({ unread: z.number().int() }),
  ),
  notification_send: tool(
    'mcp:inbox:admin',
    false,
    'Notify a person',
    "Adds one entry to a person's inbox; a person who may not read the repository gets none.",
    z.object({
      requestId: RequestId,
      login: z.string(),
      title: z.string().min(1).max(300),
      body: z.string().max(20_000).default(''),
      url: z.string().max(2000),
      outcome: z.enum(['ok', 'fail', 'info']),
      project: z.string(),
      repository: Repository,
      traceId: z.string(),
    }),
    z.object({ added: z.boolean(), entry: InboxEntry.nullable() }),
  ),
} as const;

export type ToolName = keyof typeof TOOLS;
/** What a caller passes: defaults may be left out. */
export type ToolInput<N extends ToolName> = z.input<(typeof TOOLS)[N]['input']>;
/** What the server gets after parsing. */
export type ToolArguments<N extends ToolName> = z.output<(typeof TOOLS)[N]['input']>;
export type ToolOutput<N extends ToolName> = z.output<(typeof TOOLS)[N]['output']>;

function tool<I extends z.ZodObject, O extends z.ZodObject>(
  grant: Permission,
  readOnly: boolean,
  title: string,
  description: string,
  input: I,
  output: O,
): ToolContract<I, O> {
  return { title, description, input, output, readOnly, grant, destructive: false };
}
