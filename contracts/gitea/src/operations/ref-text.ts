import { z } from 'zod';

/** Bytes of the longest ref that may be pushed. */
export const REF_MAX = 1_024;

/** A branch, tag, full ref or commit id. */
export const RefText = z.string().max(REF_MAX);
