import { z } from 'zod';

/** Woodpecker's words for the state of a pipeline, workflow or step (server/model/const.go). */
export const Status = z.enum([
  'created',
  'blocked',
  'declined',
  'pending',
  'running',
  'success',
  'failure',
  'killed',
  'canceled',
  'skipped',
  'error',
]);
export type Status = z.infer<typeof Status>;

/** States that no longer change. */
export const FINAL_STATUSES: ReadonlySet<string> = new Set(['declined', 'success', 'failure', 'killed', 'canceled', 'skipped', 'error']);

/** Events that start a pipeline (docs/reference/pipelines.md#when). */
export const PIPELINE_EVENTS = [
  'push',
  'pull_request',
  'pull_request_closed',
  'pull_request_metadata',
  'tag',
  'release',
  'deployment',
  'cron',
  'manual',
] as const;

/** Settings of `require_approval` (server/model/repo.go). */
export const APPROVAL_MODES = ['none', 'forks', 'pull_requests', 'all_events'] as const;

/** A list as Go writes it: one without items may be `null`. */
export function goList<S extends z.ZodType>(item: S) {
  return z
    .array(item)
    .nullish()
    .transform((items) => items ?? []);
}

/** A map as Go writes it, see {@link goList}. */
const GoMap = z
  .record(z.string(), z.string())
  .nullish()
  .transform((value) => value ?? {});

const Texts = goList(z.string());
const Flag = z.boolean().default(false);
const Text = z.string().default('');
const Count = z.number().int().default(0);
/** Unix seconds, 0 for not yet. */
const Seconds = z.number().default(0);
/** Ours: Unix milliseconds, 0 for not yet; absent upstream, where the seconds are all there is. */
const Milliseconds = z.number().optional();

/** Who the caller is. */
export const User = z.object({
  id: z.number().int(),
  forge_id: Count,
  /** The forge's own id, as text. */
  forge_remote_id: Text,
  login: z.string(),
  email: Text,
  avatar_url: Text,
  admin: Flag,
  /** Made an administrator by a setting of upstream's; ours have a role instead. */
  admin_env: z.boolean().optional(),
  org_id: Count,
});
export type User = z.infer<typeof User>;

/** What the forge allows the caller in a repository. */
export const Permissions = z.object({
  pull: z.boolean(),
  push: z.boolean(),
  admin: z.boolean(),
  /** When the server last asked the forge; absent here, where it is asked each time. */
  synced: z.number().optional(),
  created: z.number().optional(),
  updated: z.number().optional(),
});
export type Permissions = z.infer<typeof Permissions>;

/** A repository as the CI server sees it. What other servers may lack has a default. */
export const Repo = z.object({
  id: z.number().int(),
  forge_id: Count,
  /** The forge's own id, as text. */
  forge_remote_id: z.string(),
  org_id: Count,
  owner: z.string(),
  name: z.string(),
  full_name: z.string(),
  avatar_url: Text,
  forge_url: Text,
  clone_url: Text,
  clone_url_ssh: Text,
  default_branch: Text,
  pr_enabled: Flag,
  /** Minutes. */
  timeout: z.number().default(60),
  visibility: z.string().default('public'),
  private: z.boolean(),
  active: z.boolean(),
  trusted: z.object({ network: Flag, volumes: Flag, security: Flag }).default({ network: false, volumes: false, security: false }),
  require_approval: Text,
  approval_allowed_users: Texts,
  allow_deploy: Flag,
  config_file: Text,
  cancel_previous_pipeline_events: Texts,
  allow_pr: Flag,
  netrc_trusted: Texts,
  config_extension_endpoint: Text,
  config_extension_exclusive: Flag,
  config_extension_netrc: Flag,
  registry_extension_endpoint: Text,
  registry_extension_netrc: Flag,
  secret_extension_endpoint: Text,
  secret_extension_netrc: Flag,
  /** Another repository of the forge bears its name now; never here, where the forge's id decides. */
  has_forge_name_conflict: z.boolean().optional(),
  has_no_forge_repo: z.boolean().optional(),
});
export type Repo = z.infer<typeof Repo>;

/** The smallest part of a workflow that runs. */
export const Step = z.object({
  id: z.number().int(),
  uuid: Text,
  pipeline_id: Count,
  pid: z.number().int(),
  ppid: Count,
  name: z.string(),
  state: z.string(),
  error: Text,
  exit_code: Count,
  started: Seconds,
  finished: Seconds,
  type: Text,
  /** Ours: `failure:` of the step as written; absent upstream. */
  failure: z.string().optional(),
  /** Ours: names of the steps that it waits for; absent upstream. */
  depends_on: z.array(z.string()).optional(),
  started_ms: Milliseconds,
  finished_ms: Milliseconds,
});
export type Step = z.infer<typeof Step>;

/** One file × one matrix axis of a pipeline. */
export const Workflow = z.object({
  id: z.number().int(),
  pipeline_id: Count,
  pid: z.number().int(),
  name: z.string(),
  state: z.string(),
  error: Text,
  started: Seconds,
  finished: Seconds,
  agent_id: Count,
  platform: Text,
  environ: GoMap,
  /** Ours: the place in its matrix, from 1; absent upstream. */
  axis_id: z.number().int().optional(),
  /** Ours: 1 for the first run; grows when a runner died. */
  attempt: z.number().int().optional(),
  /** Ours: names of the workflows it waits for; absent upstream. */
  depends_on: z.array(z.string()).optional(),
  /** Ours: why it waits, in words; absent upstream. */
  waiting: z.string().optional(),
  started_ms: Milliseconds,
  finished_ms: Milliseconds,
  children: goList(Step),
});
export type Workflow = z.infer<typeof Workflow>;

/** What was wrong with a configuration; `is_warning` ones do not stop the pipeline. */
export const PipelineError = z.object({
  type: z.string(),
  message: z.string(),
  is_warning: z.boolean().default(false),
  /** Where it is, in the form of its type. */
  data: z.unknown().optional(),
});
export type PipelineError = z.infer<typeof PipelineError>;

/** One run of a repository's configuration for one event; lists of pipelines leave `workflows` out. */
export const Pipeline = z.object({
  id: z.number().int(),
  number: z.number().int(),
  /** Number of the pipeline that this one repeats; 0 for none. */
  parent: Count,
  rerun_count: Count,
  event: z.string(),
  event_reason: Texts,
  status: z.string(),
  errors: goList(PipelineError),
  created: Seconds,
  updated: Seconds,
  started: Seconds,
  finished: Seconds,
  deploy_to: Text,
  deploy_task: Text,
  commit: z.string(),
  /** Ours: the commit that the ref pointed at before; absent upstream. */
  before: z.string().optional(),
  branch: z.string(),
  ref: Text,
  refspec: Text,
  title: Text,
  message: Text,
  timestamp: Seconds,
  sender: Text,
  author: Text,
  author_avatar: Text,
  author_email: Text,
  forge_url: Text,
  reviewed_by: Text,
  reviewed: Seconds,
  /** Who or what stopped it (server/model CancelInfo); one of the three. */
  cancel_info: z
    .object({
      canceled_by_user: z.string().optional(),
      canceled_by_step: z.string().optional(),
      superseded_by: z.number().int().optional(),
    })
    .nullish(),
  changed_files: Texts,
  variables: GoMap,
  from_fork: Flag,
  /** Of the server that made it; empty here, where it is not kept. */
  version: Text,
  /** Of a tag alone. */
  tag_title: z.string().optional(),
  /** Of a release, which no pipeline here is of. */
  release: z.object({ title: z.string().optional(), is_prerelease: z.boolean().optional() }).optional(),
  is_prerelease: z.boolean().optional(),
  /** Of a pull request alone, as it stood when the event was told. */
  pr_labels: z.array(z.string()).nullish(),
  pr_milestone: z.string().optional(),
  pr_draft: z.boolean().optional(),
  /** Of a schedule, which no pipeline here is of. */
  cron: z.string().optional(),
  workflows: goList(Workflow),
  /** Ours: the journey that it belongs to; absent upstream. */
  trace_id: z.string().optional(),
  created_ms: Milliseconds,
  started_ms: Milliseconds,
  finished_ms: Milliseconds,
});
export type Pipeline = z.infer<typeof Pipeline>;

/** A pipeline as lists have it, without what is below it. */
export const ListedPipeline = Pipeline.omit({ workflows: true });
export type ListedPipeline = z.infer<typeof ListedPipeline>;

/** A repository of the caller's with the newest pipeline, where there is one. */
export const RepoWithPipeline = Repo.extend({
  /** 0 for one of the forge's that the server does not know; never here. */
  id: Count,
  last_pipeline: ListedPipeline.optional(),
});
export type RepoWithPipeline = z.infer<typeof RepoWithPipeline>;

/** One line of a step's log. `data` is base64; `time` counts seconds from the start of the stream. */
export const LogEntry = z.object({
  id: Count,
  step_id: Count,
  time: z.number().default(0),
  line: z.number().int(),
  data: z
    .string()
    .nullish()
    .transform((value) => value ?? ''),
  type: Count,
  /** Ours: the run of the step that wrote it; its lines are numbered anew. Absent upstream. */
  attempt: z.number().int().optional(),
  /** Ours: the same time in milliseconds; absent upstream. */
  time_ms: z.number().optional(),
});
export type LogEntry = z.infer<typeof LogEntry>;

/** A secret as it is shown: its value never is. */
export const Secret = z.object({
  id: z.number().int(),
  repo_id: Count,
  org_id: Count,
  name: z.string(),
  images: Texts,
  events: Texts,
  note: Text,
});
export type Secret = z.infer<typeof Secret>;

/** A file of the configuration that a pipeline ran with; `data` is base64. */
export const ConfigFile = z.object({ name: z.string(), hash: z.string().default(''), data: z.string() });
export type ConfigFile = z.infer<typeof ConfigFile>;

/** Who runs workflows (server/model/agent.go). */
export const Agent = z.object({
  id: z.number().int(),
  created: Seconds,
  updated: Seconds,
  name: Text,
  owner_id: Count,
  org_id: Count,
  /** With which it calls; empty where it needs none. */
  token: Text,
  last_contact: Seconds,
  last_work: Seconds,
  platform: Text,
  backend: Text,
  /** Workflows that it runs at once. */
  capacity: Count,
  version: Text,
  /** It takes no more work. */
  no_schedule: Flag,
  /** What pipelines may ask for. */
  custom_labels: GoMap,
});
export type Agent = z.infer<typeof Agent>;

/** A workflow that waits or runs. */
export const QueueTask = z.object({
  id: z.string(),
  pid: Count,
  name: Text,
  labels: GoMap,
  /** Workflows of its pipeline that must be over first: their names; upstream has their ids. */
  dependencies: Texts,
  /** Ends of those that it runs after: `success`, `failure`. */
  run_on: Texts,
  /** How those that are over ended, as `dependencies` has them. */
  dep_status: GoMap,
  /** Who runs it; 0 while it waits. */
  agent_id: Count,
  pipeline_id: Count,
  repo_id: Count,
  /** A bound for workflows of a group; there are none here. */
  concurrency_limit: Count,
  concurrency_group: Text,
  /** When its pipeline was made. */
  created: Seconds,
  /** Ours: why it waits, in words; absent upstream. */
  waiting: z.string().optional(),
});
export type QueueTask = z.infer<typeof QueueTask>;

/** A task in the queue as a whole, with what tells people which it is. */
export const QueueEntry = QueueTask.extend({ pipeline_number: Count, agent_name: Text });
export type QueueEntry = z.infer<typeof QueueEntry>;

export const QueueInfo = z.object({
  pending: goList(QueueEntry),
  waiting_on_deps: goList(QueueEntry),
  running: goList(QueueEntry),
  stats: z.object({
    worker_count: Count,
    pending_count: Count,
    waiting_on_deps_count: Count,
    running_count: Count,
  }),
  paused: Flag,
});
export type QueueInfo = z.infer<typeof QueueInfo>;
