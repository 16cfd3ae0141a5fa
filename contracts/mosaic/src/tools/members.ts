import { z } from 'zod';

// What inputs and answers of several tools hold.

/** The caller's own id for a write: the same id by the same caller gets the same answer and changes nothing twice. */
export const RequestId = z.string().min(1).max(190).describe('Your own id for this write; repeat it to repeat the call safely.');
export const Repository = z
  .string()
  .regex(/^[^/\s]+\/[^/\s]+$/)
  .describe('owner/name');
export const Sha = z.string().regex(/^[0-9a-f]{40}$/);
export const Time = z.number().int().describe('Unix milliseconds');
export const Limit = z.number().int().min(1).max(200).default(50);
export const Cursor = z.string().min(1).max(500).optional().describe('Go on from there: `next` of the answer before.');
export const Next = z.string().nullable().describe('Give it as `cursor` for what follows; null at the end.');
export const After = z.number().int().min(0).default(0).describe('Only what has a higher number than this; 0 from the beginning.');
export const WaitMs = z.number().int().min(0).max(30_000).default(0).describe('How long to wait when there is nothing yet.');
