import { z } from 'zod';

import { OPEN_DOORS } from '@mosaic/contracts/mosaic';
import { Addresses, Port, PublicUrl } from '@mosaic/platform/config';

const Origin = z.url({ protocol: /^https?$/ });

/** Settings of the edge; the composition root passes them. */
export const EdgeConfig = z.strictObject({
  port: Port,
  addresses: Addresses,
  /** What the edge answers for follows from it. */
  publicUrl: PublicUrl,
  /** The neighbours' own listeners on loopback. */
  origins: z.record(z.enum(OPEN_DOORS), Origin),
});
export type EdgeConfig = z.input<typeof EdgeConfig>;
export type EdgeSettings = Readonly<z.output<typeof EdgeConfig>>;
