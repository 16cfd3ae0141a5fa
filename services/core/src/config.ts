import { z } from 'zod';

/** Settings of core; the composition root passes them. */
export const CoreConfig = z.object({
  /** Port of the sites listener; 0 picks a free one. */
  sitesPort: z.number().int(),
  /** Addresses to listen on; loopback unless told otherwise. */
  addresses: z.array(z.string()).default(['127.0.0.1', '::1']),
  /** Holds the journal, the durable runs, and the sites' releases. */
  dataFolder: z.string(),
  /** The one address that people see, without a trailing slash. */
  publicUrl: z.string(),
  /** Host names that the listener's own probes answer for. */
  hosts: z.array(z.string()),
});
export type CoreConfig = z.input<typeof CoreConfig>;
