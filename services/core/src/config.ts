import { z } from 'zod';

import { Addresses, Hosts, Port, PublicUrl } from '@mosaic/platform/config';
import { StoreLocation } from '@mosaic/platform/db';

/** Settings of core; the composition root passes them. */
export const CoreConfig = z.strictObject({
  /** Of the sites listener. */
  port: Port,
  addresses: Addresses,
  /** Host names that the listener's own probes answer for. */
  hosts: Hosts,
  publicUrl: PublicUrl,
  /** Holds the durable runs, the sites' releases and, where no other store is given, `core.db`. */
  dataFolder: z.string().min(1),
  store: StoreLocation.optional(),
});
export type CoreConfig = z.input<typeof CoreConfig>;
export type CoreSettings = Readonly<z.output<typeof CoreConfig>>;
