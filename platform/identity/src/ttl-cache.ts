export interface CacheOptions {
  /** How long an answer is trusted, ms; a withdrawn right works at most this long. */
  ttlMs?: number;
  /** Answers kept at most; the oldest goes first. */
  limit?: number;
  /** Unix milliseconds; tests move it. */
  now?: () => number;
}

/** Keeps a neighbour's answers for a few seconds (docs/architecture.md#identity), one question at a time per key; a fault is not kept. */
export function ttlCache<K, T>(
  keyOf: (question: K) => string,
  ask: (question: K) => Promise<T>,
  { ttlMs = 5_000, limit = 10_000, now = Date.now }: CacheOptions = {},
): (question: K) => Promise<T> {
  const known = new Map<string, { until: number; answer: Promise<T> }>();
  return (question) => {
    const key = keyOf(question);
    const found = known.get(key);
    if (found !== undefined && found.until > now()) return found.answer;
    const answer = ask(question);
    const entry = { until: now() + ttlMs, answer };
    known.delete(key);
    known.set(key, entry);
    if (known.size > limit) known.delete(known.keys().next().value as string);
    answer.catch(() => {
      if (known.get(key) === entry) known.delete(key);
    });
    return answer;
  };
}
