import type { Readable } from 'node:stream';

import type { WorkflowConfig } from '../compile/workflow-config.ts';

/** A workflow handed to a runner. */
export interface Assignment {
  workflowId: string;
  config: WorkflowConfig;
  timeoutMinutes: number;
  /** Read-only credential for the clone; it ends with the workflow and never reaches a step. */
  cloneCredential?: { username: string; password: string };
  /** By the name of a backend what is said to it alone about this workflow; each knows its own. */
  backendOptions?: Readonly<Record<string, unknown>>;
}

/**
 * State of one step as Woodpecker's agents tell it (upstream `rpc/types.go`): at its start all but `started` is zero; at its end
 * `exited`; `skipped` without a start. Times are Unix seconds with a fraction; a gRPC peer rounds them.
 */
export interface StepState {
  stepUuid: string;
  started: number;
  finished: number;
  exited: boolean;
  exitCode: number;
  error: string;
  canceled: boolean;
  skipped: boolean;
}

/** State of a workflow. `interrupted` = the runner was stopped, nothing is said about the work: it may run again elsewhere. */
export interface WorkflowState {
  started: number;
  finished: number;
  error: string;
  canceled: boolean;
  interrupted: boolean;
}

/** One line of a step; `line` counts from 0 per step, `time` is seconds since the step's start, without a line break in `data`. */
export interface LogEntry {
  stepUuid: string;
  time: number;
  line: number;
  /** 0 = output (stderr is merged into it). */
  type: 0;
  data: string;
}

/**
 * The server as a runner sees it: the verbs of Woodpecker's agent protocol, plus `uploadArtifact`.
 * Errors: a rejected call with `unavailable`, `timeout` or `rate_limited` is tried again, one with `insufficient_storage` too,
 * but for `log`; any other is final.
 * Concurrency: `update` and `log` of one workflow come in order, one at a time; the others may overlap with them.
 * Cancellation: `next` and `wait` are long polls and end with their signal.
 */
export interface Peer {
  /** The next workflow that fits the labels, or null when the poll ended without one. */
  next(labels: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Assignment | null>;
  init(workflowId: string, state: WorkflowState): Promise<void>;
  /** Answers once the workflow is canceled or over. */
  wait(workflowId: string, signal: AbortSignal): Promise<{ canceled: boolean }>;
  /** Prolongs the lease. */
  extend(workflowId: string): Promise<void>;
  update(workflowId: string, state: StepState): Promise<void>;
  log(workflowId: string, entries: readonly LogEntry[]): Promise<void>;
  done(workflowId: string, state: WorkflowState): Promise<void>;
  /** Takes a tar stream of files and folders (no links), names relative to the artifact's root. The peer must read it to its end. */
  uploadArtifact(workflowId: string, artifact: { name: string; stepUuid: string; tar: Readable }): Promise<void>;
}

/** The little that the runtime tells the operator; a pino logger fits. */
export interface RunLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}
