import { z } from 'zod';

/** A branch, tag, full ref or commit id: as long as a ref may be that was pushed, in bytes. */
export const RefText = z.string().max(1_024);
