import type { Generated } from 'kysely';

import type { Deployment, InboxEntry, Task, TaskStep } from '@mosaic/contracts/mosaic';
import type { JsonText } from '@mosaic/platform/db';
import type { EventRow, EventTables } from '@mosaic/platform/events';

/** Every table of the coordination plane. Times are Unix milliseconds, flags 0 or 1. */
export interface McpTables extends EventTables {
  /** A project name and the one repository that it is bound to. */
  projects: {
    name: string;
    repository: string;
    repository_id: number;
    private: number;
    owner: string;
    created_by: string;
    created_at: number;
  };
  environments: { project: string; name: string; url: string; live_deployment: number | null; latest_deployment: number };
  deployments: DeploymentTable;
  tasks: TaskTable;
  /** Transcripts: what was done in each attempt, numbered from 1. */
  task_steps: { task: string; epoch: number; seq: number; at: number; by: string; kind: TaskStep['kind']; text: string };
  /** The number that the next task of a project gets; never goes back. */
  task_numbers: { project: string; next: number };
  messages: { id: Generated<number>; sender: string; recipient: string | null; project: string; text: string; created_at: number };
  inbox: {
    id: Generated<number>;
    login: string;
    title: string;
    body: string;
    url: string;
    outcome: InboxEntry['outcome'];
    project: string;
    repository: string;
    trace_id: string;
    created_at: number;
    read_at: number | null;
  };
  /** Troubles that last, whom each was told to and by which entry. */
  told_troubles: { login: string; cause: string; entry_id: number };
  /** Answers of writes by the caller's own id. */
  request_ids: { principal: string; tool: string; request_id: string; input_hash: string; result: string; at: number };
  /** The audit: one row per tool call. */
  tool_calls: {
    id: Generated<number>;
    at: number;
    principal: string;
    login: string;
    tool: string;
    allowed: number;
    /** Error code; "" when it went well. */
    code: string;
    request_id: string;
    trace_id: string;
    ms: number;
  };
  /** Facts of every service in one order of our own, each once. */
  facts: EventRow & {
    source: string;
    /** "owner/name", or "" when it is about none. */
    repository: string;
    /** 0 when the event does not say. */
    repository_id: number;
    /** The only person who may read it, or "". */
    audience: string;
    /** Commit that it is about, or "". */
    sha: string;
  };
  /** One row per trace that begins with a change, a pipeline or a deployment. */
  journeys: {
    trace_id: string;
    repository: string;
    repository_id: number;
    private: number;
    title: string;
    sha: string;
    started_at: number;
  };
}

export interface DeploymentTable {
  id: Generated<number>;
  project: string;
  environment: string;
  repository: string;
  repository_id: number;
  private: number;
  sha: string;
  branch: string;
  title: string;
  pipeline_number: number;
  target: string;
  artifact: string;
  state: Deployment['state'];
  reason: string;
  url: string;
  trace_id: string;
  requested_by: string;
  requested_at: number;
  finished_at: number | null;
  rollback_of: number | null;
}

export interface TaskTable {
  key: string;
  project: string;
  id: string;
  repository: string;
  repository_id: number;
  private: number;
  title: string;
  description: string;
  role: string;
  state: Task['state'];
  reason: string;
  priority: Task['priority'];
  /** 0 is the most urgent. */
  priority_rank: number;
  attempts: number;
  input: JsonText<Record<string, unknown>>;
  result: JsonText<Record<string, unknown>> | null;
  /** Who holds the lease, or held it last; "" when nobody ever did. */
  holder: string;
  /** 1 when the holder runs in this process, so that its leases end with it. */
  holder_is_ours: number;
  /** Grows with every claim: the fencing number. */
  epoch: number;
  /** 0 when there is no lease. */
  lease_until: number;
  trace_id: string;
  created_by: string;
  created_at: number;
  updated_at: number;
}
