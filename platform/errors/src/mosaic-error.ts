import type { ErrorCode } from '@mosaic/contracts/mosaic';

/** A fault in one member of the input: where, and what would be right. */
export interface FieldFault {
  /** Path of the member, e.g. "deploy.0.name", or file:line. */
  path: string;
  message: string;
}

/**
 * The one error class of the platform: a meaning from the closed catalogue, never a status.
 * `message` is shown to the caller: it says what happened and what to do. `cause` is logged, never shown.
 */
export class MosaicError extends Error {
  readonly code: ErrorCode;
  readonly faults: readonly FieldFault[];

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; faults?: readonly FieldFault[] } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'MosaicError';
    this.code = code;
    this.faults = options.faults ?? [];
  }
}

/** Whether the error is ours and has one of the given codes. */
export function isMosaicError(error: unknown, ...codes: ErrorCode[]): error is MosaicError {
  return error instanceof MosaicError && (codes.length === 0 || codes.includes(error.code));
}

/** Total: any thrown value becomes a MosaicError; what we do not know is `internal` without detail. */
export function asMosaicError(thrown: unknown): MosaicError {
  if (thrown instanceof MosaicError) return thrown;
  if (isDiskFull(thrown)) {
    return new MosaicError('insufficient_storage', 'The disk is full; free some space and try again.', { cause: thrown });
  }
  return new MosaicError('internal', 'Something went wrong on our side; the log holds the details under the request id.', {
    cause: thrown,
  });
}

/** SQLite's result code SQLITE_FULL, which node:sqlite gives as `errcode`. */
const SQLITE_FULL = 13;

function isDiskFull(thrown: unknown): boolean {
  if (!isNodeError(thrown)) return false;
  if (thrown.code === 'ENOSPC' || thrown.code === 'EDQUOT') return true;
  return thrown.code === 'ERR_SQLITE_ERROR' && (thrown as { errcode?: unknown }).errcode === SQLITE_FULL;
}

function isNodeError(thrown: unknown): thrown is NodeJS.ErrnoException {
  return thrown instanceof Error && 'code' in thrown;
}
