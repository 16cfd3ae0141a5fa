import { z } from 'zod';

import type { StoreLocation } from '@mosaic/platform/db';

const GIB = 1024 * 1024 * 1024;

/** Settings of the forge; the composition root passes them. */
export const ForgeConfig = z.object({
  /** 0 = any free port. */
  port: z.number().int().min(0),
  /** Addresses to listen on; loopback unless told otherwise. */
  addresses: z.array(z.string()).default(['127.0.0.1', '::1']),
  hosts: z.array(z.string()),
  /** The one address people see, without a trailing slash; leads every link. */
  publicUrl: z.string(),
  /** Holds `repositories/` and, on SQLite, `forge.db`. */
  dataFolder: z.string(),
  /** Where the rows are; a SQLite file in the data folder when absent. */
  store: z.custom<StoreLocation>().optional(),
  /** Largest push and largest request of a fetch, in bytes. */
  maxPushBytes: z
    .number()
    .int()
    .positive()
    .default(2 * GIB),
  /** `host:port` of the platform's own hook receivers; every other private or loopback target is refused. */
  allowedHookHosts: z.array(z.string()).default([]),
  /** Pauses before the tries of a webhook, in ms; their number bounds the tries. */
  hookBackoffMs: z.array(z.number().int().positive()).default([1_000, 5_000, 15_000, 60_000, 120_000, 300_000, 600_000]),
  /** How long a webhook's receiver may take, in ms. */
  hookTimeoutMs: z.number().int().positive().default(10_000),
});
export type ForgeConfig = z.input<typeof ForgeConfig>;
export type ForgeSettings = z.output<typeof ForgeConfig>;
