import { z } from 'zod';

import { Addresses, Hosts, Port, PublicUrl } from '@mosaic/platform/config';

const Origin = z.url({ protocol: /^https?$/ });

/** Settings of the edge; the composition root passes them. */
export const EdgeConfig = z.strictObject({
  port: Port,
  addresses: Addresses,
  /** Host names that the edge's own probes answer for; what else it answers for follows from the public address. */
  hosts: Hosts,
  publicUrl: PublicUrl,
  /** The neighbours' own listeners on loopback. */
  origins: z.strictObject({ front: Origin, sites: Origin, forge: Origin, ci: Origin, mcp: Origin }),
});
export type EdgeConfig = z.input<typeof EdgeConfig>;
export type EdgeSettings = Readonly<z.output<typeof EdgeConfig>>;
