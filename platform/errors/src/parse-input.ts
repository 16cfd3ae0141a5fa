import type { z } from 'zod';

import { MosaicError } from './mosaic-error.ts';

/** Parses once at the boundary; a misfit is `invalid_input` that names every faulty member. */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown, what = 'The request'): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  const listed = faults.map((fault) => (fault.path === '' ? fault.message : `${fault.path}: ${fault.message}`)).join('; ');
  throw new MosaicError('invalid_input', `${what} is not valid: ${listed}`, { faults });
}
