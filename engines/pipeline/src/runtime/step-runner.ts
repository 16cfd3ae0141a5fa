import { asMosaicError } from '@mosaic/platform/errors';

import type { BackendWorkflow, RunningStep } from '../backends/backend.ts';
import type { StepConfig } from '../compile/workflow-config.ts';
import { BoundedOutput, type LogLimits } from './bounded-output.ts';
import type { Masker } from './mask.ts';
import type { Outbox } from './outbox.ts';
import type { Assignment, Peer, StepState } from './peer.ts';
import { retrying } from './retry.ts';

/** What running steps of one workflow share. */
export interface StepScope {
  assignment: Assignment;
  place: BackendWorkflow;
  peer: Peer;
  outbox: Outbox;
  masker: Masker;
  logLimits: LogLimits;
  signal: AbortSignal;
  /** Unix seconds. */
  workflowStarted: number;
}

/** How a step ended, as far as the steps after it care. */
type StepOutcome = 'succeeded' | 'failed' | 'aborted';

/** A step that was started: `ended` settles when it is over and its last update is queued. It never rejects. */
export interface StepRun {
  ended: Promise<StepOutcome>;
  kill: () => void;
}

/** Now, in Unix seconds with a fraction. */
export function unixSeconds(): number {
  return Date.now() / 1000;
}

/** The update of a step that is not started. */
export function skippedState(stepUuid: string): StepState {
  return { stepUuid, started: 0, finished: unixSeconds(), exited: false, exitCode: 0, error: '', canceled: false, skipped: true };
}

/** Starts a step and follows it to its end: updates, log, artifacts. `outcome` is that of the workflow so far. */
export async function startStep(step: StepConfig, outcome: 'success' | 'failure', scope: StepScope): Promise<StepRun> {
  const started = unixSeconds();
  const state: StepState = {
    stepUuid: step.uuid,
    started,
    finished: 0,
    exited: false,
    exitCode: 0,
    error: '',
    canceled: false,
    skipped: false,
  };
  scope.outbox.update({ ...state });
  const log = new StepLog(step.uuid, scope);
  let running: RunningStep;
  try {
    running = await scope.place.start(step, runtimeEnvironment(step, outcome, scope, started));
  } catch (error) {
    const { message } = asMosaicError(error);
    log.note(`This step could not start: ${message}`);
    scope.outbox.update({ ...state, finished: unixSeconds(), exited: true, exitCode: 1, error: scope.masker.mask(message) });
    return { ended: Promise.resolve(scope.signal.aborted ? 'aborted' : 'failed'), kill: () => undefined };
  }
  const kill = (): void => running.kill();
  scope.signal.addEventListener('abort', kill, { once: true });
  if (scope.signal.aborted) kill();
  const ended = follow(step, running, state, { scope, log }).finally(() => scope.signal.removeEventListener('abort', kill));
  return { ended, kill };
}

async function follow(
  step: StepConfig,
  running: RunningStep,
  state: StepState,
  { scope, log }: { scope: StepScope; log: StepLog },
): Promise<StepOutcome> {
  const { signal, outbox, masker } = scope;
  let end: { exitCode: number; error: string };
  try {
    const [{ exitCode, signal: killedBy, reason }] = await Promise.all([running.ended, log.read(running)]);
    if (reason !== undefined && !signal.aborted) log.note(reason);
    const why = reason ?? (killedBy === undefined ? '' : `The step was ended by ${killedBy}.`);
    end = { exitCode, error: exitCode === 0 || signal.aborted ? '' : why };
    if (exitCode === 0 && !signal.aborted) await uploadArtifacts(step, running, log, scope);
  } catch (error) {
    const { message } = asMosaicError(error);
    log.note(message);
    end = { exitCode: 1, error: masker.mask(message) };
  }
  const isAborted = signal.aborted;
  outbox.update({ ...state, finished: unixSeconds(), exited: true, ...end, canceled: isAborted });
  if (isAborted) return 'aborted';
  return end.exitCode === 0 && end.error === '' ? 'succeeded' : 'failed';
}

async function uploadArtifacts(
  step: StepConfig,
  running: RunningStep,
  log: StepLog,
  { assignment, peer, signal }: StepScope,
): Promise<void> {
  for (const { name, tar } of await running.artifacts()) {
    await retrying(() => peer.uploadArtifact(assignment.workflowId, { name, stepUuid: step.uuid, tar: tar() }), signal);
    log.note(`Handed over the artifact ${name}.`);
  }
}

/** What only the runner knows (docs/reference/pipelines.md#variables); a step's own `environment` does not reach these names' real values. */
function runtimeEnvironment(step: StepConfig, outcome: string, scope: StepScope, started: number): Record<string, string> {
  return {
    ...step.environment,
    CI_MACHINE: 'mosaic',
    CI_SYSTEM_PLATFORM: `${process.platform}/${process.arch === 'x64' ? 'amd64' : process.arch}`,
    CI_PIPELINE_STATUS: outcome,
    CI_PIPELINE_STARTED: String(Math.trunc(scope.workflowStarted)),
    CI_STEP_STARTED: String(Math.trunc(started)),
  };
}

/** Numbers the lines of one step. */
class StepLog {
  readonly #uuid: string;
  readonly #scope: StepScope;
  readonly #output: BoundedOutput;
  readonly #start = performance.now();
  #line = 0;

  constructor(uuid: string, scope: StepScope) {
    this.#uuid = uuid;
    this.#scope = scope;
    const { masker, logLimits } = scope;
    this.#output = new BoundedOutput({ masker, limits: logLimits }, { emit: (line) => this.#push(line), note: (text) => this.note(text) });
  }

  async read({ output }: RunningStep): Promise<void> {
    for await (const chunk of output) {
      // The pipe is read on, whatever is kept, so that the step does not stall.
      this.#output.write(chunk as Buffer);
      await this.#scope.outbox.room();
    }
    this.#output.end();
  }

  /** A line of the runner's own. */
  note(text: string): void {
    for (const line of text.split('\n')) this.#push(this.#scope.masker.mask(line));
  }

  #push(data: string): void {
    const time = (performance.now() - this.#start) / 1000;
    this.#scope.outbox.line({ stepUuid: this.#uuid, time, line: this.#line++, type: 0, data });
  }
}
