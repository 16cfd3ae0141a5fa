import { setTimeout } from 'node:timers/promises';

/** Resolves after the time, or when the signal aborts, whichever is first; never rejects. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
}
