import { faultKind } from '@mosaic/platform/errors';

/** Does the work, or answers in words why no try will do it; any other fault is thrown on, for the durable step to try again. */
export async function orReason<T>(work: () => Promise<T>): Promise<{ ok: true; value: T } | { ok: false; reason: string }> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    if (faultKind(error) !== 'permanent' || !(error instanceof Error)) throw error;
    return { ok: false, reason: error.message };
  }
}
