/** Cause of a `rate_limited` or `unavailable`: when to come back. Rendered as the header Retry-After. */
export class RetryAfter extends Error {
  readonly seconds: number;

  constructor(seconds: number) {
    super(`retry after ${seconds} s`);
    this.name = 'RetryAfter';
    this.seconds = seconds;
  }
}
