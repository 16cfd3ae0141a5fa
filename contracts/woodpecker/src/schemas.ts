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

/** A repository as the CI server sees it. Foreign input is loose: it names only the fields that the platform reads. */
export const Repo = z.looseObject({
  id: z.number().int(),
  /** The forge's own id, as text. */
  forge_remote_id: z.string(),
  owner: z.string(),
  name: z.string(),
  full_name: z.string(),
  active: z.boolean(),
  private: z.boolean(),
  visibility: z.string().default('public'),
  default_branch: z.string().default(''),
  clone_url: z.string().default(''),
  forge_url: z.string().default(''),
  config_file: z.string().default(''),
  /** Minutes. */
  timeout: z.number().default(60),
});
export type Repo = z.infer<typeof Repo>;

/** The smallest part of a workflow that runs. Times are Unix seconds, 0 for not yet. */
export const Step = z.looseObject({
  id: z.number().int(),
  uuid: z.string().default(''),
  pid: z.number().int(),
  ppid: z.number().int().default(0),
  name: z.string(),
  state: z.string(),
  error: z.string().default(''),
  exit_code: z.number().int().default(0),
  started: z.number().default(0),
  finished: z.number().default(0),
  type: z.string().default(''),
  /** Ours: `failure:` of the step as written; absent upstream. */
  failure: z.string().optional(),
  /** Ours: names of the steps that it waits for; absent upstream. */
  depends_on: z.array(z.string()).optional(),
  /** Ours: Unix milliseconds, 0 for not yet; absent upstream. */
  started_ms: z.number().optional(),
  finished_ms: z.number().optional(),
});
export type Step = z.infer<typeof Step>;

/** One file × one matrix axis of a pipeline. */
export const Workflow = z.looseObject({
  id: z.number().int(),
  pid: z.number().int(),
  name: z.string(),
  state: z.string(),
  error: z.string().default(''),
  started: z.number().default(0),
  finished: z.number().default(0),
  environ: z
    .record(z.string(), z.string())
    .nullish()
    .transform((value) => value ?? {}),
  children: z
    .array(Step)
    .nullish()
    .transform((value) => value ?? []),
  /** Ours: why it waits, in words; absent upstream. */
  waiting: z.string().optional(),
  /** Ours: names of the workflows it waits for; absent upstream. */
  depends_on: z.array(z.string()).optional(),
  /** Ours: Unix milliseconds, 0 for not yet; absent upstream. */
  started_ms: z.number().optional(),
  finished_ms: z.number().optional(),
});
export type Workflow = z.infer<typeof Workflow>;

/** What was wrong with a configuration; `is_warning` ones do not stop the pipeline. */
export const PipelineError = z.looseObject({
  type: z.string(),
  message: z.string(),
  is_warning: z.boolean().default(false),
  data: z.unknown().optional(),
});
export type PipelineError = z.infer<typeof PipelineError>;

/** One run of a repository's configuration for one event. Times are Unix seconds, 0 for not yet. */
export const Pipeline = z.looseObject({
  id: z.number().int(),
  number: z.number().int(),
  parent: z.number().int().default(0),
  event: z.string(),
  status: z.string(),
  errors: z
    .array(PipelineError)
    .nullish()
    .transform((value) => value ?? []),
  created: z.number().default(0),
  started: z.number().default(0),
  finished: z.number().default(0),
  commit: z.string(),
  branch: z.string(),
  ref: z.string().default(''),
  title: z.string().default(''),
  message: z.string().default(''),
  author: z.string().default(''),
  author_email: z.string().default(''),
  sender: z.string().default(''),
  forge_url: z.string().default(''),
  /** Who or what stopped it (server/model CancelInfo). */
  cancel_info: z
    .looseObject({
      canceled_by_user: z.string().default(''),
      canceled_by_step: z.string().default(''),
      superseded_by: z.number().int().default(0),
    })
    .nullish(),
  workflows: z
    .array(Workflow)
    .nullish()
    .transform((value) => value ?? []),
  /** Ours: the journey that it belongs to; absent upstream. */
  trace_id: z.string().optional(),
  /** Ours: Unix milliseconds, 0 for not yet; absent upstream. */
  created_ms: z.number().optional(),
  started_ms: z.number().optional(),
  finished_ms: z.number().optional(),
});
export type Pipeline = z.infer<typeof Pipeline>;

/** One line of a step's log. `data` is base64; `time` counts seconds from the start of the stream. */
export const LogEntry = z.looseObject({
  id: z.number().int().default(0),
  step_id: z.number().int().default(0),
  time: z.number().default(0),
  line: z.number().int(),
  data: z
    .string()
    .nullish()
    .transform((value) => value ?? ''),
  type: z.number().int().default(0),
  /** Ours: the run of the step that wrote it; its lines are numbered anew. Absent upstream. */
  attempt: z.number().int().optional(),
  /** Ours: the same time in milliseconds; absent upstream. */
  time_ms: z.number().optional(),
});
export type LogEntry = z.infer<typeof LogEntry>;

/** A secret as it is shown: its value never is. */
export const Secret = z.looseObject({
  id: z.number().int(),
  name: z.string(),
  images: z
    .array(z.string())
    .nullish()
    .transform((value) => value ?? []),
  events: z
    .array(z.string())
    .nullish()
    .transform((value) => value ?? []),
  note: z.string().default(''),
});
export type Secret = z.infer<typeof Secret>;

/** A file of the configuration that a pipeline ran with; `data` is base64. */
export const ConfigFile = z.looseObject({ name: z.string(), hash: z.string().default(''), data: z.string() });
export type ConfigFile = z.infer<typeof ConfigFile>;

/** Ours: a file set that a step handed over, stored as a tar archive. */
export const Artifact = z.object({
  name: z.string(),
  /** Bytes of the archive. */
  size: z.number().int(),
  files: z.number().int(),
  workflow: z.string(),
  step: z.string(),
  /** Unix milliseconds. */
  createdAt: z.number(),
});
export type Artifact = z.infer<typeof Artifact>;
