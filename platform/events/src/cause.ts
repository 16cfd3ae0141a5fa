/** Who does something, and in which journey: what every event tells beside what happened. */
export interface Cause {
  /** Login of the person, agent or service account; "anonymous" for one without a credential. */
  readonly actor: string;
  /** What led to it: the id (32 hex digits) that all that follows from one push, request or event bears; "" for nothing but itself. */
  readonly traceId: string;
}
