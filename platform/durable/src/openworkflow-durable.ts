import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';

import { OpenWorkflow, type Worker } from 'openworkflow';
import { BackendSqlite } from 'openworkflow/sqlite';

import { openFault } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';

import type { Durable, DurableHandler, DurableOptions, DurableRun } from './durable.ts';
import { runJournal, type RunJournal } from './run-journal.ts';

const CONCURRENCY = 8;
const STEP_ATTEMPTS = 45;
const POLL_MS = 1_000;
/** Shortest pause of the loop: with all slots taken, a run that is due already must not make it spin. */
const MIN_PAUSE_MS = 50;
/** Processes that may die in a row with a run in hand that gets no step further. */
const DEATHS = 3;
const DIED = `The server ended ${DEATHS} times while it worked on this; it is not tried again.`;

/** What openworkflow's step and workflow functions hand over; its own types are not exported. */
type WorkflowParameters = Parameters<Parameters<OpenWorkflow['defineWorkflow']>[1]>[0];

/** Opens the journal and takes over what a dead predecessor had in hand. */
export async function openDurable(options: DurableOptions): Promise<Durable> {
  try {
    return open(options);
  } catch (error) {
    throw openFault(error, { dialect: 'sqlite', file: options.file });
  }
}

function open(options: DurableOptions): Durable {
  mkdirSync(dirname(options.file), { recursive: true, mode: 0o700 });
  const backend = BackendSqlite.connect(options.file);
  // The engine sets no busy_timeout and keeps its connection to itself (0.10.1).
  const database = (backend as unknown as { db: DatabaseSync }).db;
  database.exec('PRAGMA busy_timeout = 5000; PRAGMA synchronous = NORMAL');
  keepStatements(database);
  const journal = runJournal(database);
  journal.expireLeases();
  journal.prune();
  return new OpenworkflowDurable(backend, journal, options);
}

/** Drives openworkflow's workers by `tick()`: woken at once by {@link start}, by finished runs and by due times. */
class OpenworkflowDurable implements Durable {
  readonly #backend: BackendSqlite;
  readonly #engine: OpenWorkflow;
  readonly #journal: RunJournal;
  readonly #options: DurableOptions;
  readonly #stop = new AbortController();
  readonly #names = new Set<string>();
  #idle: (() => void)[] = [];
  /** One a slot: each asks for a run only when one is due, where one worker of many slots has all of them ask at once. */
  #workers: Worker[] = [];
  #loop: Promise<void> = Promise.resolve();
  #word = Promise.withResolvers<void>();

  constructor(backend: BackendSqlite, journal: RunJournal, options: DurableOptions) {
    this.#backend = backend;
    this.#engine = new OpenWorkflow({ backend });
    this.#journal = journal;
    this.#options = options;
  }

  define<I>(name: string, handler: DurableHandler<I>): void {
    this.#names.add(name);
    this.#engine.defineWorkflow({ name }, async (parameters) => {
      try {
        await this.#work(name, parameters, handler as unknown as DurableHandler<unknown>);
      } finally {
        // The engine writes the outcome in the microtasks after this; then a slot is free.
        setImmediate(() => this.#wake());
      }
      return null;
    });
  }

  async begin(): Promise<void> {
    this.#workers = Array.from({ length: this.#options.concurrency ?? CONCURRENCY }, () => this.#engine.newWorker({ concurrency: 1 }));
    this.#loop = this.#follow();
  }

  async start<I>(name: string, id: string, input: I): Promise<void> {
    if (!this.#names.has(name)) throw new MosaicError('internal', `No durable handler is defined for "${name}".`);
    const key = this.#journal.keyFor(name, id);
    if (key !== null) await this.#engine.runWorkflow({ name }, { id, input }, { idempotencyKey: key });
    this.#wake();
  }

  whenIdle(): Promise<void> {
    return new Promise((resolve) => {
      this.#idle.push(resolve);
      this.#wake();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    this.#wake();
    await this.#loop;
    await Promise.all(this.#workers.map((worker) => worker.stop()));
    await this.#backend.stop();
  }

  #wake(): void {
    this.#word.resolve();
  }

  /** Has a free worker take up each run that is due; answers how many. */
  async #takeUpDue(): Promise<number> {
    let taken = 0;
    for (const worker of this.#workers) {
      if (this.#pauseMs() > 0) break;
      taken += await worker.tick();
    }
    return taken;
  }

  /** Time until the next run is due, ms. */
  #pauseMs(): number {
    return (this.#journal.nextDue() ?? Infinity) - Date.now();
  }

  async #follow(): Promise<void> {
    const { log, pollMs = POLL_MS } = this.#options;
    while (!this.#stop.signal.aborted) {
      this.#word = Promise.withResolvers<void>();
      let pauseMs = pollMs;
      try {
        const taken = await this.#takeUpDue();
        if (taken === 0 && this.#idle.length > 0 && this.#journal.unfinished() === 0) for (const resolve of this.#idle.splice(0)) resolve();
        if (taken > 0) continue;
        pauseMs = Math.min(pollMs, Math.max(MIN_PAUSE_MS, this.#pauseMs()));
      } catch (error) {
        log.error({ err: error }, 'the durable journal could not be read; it will be tried again');
      }
      await Promise.race([this.#word.promise, pause(pauseMs, this.#word.promise)]);
    }
  }

  async #work(name: string, { input, step }: WorkflowParameters, handler: DurableHandler<unknown>): Promise<void> {
    const { id, input: own } = input as { id: string; input: unknown };
    const { log, stepAttempts = STEP_ATTEMPTS } = this.#options;
    const retryPolicy = { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '15s', maximumAttempts: stepAttempts } as const;
    const run: DurableRun<unknown> = {
      id,
      input: own,
      step: async <T>(name: string, work: (signal: AbortSignal) => Promise<T>) =>
        (await step.run({ name, retryPolicy }, async () => {
          try {
            return await work(this.#stop.signal);
          } catch (error) {
            log.warn({ err: error, run: id, step: name }, 'a durable step failed; it will be tried again');
            throw error;
          }
        })) as T,
      sleep: (name, ms) => step.sleep(name, `${Math.max(1, Math.ceil(ms))}ms`),
    };
    try {
      if (this.#journal.deaths(name, id) >= DEATHS) throw new MosaicError('internal', DIED);
      await handler.run(run);
    } catch (error) {
      if (this.#stop.signal.aborted || !isFinal(error)) throw error;
      const cause = error instanceof Error ? error : new Error(String(error));
      log.error({ err: cause, run: id }, 'a durable run is given up');
      await step.run({ name: 'given up', retryPolicy }, async () => {
        await handler.givenUp({ id, input: own }, cause);
        return null;
      });
    }
  }
}

/**
 * Whether the run cannot go on. The engine's own signals (asleep, replaced) are no faults, and a StepError with attempts left
 * is tried again; its classes are not exported, so they are told apart by their names and members (tests/engine.test.ts).
 */
function isFinal(error: unknown): boolean {
  if (!(error instanceof Error)) return true;
  if (error.name === 'StepError') {
    const { stepFailedAttempts, retryPolicy } = error as Error & { stepFailedAttempts: number; retryPolicy: { maximumAttempts: number } };
    return stepFailedAttempts >= retryPolicy.maximumAttempts;
  }
  return error.name !== 'SleepSignalError' && error.name !== 'StaleExecutionBranchError';
}

/** The engine prepares each statement anew, every time (0.10.1); its statements are few. */
function keepStatements(database: DatabaseSync): void {
  const kept = new Map<string, StatementSync>();
  const prepare = database.prepare.bind(database);
  database.prepare = (sql, ...rest) => {
    const statement = kept.get(sql) ?? prepare(sql, ...rest);
    kept.set(sql, statement);
    return statement;
  };
}

/** Resolves after the time, or when the word comes; holds no timer afterwards. */
function pause(ms: number, word: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void word.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
