import { REF_MAX_BYTES } from '@mosaic/engines/git';
import { z } from 'zod';

/** A branch, tag, full ref or id in an address: as long as a ref may be that was pushed. */
export const RefText = z.string().max(REF_MAX_BYTES);
