import { until } from '@mosaic/platform/events';
import { Places, type Holder } from '@mosaic/platform/http';

import type { Call, McpContext } from '../context.ts';

/** Long polls that wait at the same time, in all and of one caller; each holds one connection. */
const WAITERS = { places: 1_000, each: 100 };

/** Nobody calls without a credential. */
export function holderOfCall({ caller }: Pick<Call, 'caller'>): Holder {
  return { name: caller.id, kind: caller.builtIn ? 'platform' : 'principal' };
}

export interface Wanted<T> {
  topic: string;
  waitMs: number;
  isEnough: (found: T) => boolean;
  look: () => Promise<T>;
}

/** Counts who waits; one for the service's life. */
export interface Waiters {
  /**
   * Looks, and looks again at each word on the topic until there is something, the time is over or the client is gone.
   * The last look's answer is the answer.
   */
  until<T>(call: Call, wanted: Wanted<T>): Promise<T>;
}

export function createWaiters({ bus, closing }: Pick<McpContext, 'bus' | 'closing'>): Waiters {
  const places = new Places({ of: 'places for waiting calls', ...WAITERS });
  return {
    async until<T>({ signal, caller, again }: Call, { topic, waitMs, isEnough, look }: Wanted<T>) {
      if (waitMs === 0) return look();
      const leave = await places.take(holderOfCall({ caller }));
      try {
        let found: T | undefined;
        const isThere = async () => {
          // Who waits for long may have lost the right meanwhile.
          if (found !== undefined) await again();
          found = await look();
          return isEnough(found) ? true : null;
        };
        await until(bus, topic, isThere, { waitMs, signal: AbortSignal.any([signal, closing]) });
        return found === undefined ? await look() : found;
      } finally {
        leave();
      }
    },
  };
}
