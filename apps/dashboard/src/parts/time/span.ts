/** Begin and end of something in Unix ms; `endedAt` is null while it runs. */
export interface Span {
  startedAt: number;
  endedAt: number | null;
}

/** As CI tells it: whole seconds, and milliseconds from our own server; 0 for not yet. */
export interface CiTimes {
  started: number;
  finished: number;
  started_ms?: number | undefined;
  finished_ms?: number | undefined;
}

/** Null for what has not begun. The upstream product in CI's place has seconds only. */
export function spanOf({ started, finished, started_ms, finished_ms }: CiTimes): Span | null {
  if (started === 0) return null;
  return { startedAt: started_ms ?? started * 1000, endedAt: finished === 0 ? null : (finished_ms ?? finished * 1000) };
}
