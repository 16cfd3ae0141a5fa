import { WireError } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

/**
 * What a failed attempt says about the next one. `lasting`: it will fail again. `fault`: a fault of ours or of a neighbour that did
 * answer; it may be gone the next time, or never. `away`: something needed is not there, which says nothing about the event.
 */
export type FaultKind = 'lasting' | 'fault' | 'away';

/** Statuses of a neighbour that is starting, stopping, overloaded or does not know us yet. */
const AWAY: ReadonlySet<number> = new Set([401, 408, 429, 502, 503, 504, 507]);

export function faultKind(error: unknown): FaultKind {
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    if (cause instanceof WireError) return AWAY.has(cause.status) ? 'away' : 'fault';
  }
  if (error instanceof MosaicError) {
    if (['unavailable', 'timeout', 'rate_limited', 'insufficient_storage', 'unauthenticated'].includes(error.code)) return 'away';
    return error.code === 'internal' ? 'fault' : 'lasting';
  }
  // No answer came: node and undici name it by a code.
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' &&
    /^(ECONN|ENOTFOUND|EAI_|EPIPE|ETIMEDOUT|EHOST|ENET|ENOSPC|EDQUOT|UND_ERR|SQLITE_(BUSY|FULL|LOCKED))/.test(code)
    ? 'away'
    : 'fault';
}
