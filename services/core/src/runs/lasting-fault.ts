import { ToolError, type ErrorCode } from '@mosaic/contracts/mosaic';
import { WireError } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

const LASTING: ReadonlySet<ErrorCode> = new Set([
  'invalid_input',
  'forbidden',
  'not_found',
  'conflict',
  'precondition_failed',
  'stale_lease',
  'too_large',
  'unsupported',
  'unsupported_media_type',
] satisfies ErrorCode[]);

/** The reason in words when trying again will not help; null when it may (a neighbour is away, the disk is full). */
export function lastingFault(error: unknown): string | null {
  if (error instanceof ToolError || error instanceof MosaicError) return LASTING.has(error.code) ? error.message : null;
  if (error instanceof WireError && error.status >= 400 && error.status < 500 && ![401, 408, 429].includes(error.status))
    return error.message;
  return null;
}

/** Does the work, or answers why it cannot be done; a passing fault is thrown on, for the durable step to try again. */
export async function orReason<T>(work: () => Promise<T>): Promise<{ ok: true; value: T } | { ok: false; reason: string }> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    const reason = lastingFault(error);
    if (reason === null) throw error;
    return { ok: false, reason };
  }
}
