import type { Readable } from 'node:stream';

import type { StepConfig, WorkflowConfig } from '../compile/workflow-config.ts';

/**
 * A place where workflows run.
 *
 * Errors: `check` and `start` reject with a MosaicError whose message tells the author of the pipeline what to do:
 * `unsupported` when this place can never run it, `unavailable` or `internal` when it failed this time. A program that
 * ran and failed is no error: it is an exit code.
 * Concurrency: many workflows at once; within one, many steps at once. `open` and `start` may overlap freely.
 * Cancellation: `kill` ends a step and everything it started within a second and may be called at any time, again too;
 * disposing a workflow kills what still runs and removes what it left. A backend leaves nothing running when the process
 * that holds it dies, however it dies.
 */
export interface Backend extends AsyncDisposable {
  /** Value of the label `backend`. */
  readonly name: string;
  /** Refuses, in words and before anything runs, a workflow that cannot run here. */
  check(config: WorkflowConfig, options: OpenOptions): Promise<void>;
  open(config: WorkflowConfig, options: OpenOptions): Promise<BackendWorkflow>;
  /** How it keeps steps apart from the machine and why, in words for administrators; may change with the machine. Null: nothing to tell. */
  describe(): Promise<string | null>;
  /** Lets go of what is held ready for the next workflow; running ones are not touched. */
  [Symbol.asyncDispose](): Promise<void>;
}

export interface OpenOptions {
  cloneCredential?: { username: string; password: string };
  /** What the server says to this backend alone; the backend reads it by its own schema and refuses what it does not know. */
  own?: unknown;
}

/** A workflow's own place: steps share its workspace. */
export interface BackendWorkflow {
  /** Starts a step. `environment` is complete: nothing of the server's own environment is added. */
  start(step: StepConfig, environment: Readonly<Record<string, string>>): Promise<RunningStep>;
  /** Kills what still runs and removes what is left. @throws the file system's error when that fails. */
  [Symbol.asyncDispose](): Promise<void>;
}

export interface RunningStep {
  /** Standard output and error, merged; ends when everything that the step started has closed it. */
  output: Readable;
  ended: Promise<StepEnd>;
  kill(): void;
  /** What the ended step handed over with `mosaic artifact upload`. @throws MosaicError for links, devices, or too much. */
  artifacts(): Promise<HandedOver[]>;
}

export interface StepEnd {
  exitCode: number;
  /** Set when it did not end by itself. */
  signal?: string;
  /** Why the backend ended it, e.g. a limit that it passed; for its author. */
  reason?: string;
}

export interface HandedOver {
  name: string;
  /** A fresh tar stream. */
  tar: () => Readable;
}
