import type { Caller } from '@mosaic/platform/identity';

import type { FactQuery } from './fact.ts';

/** Places kept at once, and how long each is good for after it was last moved, ms: rights may have changed since. */
const KEPT = 1_000;
const KEPT_MS = 60_000;

/**
 * Remembers how far facts were looked through for a question without finding one that the caller may see. The caller is not told:
 * the number would count what happens in places that are hidden from it. Forgetting costs a second look and loses nothing.
 */
export interface ScanMemory {
  /** Where to begin: `from`, or further on. */
  begin(caller: Caller, query: FactQuery): number;
  keep(caller: Caller, query: FactQuery, seq: number): void;
}

export function createScanMemory(now: () => number): ScanMemory {
  const places = new Map<string, { seq: number; at: number }>();
  const keyOf = (caller: Caller, { from, types }: FactQuery) => JSON.stringify([caller.id, caller.repositories, from, types]);
  return {
    begin(caller, query) {
      const place = places.get(keyOf(caller, query));
      return place === undefined || now() - place.at > KEPT_MS ? query.from : place.seq;
    },
    keep(caller, query, seq) {
      const key = keyOf(caller, query);
      places.delete(key);
      if (seq > query.from) places.set(key, { seq, at: now() });
      const [oldest] = places.keys();
      if (places.size > KEPT && oldest !== undefined) places.delete(oldest);
    },
  };
}
