import type { Bus } from './bus.ts';

/** One turn of {@link looks}. */
export interface Look {
  /** Without a word, the next turn comes after so long, ms; 0 for at once. Only a word brings it where nothing is said. */
  within(ms: number): void;
}

/** Longest time that a timer of Node's can be set to, ms. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * A turn to look now, and one after each word on the topic, until the signal aborts or the reader breaks off. A word that is said
 * while the reader still looks brings another turn: what changes between a look and the wait is never missed.
 */
export async function* looks(bus: Bus, topic: string, signal?: AbortSignal): AsyncGenerator<Look> {
  let word = Promise.withResolvers<void>();
  const wake = () => word.resolve();
  using _subscription = bus.subscribe(topic, wake);
  signal?.addEventListener('abort', wake);
  try {
    while (signal?.aborted !== true) {
      word = Promise.withResolvers();
      let withinMs = Infinity;
      yield { within: (ms) => (withinMs = ms) };
      const timer = withinMs === Infinity ? undefined : setTimeout(wake, Math.min(withinMs, LONGEST_MS));
      await word.promise;
      clearTimeout(timer);
    }
  } finally {
    signal?.removeEventListener('abort', wake);
  }
}

export interface UntilOptions {
  /** Gives up after so long, ms; the look that finds the time over is the last. Never where nothing is said. */
  waitMs?: number;
  /** Looks again after so long without a word too, ms: for what changes without one, e.g. in another process. */
  everyMs?: number;
  signal?: AbortSignal | undefined;
}

/** Looks, and looks again at each word on the topic, until there is something; null when the time is over or the signal aborts. */
export async function until<T>(
  bus: Bus,
  topic: string,
  look: () => Promise<T | null>,
  { waitMs = Infinity, everyMs = Infinity, signal }: UntilOptions,
): Promise<T | null> {
  const deadline = performance.now() + waitMs;
  for await (const turn of looks(bus, topic, signal)) {
    const found = await look();
    const leftMs = deadline - performance.now();
    if (found !== null || leftMs <= 0) return found;
    turn.within(Math.min(leftMs, everyMs));
  }
  return null;
}
