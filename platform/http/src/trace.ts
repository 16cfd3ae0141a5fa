import { randomBytes } from 'node:crypto';

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** A new journey's id: 32 hex digits (W3C Trace Context). */
export function newTraceId(): string {
  return randomBytes(16).toString('hex');
}

/** The trace id that a request carries, or null when it carries none that is valid. */
export function traceIdOf(header: string | string[] | undefined): string | null {
  const found = typeof header === 'string' ? TRACEPARENT.exec(header)?.[1] : undefined;
  return found === undefined || /^0+$/.test(found) ? null : found;
}

/** The header value that carries a trace on to a neighbour. */
export function traceparent(traceId: string): string {
  return `00-${traceId}-${randomBytes(8).toString('hex')}-01`;
}
