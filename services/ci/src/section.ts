import { z } from 'zod';

import type { CiConfig } from './config.ts';

const Folders = z.array(z.string().startsWith('/', 'must be absolute')).default([]).meta({ inFileOnly: true });

/** What an installation sets of CI: keys of `mosaic.yaml`. */
export const CI_SECTION = {
  /** Workflows that run at once. */
  maxWorkflows: z.coerce.number().int().min(1).max(64).default(2),
  /** Minutes after which a workflow is stopped. */
  pipelineTimeoutMinutes: z.coerce.number().int().min(1).max(1440).default(60),
  /** Folders that pipeline steps see besides the system's, read-only, e.g. a tool-chain. */
  stepPaths: Folders,
  /** Folders that the steps of every pipeline may write, e.g. a cache of packages. */
  stepCachePaths: Folders,
  /** Whether each pipeline has a network of its own or all share the machine's; left out, their own where that works. */
  stepNetwork: z.enum(['', 'private', 'shared']).default(''),
  /** Ports of this machine's loopback that steps reach from a network of their own, besides the forge's; by commas in the variable. */
  stepPorts: z
    .union([z.string().transform((list) => list.split(',').filter(Boolean).map(Number)), z.array(z.number())])
    .default([])
    .pipe(z.array(z.number().int().min(1).max(65_535)).max(100)),
  /** What one step may use; the weight is that of all steps together beside the rest of the machine. */
  stepProcesses: z.coerce.number().int().min(16).max(1_000_000).default(1024),
  stepMemoryMib: z.coerce.number().int().min(64).max(10_000_000).default(4096),
  stepCpuWeight: z.coerce.number().int().min(1).max(10_000).default(33),
  stepOpenFiles: z.coerce.number().int().min(64).max(1_000_000).default(16_384),
  stepWorkspaceMib: z.coerce.number().int().min(16).max(100_000_000).default(10_240),
};

const MIB = 1024 * 1024;

/** The same in CI's own terms: its settings, and how the local backend is fenced. */
export function ciSection(given: z.output<z.ZodObject<typeof CI_SECTION>>) {
  const local = {
    shownPaths: given.stepPaths,
    cachePaths: given.stepCachePaths,
    ports: given.stepPorts,
    ...(given.stepNetwork === '' ? {} : { network: given.stepNetwork }),
    limits: {
      processes: given.stepProcesses,
      memoryBytes: given.stepMemoryMib * MIB,
      cpuWeight: given.stepCpuWeight,
      openFiles: given.stepOpenFiles,
      workspaceBytes: given.stepWorkspaceMib * MIB,
    },
  } satisfies Partial<CiConfig['local']>;
  return { maxWorkflows: given.maxWorkflows, timeoutMinutes: given.pipelineTimeoutMinutes, local };
}
