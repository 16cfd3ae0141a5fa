import { z } from 'zod';

import { parseInput } from '@mosaic/platform/errors';

/** Settings of the CI service; the composition root passes the values. Sizes are bytes, times as named. */
const CiSettings = z.strictObject({
  port: z.number().int().min(0).max(65_535).default(8000),
  /** Addresses to listen on; loopback unless told otherwise. */
  addresses: z.array(z.string()).min(1).default(['127.0.0.1', '::1']),
  /** Holds `blobs/`, and `ci.db` where no other store is given. */
  dataFolder: z.string().min(1),
  /** Where the rows are kept; a SQLite file in the data folder when absent. */
  store: z
    .discriminatedUnion('dialect', [
      z.strictObject({ dialect: z.literal('sqlite'), file: z.string() }),
      z.strictObject({ dialect: z.literal('postgres'), url: z.string() }),
      z.strictObject({ dialect: z.literal('mariadb'), url: z.string() }),
    ])
    .optional(),
  hosts: z.array(z.string()).min(1),
  /** The address that people use; links lead there. */
  publicUrl: z.url(),
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
    /** Folders that no step may see: the home above all. */
    hiddenPaths: z.array(z.string()).default([]),
    /** Folders that stay visible although they lie below a hidden one, e.g. the installed Node. */
    keptPaths: z.array(z.string()).default([]),
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

export type CiConfig = z.input<typeof CiSettings>;
export type CiSettings = Readonly<z.output<typeof CiSettings>>;

/** Parses the settings, with defaults; all faults at once. */
export function readSettings(config: CiConfig): CiSettings {
  return Object.freeze(parseInput(CiSettings, config, "The CI service's configuration"));
}
