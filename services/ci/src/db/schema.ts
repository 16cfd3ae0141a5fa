import type { Generated } from 'kysely';

import type { StatusState } from '@mosaic/contracts/gitea';
import type { PipelineEvent, PipelineFault } from '@mosaic/engines/pipeline';
import type { JsonText, Reader, Writer } from '@mosaic/platform/db';
import type { EventTables, EventWriter, EmittingWriter } from '@mosaic/platform/events';

import type { PipelinePullRequest } from '../pipelines/pipeline-draft.ts';

/** A repository that CI knows. Times everywhere are Unix milliseconds, flags 0 or 1. */
export interface RepositoryTable {
  id: Generated<number>;
  /** The forge's id; stays through renames. */
  forge_id: number;
  owner: string;
  name: string;
  private: number;
  active: number;
  default_branch: string;
  forge_url: string;
  clone_url: string;
  /** Sealed: signs the token in the hook's address. */
  hook_key: string;
  /** Sealed: the webhook's HMAC secret. */
  hook_secret: string;
  /** The webhook at the forge; 0 before there is one. */
  hook_id: number;
  config_file: string;
  timeout_minutes: number;
  trusted: JsonText<{ network?: boolean; volumes?: boolean; security?: boolean }>;
  /** Whose pipelines wait for a person: none, forks, pull_requests or all_events. */
  require_approval: Generated<string>;
  /** Logins whose own changes need none; null for nobody. */
  approval_allowed_users: JsonText<string[]> | null;
  /** Events of which a newer pipeline of the branch stops the older ones; null for none. */
  cancel_previous_events: JsonText<string[]> | null;
  allow_deploy: Generated<number>;
  /** 0: what happens to pull requests starts nothing. */
  allow_pr: Generated<number>;
  /** Whether the forge takes pull requests there. */
  pr_enabled: Generated<number>;
  /** Highest pipeline number given out. */
  last_number: number;
  created_at: number;
  updated_at: number;
}

export interface PipelineTable {
  id: Generated<number>;
  repository_id: number;
  number: number;
  /** Number of the pipeline that this one repeats; 0 for none. */
  parent: number;
  rerun_count: number;
  event: PipelineEvent;
  status: string;
  branch: string;
  ref: string;
  sha: string;
  before_sha: string;
  title: string;
  message: string;
  author: string;
  author_email: string;
  /** Login of who caused it. */
  sender: string;
  forge_url: string;
  changed_files: JsonText<string[]>;
  /** Null where it is of no pull request. */
  pull_request: JsonText<PipelinePullRequest> | null;
  variables: JsonText<Record<string, string>>;
  errors: JsonText<PipelineFault[]>;
  /** A login, "step <name>", or "pipeline <number>" that took its place; "" for nobody. */
  canceled_by: string;
  /** Of an event `deployment`: where to, and what is to be done there. */
  deploy_to: string | null;
  deploy_task: string | null;
  /** Who approved or declined it, and when; null and 0 for nobody. */
  reviewed_by: string | null;
  reviewed_at: Generated<number>;
  trace_id: string;
  /** "repository/delivery": unique, so a delivery makes one pipeline. Null where no webhook made it. */
  delivery_key: string | null;
  created_at: number;
  updated_at: number;
  started_at: number;
  finished_at: number;
}

/** A file that a pipeline was compiled from; a restart reads it again. */
export interface ConfigTable {
  pipeline_id: number;
  name: string;
  data: string;
}

export interface WorkflowTable {
  id: Generated<number>;
  pipeline_id: number;
  repository_id: number;
  pid: number;
  name: string;
  axis_id: number;
  environ: JsonText<Record<string, string>>;
  labels: JsonText<Record<string, string>>;
  depends_on: JsonText<string[]>;
  runs_on: JsonText<string[]>;
  state: string;
  error: string;
  /** 1 for the first run; grows when a runner died. */
  attempt: number;
  /** Who runs it or ran it; 0 before it starts. */
  agent_id: Generated<number>;
  /** Sealed JSON of the engine's WorkflowConfig: it holds secret values. */
  payload: string;
  timeout_minutes: number;
  started_at: number;
  finished_at: number;
}

export interface StepTable {
  id: Generated<number>;
  pipeline_id: number;
  workflow_id: number;
  uuid: string;
  pid: number;
  name: string;
  type: string;
  failure: string;
  depends_on: JsonText<string[]>;
  state: string;
  error: string;
  exit_code: number;
  started_at: number;
  finished_at: number;
}

/** Who runs workflows: the loops of this process, one row a backend. */
export interface AgentTable {
  id: Generated<number>;
  name: string;
  backend: string;
  /** As Woodpecker's agents state it, e.g. "linux/amd64". */
  platform: string;
  version: string;
  /** Workflows that it runs at once. */
  capacity: number;
  /** A workflow runs where all that it asks for is. */
  labels: JsonText<Record<string, string>>;
  /** 1: an administrator lets it take no more work. */
  no_schedule: number;
  /** 1: it lives and dies with the server's process. */
  in_process: number;
  last_contact: number;
  last_work: number;
  created_at: number;
  updated_at: number;
}

/** A workflow that is to run or runs. The row goes when the workflow is final. */
export interface QueueTable {
  workflow_id: number;
  pipeline_id: number;
  repository_id: number;
  ref: string;
  /** pending or leased. */
  state: string;
  attempt: number;
  /** Who holds it; 0 while pending. */
  agent_id: Generated<number>;
  /** Fence: the agent's calls must bear it. Empty while pending. */
  lease: string;
  lease_until: number;
  /** When the server stops it, whatever the runner says; 0 before it starts. */
  deadline_at: number;
  cancel: number;
  created_at: number;
}

/** A status on its way to the forge; the row goes when it has arrived. */
export interface StatusTable {
  id: Generated<number>;
  /** Statuses of one lane are delivered in the order of their ids: "workflow-7", or "pipeline-3" for one without workflows. */
  lane: string;
  repository_id: number;
  sha: string;
  state: StatusState;
  context: string;
  description: string;
  target_url: string;
  attempts: number;
  next_at: number;
  created_at: number;
}

export interface SecretTable {
  id: Generated<number>;
  /** 0 for the whole installation. */
  repository_id: number;
  name: string;
  envelope: string;
  events: JsonText<string[]>;
  images: JsonText<string[]>;
  note: string;
  updated_at: number;
}

export interface ArtifactTable {
  id: Generated<number>;
  pipeline_id: number;
  workflow_id: number;
  step: string;
  name: string;
  blob: string;
  size: number;
  files: number;
  created_at: number;
}

/** Clone credentials that are still to be revoked. */
export interface CloneTokenTable {
  token_id: string;
  workflow_id: number;
  created_at: number;
}

/** Who was suspended, and by whom. */
export interface SuspendedTable {
  login_lower: string;
  suspended_by: string;
}

export interface CiTables extends EventTables {
  repositories: RepositoryTable;
  pipelines: PipelineTable;
  configs: ConfigTable;
  workflows: WorkflowTable;
  steps: StepTable;
  agents: AgentTable;
  queue: QueueTable;
  statuses: StatusTable;
  secrets: SecretTable;
  artifacts: ArtifactTable;
  clone_tokens: CloneTokenTable;
  suspended: SuspendedTable;
}

export type CiReader = Reader<CiTables>;
export type CiWriter = EventWriter<CiTables>;
/** The writer as somebody, which its events say. */
export type CiEmitter = EmittingWriter<CiTables>;
/** What both can do: query. */
export type CiQuerier = CiReader | Writer<CiTables>['db'];
