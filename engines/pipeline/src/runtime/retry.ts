import { setTimeout as delay } from 'node:timers/promises';

import type { ErrorCode } from '@mosaic/contracts/mosaic';
import { isMosaicError } from '@mosaic/platform/errors';
import { backoff } from '@mosaic/platform/waiting';

/** Back-off of Woodpecker's agents: 10 ms doubling to 10 s, given up after two minutes (upstream `agent/rpc/client_grpc.go`). */
const PAUSES_MS = { first: 10, last: 10_000 };
const GIVE_UP_AFTER_MS = 120_000;

/** What may pass by itself; a full disk too, for people make room on it. */
const TRANSIENT: readonly ErrorCode[] = ['unavailable', 'timeout', 'rate_limited', 'insufficient_storage'];
/** For what is not worth that a workflow stands still until somebody makes room. */
export const BRIEF: readonly ErrorCode[] = ['unavailable', 'timeout', 'rate_limited'];

/** Calls until it succeeds or fails for good. Ends with the signal. */
export async function retrying<T>(call: () => Promise<T>, signal?: AbortSignal, transient = TRANSIENT): Promise<T> {
  const giveUpAt = performance.now() + GIVE_UP_AFTER_MS;
  for (let failures = 1; ; failures++) {
    try {
      return await call();
    } catch (error) {
      const pauseMs = backoff(PAUSES_MS, failures);
      const isTransient = isMosaicError(error, ...transient);
      if (!isTransient || signal?.aborted === true || performance.now() + pauseMs > giveUpAt) throw error;
      await delay(pauseMs, undefined, signal === undefined ? {} : { signal });
    }
  }
}
