import { setTimeout as delay } from 'node:timers/promises';

import type { ErrorCode } from '@mosaic/contracts/mosaic';
import { isMosaicError } from '@mosaic/platform/errors';

/** Back-off of Woodpecker's agents: 10 ms doubling to 10 s, given up after two minutes (upstream `agent/rpc/client_grpc.go`). */
const FIRST_DELAY_MS = 10;
const LAST_DELAY_MS = 10_000;
const GIVE_UP_AFTER_MS = 120_000;

/** What may pass by itself; a full disk too, for people make room on it. */
const TRANSIENT: readonly ErrorCode[] = ['unavailable', 'timeout', 'rate_limited', 'insufficient_storage'];
/** For what is not worth that a workflow stands still until somebody makes room. */
export const BRIEF: readonly ErrorCode[] = ['unavailable', 'timeout', 'rate_limited'];

/** Calls until it succeeds or fails for good. Ends with the signal. */
export async function retrying<T>(call: () => Promise<T>, signal?: AbortSignal, transient = TRANSIENT): Promise<T> {
  const giveUpAt = performance.now() + GIVE_UP_AFTER_MS;
  for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(delayMs * 2, LAST_DELAY_MS)) {
    try {
      return await call();
    } catch (error) {
      const isTransient = isMosaicError(error, ...transient);
      if (!isTransient || signal?.aborted === true || performance.now() + delayMs > giveUpAt) throw error;
      await delay(delayMs, undefined, signal === undefined ? {} : { signal });
    }
  }
}
