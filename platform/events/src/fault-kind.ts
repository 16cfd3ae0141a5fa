import { ToolError, type ErrorCode } from '@mosaic/contracts/mosaic';
import { WireError } from '@mosaic/contracts/wire';
import { Lasting, MosaicError } from '@mosaic/platform/errors';

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
  if (error instanceof ToolError) return kindOf(error.code);
  if (error instanceof MosaicError) {
    if (error.cause instanceof Lasting) return 'lasting';
    return kindOf(error.code);
  }
  return isNotThere(error) ? 'away' : 'fault';
}

function kindOf(code: ErrorCode): FaultKind {
  // A `timeout` is our own limit on work (git): the same event may need as long each time.
  if (['unavailable', 'rate_limited', 'insufficient_storage', 'unauthenticated'].includes(code)) return 'away';
  return code === 'internal' || code === 'timeout' ? 'fault' : 'lasting';
}

/** Codes of connections (node, undici, PostgreSQL's classes 08 and 57P, MariaDB) and of disks. */
const NOT_THERE =
  /^(ECONN|ENOTFOUND|EAI_|EPIPE|ETIMEDOUT|EHOST|ENET|ENOSPC|EDQUOT|UND_ERR|08\w{3}$|57P0|PROTOCOL_|ER_GET_CONNECTION|ER_SOCKET)/;
/** SQLITE_BUSY, LOCKED, READONLY, IOERR, FULL and CANTOPEN: node:sqlite gives them as `errcode`, extended in the higher bits. */
const SQLITE_NOT_THERE: ReadonlySet<number> = new Set([5, 6, 8, 10, 13, 14]);

/** Whether no answer came, by its code; `fetch` keeps that in the cause. */
function isNotThere(error: unknown): boolean {
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    const { code, errcode } = cause as { code?: unknown; errcode?: unknown };
    if (code === 'ERR_SQLITE_ERROR' && typeof errcode === 'number' && SQLITE_NOT_THERE.has(errcode & 0xff)) return true;
    if (typeof code === 'string' && NOT_THERE.test(code)) return true;
  }
  return false;
}
