import { z } from 'zod';

import { ERROR_CODES, type ErrorCode } from './error-codes.ts';

/** What a refusal of our own operations answers, as `application/problem+json` (RFC 9457). */
export const Problem = z.object({
  /** An address that stands for the code; there is no page behind it. */
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]),
  /** What happened and what to do. */
  detail: z.string(),
  /** Which members of the request did not fit, and why. */
  faults: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  requestId: z.string(),
});
export type Problem = z.infer<typeof Problem>;
