import { z } from 'zod';

import type { ForgeConfig } from './config.ts';

/** What an installation sets of the forge: keys of `mosaic.yaml`. */
export const FORGE_SECTION = {
  /** Largest push in MiB. */
  maxPushMib: z.coerce.number().int().min(1).max(100_000).default(2048),
  /** Largest file of a release in MiB. */
  maxAssetMib: z.coerce.number().int().min(1).max(100_000).default(2048),
  /** Which files a release may have: extensions (`.zip`) and media types (`image/*`) by commas; empty for all. */
  assetTypes: z.string().default(''),
  /** Private or loopback targets that webhooks may go to: `host`, `host:port`, `host:port/path` or a network; by commas in the variable. */
  webhookHosts: z
    .union([z.string().transform((list) => list.split(',')), z.array(z.string())])
    .default([])
    .transform((list) => list.map((entry) => entry.trim()).filter(Boolean)),
};

/** The same in the forge's own terms. */
export function forgeSection({ maxPushMib, maxAssetMib, assetTypes, webhookHosts }: z.output<z.ZodObject<typeof FORGE_SECTION>>) {
  const MIB = 1024 * 1024;
  return {
    maxPushBytes: maxPushMib * MIB,
    maxAssetBytes: maxAssetMib * MIB,
    assetTypes,
    allowedHookHosts: webhookHosts,
  } satisfies Partial<ForgeConfig>;
}
