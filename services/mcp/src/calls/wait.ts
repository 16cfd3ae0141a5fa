import { MosaicError } from '@mosaic/platform/errors';

import type { Call, McpContext } from '../context.ts';

/** Long polls that wait at the same time, over all callers; each holds one connection. */
const WAITERS_LIMIT = 1_000;

/** Counts who waits; one for the service's life. */
export interface Waiters {
  /**
   * Looks, and looks again at each word on the topic until there is something, the time is over or the client is gone.
   * The last look's answer is the answer.
   */
  until<T>(call: Call, stated: { topic: string; waitMs: number; isEnough: (found: T) => boolean; look: () => Promise<T> }): Promise<T>;
}

export function createWaiters({ bus, closing }: Pick<McpContext, 'bus' | 'closing'>): Waiters {
  let waiting = 0;
  return {
    async until({ signal }, { topic, waitMs, isEnough, look }) {
      if (waitMs === 0) return look();
      if (waiting >= WAITERS_LIMIT) throw new MosaicError('rate_limited', 'Too many calls are waiting; ask again without waitMs.');
      waiting += 1;
      try {
        const deadline = performance.now() + waitMs;
        const ended = AbortSignal.any([signal, closing]);
        for (;;) {
          // Subscribed before looking, so that no word falls between the look and the wait.
          const done = new AbortController();
          const word = bus.wait(topic, Math.max(0, deadline - performance.now()), AbortSignal.any([ended, done.signal]));
          const found = await look();
          if (isEnough(found) || ended.aborted || performance.now() >= deadline) {
            done.abort();
            return found;
          }
          await word;
        }
      } finally {
        waiting -= 1;
      }
    },
  };
}
