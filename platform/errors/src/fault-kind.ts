import { ToolError, type ErrorCode } from '@mosaic/contracts/mosaic';
import { WireError } from '@mosaic/contracts/wire';

import { PermanentError } from './permanent-error.ts';
import { MosaicError } from './mosaic-error.ts';

/**
 * What a failed attempt says about the next one. `permanent`: it will fail again, so whoever tries says why and goes on. `fault`: a
 * fault of ours or of a neighbour that did answer; it may be gone the next time, or never. `away`: something needed is not there,
 * which says nothing about the work.
 */
export type FaultKind = 'permanent' | 'fault' | 'away';

/** Statuses of a neighbour that is starting, stopping, overloaded or does not know us yet. */
const AWAY: ReadonlySet<number> = new Set([401, 408, 429, 502, 503, 504, 507]);

/** The one rule for whether to try again, of any error: ours, a tool's, a neighbour's answer, a connection's, a store's. */
export function faultKind(error: unknown): FaultKind {
  if (error instanceof WireError) return kindOfStatus(error.status);
  if (error instanceof ToolError) return kindOf(error.code);
  if (error instanceof MosaicError) {
    if (error.cause instanceof PermanentError) return 'permanent';
    const kind = kindOf(error.code);
    const answer = answerBehind(error);
    // "It does not answer" is what we say of an answer of 500 too, and that one says something.
    return kind === 'permanent' || answer === null ? kind : AWAY.has(answer.status) ? 'away' : 'fault';
  }
  return isNotThere(error) ? 'away' : 'fault';
}

function kindOfStatus(status: number): FaultKind {
  if (AWAY.has(status)) return 'away';
  return status >= 400 && status < 500 ? 'permanent' : 'fault';
}

/** The neighbour's answer that led to the error. */
function answerBehind(error: Error): WireError | null {
  for (let cause: unknown = error.cause, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth++) {
    if (cause instanceof WireError) return cause;
  }
  return null;
}

function kindOf(code: ErrorCode): FaultKind {
  // A `timeout` is our own limit on work (git): the same event may need as long each time.
  if (['unavailable', 'rate_limited', 'insufficient_storage', 'unauthenticated'].includes(code)) return 'away';
  return code === 'internal' || code === 'timeout' ? 'fault' : 'permanent';
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
