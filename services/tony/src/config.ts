import { z } from 'zod';

import { PublicUrl } from '@mosaic/platform/config';
import { StoreSettings } from '@mosaic/platform/db';

/** Settings of Tony; the composition root passes them. */
export const TonyConfig = z.strictObject({
  publicUrl: PublicUrl,
  ...StoreSettings.shape,
  /** How often a lease of 30 s is prolonged. */
  heartbeatMs: z.number().int().min(10).max(20_000).default(10_000),
  /** How often the list of agents is looked at: a new, changed or disabled one is noticed after that. */
  lookMs: z.number().int().min(10).max(60_000).default(10_000),
  /** How long one question for work may wait at the MCP server. */
  waitMs: z.number().int().min(0).max(30_000).default(25_000),
});
export type TonyConfig = z.input<typeof TonyConfig>;
export type TonySettings = Readonly<z.output<typeof TonyConfig>>;
