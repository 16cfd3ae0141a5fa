import { RateLimiterMemory } from 'rate-limiter-flexible';

import { MosaicError, RetryAfter } from '@mosaic/platform/errors';

import { isLoopback, networkOf } from '../sign-in/network.ts';

/** Bounds how often an address may try secrets, codes and tokens that do not fit. */
export interface ClientLimit {
  /** Throws `rate_limited` with a {@link RetryAfter} once too many did not fit. */
  refuse(address: string): Promise<void>;
  /** Counts one that did not fit. */
  failed(address: string): Promise<void>;
}

/** As for passwords: failures of one address in the window, after which it is refused for as long. */
const FAILURES = 50;
const WINDOW_SECONDS = 15 * 60;

/** Counts in memory. This machine is not counted, since all its processes stand behind one address (see the sign-in limit). */
export function createClientLimit(): ClientLimit {
  const limiter = new RateLimiterMemory({
    keyPrefix: 'oauth',
    points: FAILURES,
    duration: WINDOW_SECONDS,
    blockDuration: WINDOW_SECONDS,
  });
  return {
    async refuse(address) {
      const counted = await limiter.get(networkOf(address));
      if (counted === null || counted.consumedPoints <= FAILURES) return;
      const seconds = Math.max(1, Math.ceil(counted.msBeforeNext / 1_000));
      throw new MosaicError('rate_limited', `Too many requests did not fit. Try again in ${Math.ceil(seconds / 60)} min.`, {
        cause: new RetryAfter(seconds),
      });
    },
    async failed(address) {
      const network = networkOf(address);
      if (isLoopback(network)) return;
      // It rejects once the bound is passed, which `refuse` says.
      await limiter.consume(network).catch(() => undefined);
    },
  };
}
