/** What the load generator is to do: the same POST over and over on every connection. */
export interface LoadJob {
  origin: string;
  path: string;
  headers: Record<string, string>;
  body: string;
  connections: number;
  /** Seconds that are thrown away before the counted ones. */
  warmUpSeconds: number;
  /** Counted seconds; each gives one value. */
  seconds: number;
}

export interface LoadAnswer {
  /** Finished calls in each counted second. */
  perSecond: number[];
  /** Every finished call, warm-up included. */
  calls: number;
  p50Ms: number;
  p99Ms: number;
}
