import { z } from 'zod';

/** Settings of Tony; the composition root passes them. */
export const TonyConfig = z.object({
  /** Holds the cursor of the notifier. */
  dataFolder: z.string(),
  /** The one address that people see, without a trailing slash. */
  publicUrl: z.string(),
  /** How often a lease of 30 s is prolonged. */
  heartbeatMs: z.number().int().min(10).max(20_000).default(10_000),
  /** How long one question for work may wait at the MCP server. */
  waitMs: z.number().int().min(0).max(30_000).default(25_000),
});
export type TonyConfig = z.input<typeof TonyConfig>;
