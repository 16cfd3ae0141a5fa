/** Who does something, when, and in which journey: what every write's event needs. */
export interface Act {
  actor: string;
  traceId: string;
  /** Unix milliseconds. */
  at: number;
}
