import { z } from 'zod';

/** A bound of a list in time, ms; none when it is left out. */
export const Since = z.iso
  .datetime({ offset: true, message: 'is not a moment like 2026-01-31T12:00:00Z' })
  .transform((text) => Date.parse(text))
  .optional();
