import { asMosaicError, isMosaicError } from '@mosaic/platform/errors';
import { pause } from '@mosaic/platform/waiting';

import type { Backend } from '../backends/backend.ts';
import type { LogLimits } from './bounded-output.ts';
import { Masker } from './mask.ts';
import { Outbox } from './outbox.ts';
import type { Assignment, Peer, RunLog, WorkflowState } from './peer.ts';
import { retrying } from './retry.ts';
import { runGraph } from './run-graph.ts';
import { skippedState, unixSeconds } from './step-runner.ts';

/** The lease is a minute upstream; it is prolonged six times in it. */
const EXTEND_EVERY_MS = 10_000;
/** Pause after a `wait` that answered although the workflow still runs. */
const WAIT_AGAIN_MS = 200;

export interface RunDependencies {
  backend: Backend;
  peer: Peer;
  /** Aborted when the runner stops: steps are killed and the workflow is reported as interrupted. */
  signal: AbortSignal;
  log: RunLog;
  /** What the log of a step may hold; 10 MiB or 200,000 lines where nothing is said. */
  logLimits?: LogLimits;
}

const LOG_LIMITS: LogLimits = { bytes: 10 * 1024 * 1024, lines: 200_000 };

type Stop = 'canceled' | 'timeout' | 'stopping' | 'lost';

/**
 * Runs one workflow and tells the peer all of it. Resolves with the state that was reported.
 * @throws MosaicError when `init` is refused: then the workflow is not ours to run.
 */
export async function runWorkflow(assignment: Assignment, deps: RunDependencies): Promise<WorkflowState> {
  const { peer, log } = deps;
  const { workflowId } = assignment;
  const state: WorkflowState = { started: unixSeconds(), finished: 0, error: '', canceled: false, interrupted: false };
  await retrying(() => peer.init(workflowId, { ...state }), deps.signal);

  const watch = new Watch(assignment, deps);
  const outbox = new Outbox(workflowId, peer, log);
  // Nobody waits for the removal of what is left, so the end is told first.
  await using leftovers = new AsyncDisposableStack();
  try {
    const failure = await runSteps(assignment, { deps, watch, outbox, started: state.started, leftovers });
    if (failure !== undefined) state.error = failure;
  } catch (error) {
    log.warn({ workflowId, err: error }, 'The workflow ended with an error of the runner');
    state.error = asMosaicError(error).message;
  }
  await outbox.close();
  watch.end();
  applyStop(state, watch.stop, assignment.timeoutMinutes);
  // Who looks for the reason of a failure must know that the log may not hold it.
  if (state.error !== '' && outbox.lostLog !== undefined) state.error += ` A part of the log could not be kept: ${outbox.lostLog}`;
  state.finished = unixSeconds();
  if (watch.stop !== 'lost') {
    await retrying(() => peer.done(workflowId, { ...state })).catch((error: unknown) => {
      log.warn({ workflowId, err: error }, `The server refused the end of a workflow: ${asMosaicError(error).message}`);
    });
  }
  return state;
}

function applyStop(state: WorkflowState, stop: Stop | undefined, minutes: number): void {
  if (stop === 'canceled') state.canceled = true;
  if (stop === 'timeout') state.error = `The workflow took longer than its limit of ${minutes} minutes.`;
  if (stop === 'stopping' || stop === 'lost') {
    state.interrupted = true;
    state.error = 'The runner was stopped while the workflow ran.';
  }
}

interface RunScope {
  deps: RunDependencies;
  watch: Watch;
  outbox: Outbox;
  started: number;
  /** Takes what is to be removed once the end is told. */
  leftovers: AsyncDisposableStack;
}

/** The error text of the workflow, if it failed. */
async function runSteps(assignment: Assignment, { deps, watch, outbox, started, leftovers }: RunScope): Promise<string | undefined> {
  const { config, cloneCredential, backendOptions } = assignment;
  const options = { ...(cloneCredential === undefined ? {} : { cloneCredential }), own: backendOptions?.[deps.backend.name] };
  try {
    await deps.backend.check(config, options);
  } catch (error) {
    for (const step of config.steps) outbox.update(skippedState(step.uuid));
    return asMosaicError(error).message;
  }
  const place = await deps.backend.open(config, options);
  leftovers.defer(async () => {
    // What cannot be cleaned up is the operator's matter; it does not change how the steps ended.
    await place[Symbol.asyncDispose]().catch((error: unknown) => {
      deps.log.warn({ workflowId: assignment.workflowId, err: error }, 'What the workflow left could not be removed');
    });
  });
  const masker = new Masker([...config.secrets.map(({ value }) => value), ...credentialForms(cloneCredential)]);
  const { peer, logLimits = LOG_LIMITS } = deps;
  const scope = { assignment, place, peer, outbox, masker, logLimits, signal: watch.signal, workflowStarted: started };
  const { failedStep } = await runGraph(config.steps, scope);
  return failedStep === undefined ? undefined : `The step ${failedStep} failed.`;
}

/** The clone's credential could show up in a trace as it is or as the header that carries it. */
function credentialForms(credential: Assignment['cloneCredential']): string[] {
  if (credential === undefined) return [];
  return [credential.password, Buffer.from(`${credential.username}:${credential.password}`).toString('base64')];
}

/** Everything that may end a workflow from outside: cancellation, the limit of time, the runner's stop, a lost lease. */
class Watch {
  stop: Stop | undefined;
  readonly #abort = new AbortController();
  readonly #end = new AbortController();
  readonly #onStop = (): void => this.#stopFor('stopping');
  readonly #deps: RunDependencies;
  readonly #timers: NodeJS.Timeout[];

  constructor(assignment: Assignment, deps: RunDependencies) {
    this.#deps = deps;
    const limitMs = Math.min(assignment.timeoutMinutes * 60_000, 0x7fffffff);
    this.#timers = [
      setTimeout(() => this.#stopFor('timeout'), limitMs),
      setInterval(() => void this.#extend(assignment.workflowId), EXTEND_EVERY_MS),
    ];
    deps.signal.addEventListener('abort', this.#onStop, { once: true });
    if (deps.signal.aborted) this.#onStop();
    void this.#waitForCancel(assignment.workflowId);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  end(): void {
    for (const timer of this.#timers) clearInterval(timer);
    this.#deps.signal.removeEventListener('abort', this.#onStop);
    this.#end.abort();
  }

  #stopFor(reason: Stop): void {
    if (this.#end.signal.aborted) return;
    this.stop ??= reason;
    this.#abort.abort();
  }

  async #waitForCancel(workflowId: string): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      try {
        const { canceled } = await retrying(() => this.#deps.peer.wait(workflowId, signal), signal);
        if (canceled) return this.#stopFor('canceled');
      } catch (error) {
        if (signal.aborted) return;
        this.#deps.log.warn({ workflowId, err: error }, 'Asking whether the workflow is canceled failed; it is asked again');
      }
      await pause(WAIT_AGAIN_MS, signal);
    }
  }

  /** A lease that has passed to another runner ends the work here at once; other trouble is tried again on the next beat. */
  async #extend(workflowId: string): Promise<void> {
    try {
      await this.#deps.peer.extend(workflowId);
    } catch (error) {
      if (this.#end.signal.aborted) return;
      this.#deps.log.warn({ workflowId, err: error }, 'Prolonging the lease failed');
      if (isMosaicError(error, 'stale_lease', 'not_found')) this.#stopFor('lost');
    }
  }
}
