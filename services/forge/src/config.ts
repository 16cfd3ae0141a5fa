import { z } from 'zod';

import { Addresses, DoorSettings, Port } from '@mosaic/platform/config';
import { StoreSettings } from '@mosaic/platform/db';

import { THRESHOLDS } from './maintenance/maintenance-policy.ts';

const GIB = 1024 * 1024 * 1024;

/** Settings of the forge; the composition root passes them. */
export const ForgeConfig = z.strictObject({
  ...DoorSettings.shape,
  // Its data folder holds `repositories/` too.
  ...StoreSettings.shape,
  /** The SSH door; it is reached at the public address's host. */
  ssh: z.strictObject({ port: Port, addresses: Addresses }).prefault({ port: 0 }),
  /** Largest push and largest request of a fetch, in bytes. */
  maxPushBytes: z
    .number()
    .int()
    .positive()
    .default(2 * GIB),
  /** Largest file of Git LFS, in bytes. */
  maxLfsBytes: z
    .number()
    .int()
    .positive()
    .default(10 * GIB),
  /** Largest file of a release, in bytes. */
  maxAssetBytes: z
    .number()
    .int()
    .positive()
    .default(2 * GIB),
  /** Files of one release at most. */
  maxAssets: z.number().int().positive().default(1_000),
  /** Which files a release may have: extensions and media types by commas; empty for all. */
  assetTypes: z.string().default(''),
  /** git processes that serve fetches and pushes at once; the caches of each hold at most 128 MiB (engines/git, environment.ts). */
  maxGitProcesses: z.number().int().positive().default(16),
  /** Fetches and pushes that may wait for one of them, and how long, ms; then 503. */
  maxGitWaiting: z.number().int().positive().default(128),
  gitWaitMs: z.number().int().positive().default(60_000),
  /** A client of which fewer than 16 KiB come or go in this time, while only it is waited for, is cut off, ms. */
  slowClientMs: z.number().int().positive().default(60_000),
  /** How long a client may take to sign in by SSH, ms. */
  sshSignInMs: z.number().int().positive().default(30_000),
  /** When a repository is maintained: after so many pushes, loose objects or packs, and how long after the push, ms. */
  maintainAfter: z
    .strictObject({ pushes: z.number().int().positive(), looseObjects: z.number().int().positive(), packs: z.number().int().positive() })
    .default(THRESHOLDS),
  maintenanceDelayMs: z.number().int().nonnegative().default(10_000),
  /** Private or loopback targets that hooks may go to: `host`, `host:port`, `host:port/path` (that path alone) or a network as `10.0.0.0/8`. */
  allowedHookHosts: z.array(z.string()).default([]),
  /** Pauses before the tries of a webhook, in ms; their number bounds the tries. */
  hookBackoffMs: z.array(z.number().int().positive()).default([1_000, 5_000, 15_000, 60_000, 120_000, 300_000, 600_000]),
  /** How long a webhook's receiver may take, in ms. */
  hookTimeoutMs: z.number().int().positive().default(10_000),
});
export type ForgeConfig = z.input<typeof ForgeConfig>;
export type ForgeSettings = Readonly<z.output<typeof ForgeConfig>>;
