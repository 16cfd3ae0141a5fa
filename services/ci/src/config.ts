import { z } from 'zod';

import { DoorSettings } from '@mosaic/platform/config';
import { StoreSettings } from '@mosaic/platform/db';

/** Settings of the CI service; the composition root passes them. Sizes are bytes, times as named. */
export const CiConfig = z.strictObject({
  ...DoorSettings.shape,
  // Its data folder holds `blobs/` too.
  ...StoreSettings.shape,
  /** The forge as steps clone from it, e.g. "http://127.0.0.1:3000". */
  forgeUrl: z.url(),
  /** Address that the forge's webhooks call; by default this service's own on 127.0.0.1. */
  hookUrl: z.url().optional(),
  /** Workflows that run at once. */
  maxWorkflows: z.number().int().min(0).max(64).default(2),
  /** Minutes after which a workflow is stopped, where its repository does not say less. */
  timeoutMinutes: z.number().int().min(1).max(1440).default(60),
  /** A lease that its runner does not prolong ends after this time; the workflow then runs again. */
  leaseMs: z.number().int().min(100).default(60_000),
  limits: z
    .strictObject({
      artifactBytes: z
        .number()
        .int()
        .min(1)
        .default(512 * 1024 * 1024),
      logBytes: z
        .number()
        .int()
        .min(1)
        .default(10 * 1024 * 1024),
      logLines: z.number().int().min(1).default(200_000),
    })
    .prefault({}),
  /** How the local backend is fenced (engines/pipeline). */
  local: z.strictObject({
    workRoot: z.string().min(1),
    /** Folders that no step may see although they lie in one that is shown: the home above all. */
    hiddenPaths: z.array(z.string()).default([]),
    /** Folders of the machine that steps see besides the system's, read-only, e.g. a tool-chain. */
    shownPaths: z.array(z.string()).default([]),
    /** Folders that the steps of every workflow may write, e.g. a cache of packages. */
    cachePaths: z.array(z.string()).default([]),
    /** What one step may use; left out, engines/pipeline's own. */
    limits: z
      .strictObject({
        processes: z.number().int().min(16),
        memoryBytes: z.number().int().min(1),
        cpuWeight: z.number().int().min(1).max(10_000),
        openFiles: z.number().int().min(64),
        workspaceBytes: z.number().int().min(1),
      })
      .optional(),
    /**
     * `private`: each workflow has a network of its own, out of which it reaches the internet, the forge, and of this machine's loopback
     * the given ports; `shared`: the machine's. Left out: `private` where that works.
     */
    network: z.enum(['private', 'shared']).optional(),
    ports: z.array(z.number().int().min(1).max(65_535)).max(100).default([]),
    /** PATH of steps. */
    path: z.string().optional(),
  }),
  /** Backends that runners of this process offer; `dummy` exists for tests. */
  backends: z
    .array(z.enum(['local', 'dummy']))
    .min(1)
    .default(['local']),
  version: z.string().default('0.1.0'),
});

export type CiConfig = z.input<typeof CiConfig>;
export type CiSettings = Readonly<z.output<typeof CiConfig>>;
