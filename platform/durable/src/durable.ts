import type { Log } from '@mosaic/platform/log';

/** One execution of a durable handler, from its beginning or resumed after a crash. */
export interface DurableRun<I> {
  /** The id that the run was started with: the key of the caller's own row. */
  readonly id: string;
  readonly input: I;
  /**
   * Runs the work once and remembers its answer, which must be plain JSON; a resumed run gets the remembered answer. After a crash in its middle the
   * work runs again, so effects must be idempotent. When it throws, the run is suspended and the step tried again with a
   * growing pause, at most {@link DurableOptions.stepAttempts} times. A fault that no retry repairs is an answer, not a throw.
   * The signal aborts when the process stops; names are unique in a run.
   */
  readonly step: <T>(name: string, work: (signal: AbortSignal) => Promise<T>) => Promise<T>;
  /** Suspends the run for at least this long, surviving restarts. */
  readonly sleep: (name: string, ms: number) => Promise<void>;
}

/**
 * A handler runs from its top each time, with remembered answers for the steps that are done: between steps it must be
 * deterministic and must not catch what `step` or `sleep` throw.
 */
export interface DurableHandler<I> {
  run(run: DurableRun<I>): Promise<void>;
  /** The run failed for good: a step used up its attempts, or the handler itself threw. Runs as a step. */
  givenUp(run: { id: string; input: I }, error: Error): Promise<void>;
}

export interface DurableOptions {
  /** A SQLite file of its own; one process at a time, which holds the home lock. */
  file: string;
  log: Log;
  /** Runs that are worked on at once. */
  concurrency?: number;
  /** Attempts of one step. With pauses of 0.2 s doubling to 15 s, the default lasts some 10 minutes. */
  stepAttempts?: number;
  /** Longest pause between two looks for work that nobody announced, ms. */
  pollMs?: number;
}

/** Work that survives `kill -9`: a port over an embedded engine; others can stand behind the same interface. */
export interface Durable extends AsyncDisposable {
  /** States how runs of a name are worked on; before {@link Durable.begin}. */
  define<I>(name: string, handler: DurableHandler<I>): void;
  /** Begins to work, first on what a predecessor left unfinished. */
  begin(): Promise<void>;
  /**
   * Starts a run, at once. A run of this name and id that is not finished is only woken; the input is plain JSON. The caller's own row says whether
   * the work is done: call this for each row that is not.
   */
  start<I>(name: string, id: string, input: I): Promise<void>;
  /** Resolves when no run is waiting, running or asleep. */
  whenIdle(): Promise<void>;
}
