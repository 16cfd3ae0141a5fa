import { z } from 'zod';

import { SERVICE_NAMES } from '@mosaic/contracts/mosaic';

/** What a process of tests is told: the target to break and how, or, without one, to note the calls of all. */
export const MutantOrder = z.object({
  service: z.enum(SERVICE_NAMES),
  target: z.string().optional(),
  fault: z.string().optional(),
  /** File that takes a line for each time that the fault was met, or for each call. */
  notes: z.string(),
});
export type MutantOrder = z.infer<typeof MutantOrder>;
