import type { Bus } from '@mosaic/platform/events';
import type { Log } from '@mosaic/platform/log';

import { QUEUE_TOPIC } from '../pipelines/pipeline-facts.ts';
import type { Queue } from './queue.ts';

/** Longest sleep, ms; a change of the queue ends it at once. */
const IDLE_MS = 60_000;

/** Enforces leases and time limits on the server's side: sleeps until the next is due, or the queue changes. */
export function startWatchdog({ queue, bus, log }: { queue: Queue; bus: Bus; log: Log }): AsyncDisposable {
  const stop = new AbortController();
  const watch = async () => {
    while (!stop.signal.aborted) {
      const wake = new AbortController();
      const word = bus.wait(QUEUE_TOPIC, IDLE_MS, AbortSignal.any([stop.signal, wake.signal]));
      let next: number | null = null;
      try {
        next = await queue.reap();
      } catch (error) {
        log.error({ err: error }, 'the queue could not be checked; trying again');
        next = Date.now() + 1_000;
      }
      const timer = setTimeout(() => wake.abort(), next === null ? IDLE_MS : Math.max(10, next - Date.now()));
      await word;
      clearTimeout(timer);
    }
  };
  const running = watch();
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await running;
    },
  };
}
