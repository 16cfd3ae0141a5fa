import { z } from 'zod';

/** Go's ways to write a boolean in an address. */
export const Flag = z.stringbool({ truthy: ['true', '1', 't'], falsy: ['false', '0', 'f'] });
