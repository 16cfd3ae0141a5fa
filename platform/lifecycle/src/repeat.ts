import type { Log } from '@mosaic/platform/log';

export interface RepeatOptions {
  /** From one due time to the next, ms. What falls due while the work is in hand is left out. */
  everyMs: number;
  /** Begin now, not after the first `everyMs`. */
  atOnce?: boolean;
  log: Log;
  /** What the log says of a time that failed; the next one comes all the same. */
  failed: string;
}

/**
 * Does the work again and again, one at a time. Keeps no process alive by itself.
 * @param work Long work ends early when the signal is aborted.
 * @returns Disposing aborts the signal and waits for the work in hand.
 */
export function repeat(
  work: (signal: AbortSignal) => Promise<unknown>,
  { everyMs, atOnce = false, log, failed }: RepeatOptions,
): AsyncDisposable {
  const stop = new AbortController();
  let running: Promise<unknown> | null = null;
  const begin = () => {
    running ??= work(stop.signal)
      .catch((error: unknown) => log.warn({ err: error }, `${failed}; it will be tried again`))
      .finally(() => (running = null));
  };
  if (atOnce) begin();
  const timer = setInterval(begin, everyMs).unref();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      clearInterval(timer);
      await running;
    },
  };
}
