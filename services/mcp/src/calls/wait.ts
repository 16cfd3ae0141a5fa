import { Places, type Holder } from '@mosaic/platform/http';

import type { Call, McpContext } from '../context.ts';

/** Long polls that wait at the same time, in all and of one caller; each holds one connection. */
const WAITERS = { places: 1_000, each: 100 };

/** Nobody calls without a credential. */
export function holderOfCall({ caller }: Pick<Call, 'caller'>): Holder {
  return { name: caller.id, kind: caller.builtIn ? 'platform' : 'principal' };
}

/** Counts who waits; one for the service's life. */
export interface Waiters {
  /**
   * Looks, and looks again at each word on the topic until there is something, the time is over or the client is gone.
   * The last look's answer is the answer.
   */
  until<T>(call: Call, stated: { topic: string; waitMs: number; isEnough: (found: T) => boolean; look: () => Promise<T> }): Promise<T>;
}

export function createWaiters({ bus, closing }: Pick<McpContext, 'bus' | 'closing'>): Waiters {
  const places = new Places({ of: 'places for waiting calls', ...WAITERS });
  return {
    async until({ signal, caller, again }, { topic, waitMs, isEnough, look }) {
      if (waitMs === 0) return look();
      const leave = await places.take(holderOfCall({ caller }));
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
          await again();
        }
      } finally {
        leave();
      }
    },
  };
}
