/**
 * Work that goes on beside everything else, e.g. a loop over a queue.
 * @param work Ends, as soon as it can leave off, when the signal aborts. What it throws, the disposal throws.
 * @returns Disposing aborts the signal and waits for the work.
 */
export function untilDisposed(work: (signal: AbortSignal) => Promise<void>): AsyncDisposable {
  const stop = new AbortController();
  const running = work(stop.signal);
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}
