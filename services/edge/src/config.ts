import { z } from 'zod';

/** Settings of the edge. Origins are the neighbours' own listeners on loopback. */
export const EdgeConfig = z.object({
  port: z.number().int(),
  /** Addresses to listen on; loopback unless told otherwise. */
  addresses: z.array(z.string()).default(['127.0.0.1', '::1']),
  publicUrl: z.string(),
  hosts: z.array(z.string()),
  origins: z.object({ front: z.string(), sites: z.string(), forge: z.string(), ci: z.string(), mcp: z.string() }),
});
export type EdgeConfig = z.input<typeof EdgeConfig>;
