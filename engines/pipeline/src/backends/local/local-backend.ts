import { chmod, lstat, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { MosaicError, parseInput } from '@mosaic/platform/errors';

import type { Backend, OpenOptions } from '../backend.ts';
import { Cgroups } from './cgroups.ts';
import { describeFence } from './describe-fence.ts';
import { canFence, type Fence, type FenceAnswer } from './fence.ts';
import { IdPool, ownerPrefix } from './identity.ts';
import { readSettings, type LocalOptions, type LocalSettings } from './local-settings.ts';
import { sweepLeftovers } from './remove-folder.ts';
import { ReadyWorkflows } from './ready-workflows.ts';
import { seccompFilter } from './seccomp.ts';
import { checkSteps } from './shells.ts';
import { Networks, privateResolver } from './networks.ts';
import { systemMounts, writeEtc } from './view.ts';

/** What the server may say to this backend about one workflow. */
export const LocalWorkflowOptions = z.strictObject({
  /** Run even where the machine refuses what keeps steps apart from the platform; for administrators' workflows only. */
  allowUnfenced: z.boolean().optional(),
});
export type LocalWorkflowOptions = z.infer<typeof LocalWorkflowOptions>;

/** Below the work root: the filter for bubblewrap. */
const SECCOMP_FILE = 'seccomp.bpf';

/**
 * Runs steps as processes of this machine, each behind a fence (docs/architecture.md#steps-of-pipelines): a root of its own that shows the system's
 * programs and the workflow's folders and nothing else, an id of its own, namespaces for processes, mounts, users and IPC,
 * limits, an empty environment. `image` names a shell.
 * @throws MosaicError (`invalid_input`) when what is shown would show what is hidden.
 */
export function createLocalBackend(options: LocalOptions): Backend {
  const settings = readSettings(options);
  let answer: Promise<FenceAnswer> | undefined;
  const ask = () => (answer ??= (options.canFence ?? (() => canFence(undefined, settings.ids)))());
  const fence = async (openOptions: OpenOptions): Promise<Fence | null> => {
    const { allowUnfenced } = parseInput(LocalWorkflowOptions, openOptions.own ?? {}, 'What the server says to the local backend');
    const found = await ask();
    if (found.ok) return found;
    if (allowUnfenced === true) return null;
    throw new MosaicError(
      'unsupported',
      `This machine refuses the user namespaces that keep steps apart from the platform (${found.reason}); \`mosaic doctor\` says how to allow them. Until then only administrators' pipelines run on the local backend.`,
    );
  };
  let networks: Networks | undefined;
  // The last id of the range is pasta's.
  const networksOf = (how: Fence) => (networks ??= new Networks(how, how.ids.first + how.ids.count - 1, settings.network));
  let cgroups: Promise<Cgroups> | undefined;
  const cgroupsOf = () => (cgroups ??= Cgroups.open(settings.limits, options.standing));
  let workflows: Promise<ReadyWorkflows> | undefined;
  const workflowsOf = async (how: Fence | null) => {
    const prepared = await prepare(settings, how);
    const behind = how === null ? null : { how, networks: networksOf(how), ...prepared };
    return new ReadyWorkflows({ settings, cgroups: await cgroupsOf(), fence: behind });
  };
  return {
    name: 'local',
    check: async (config, openOptions) => {
      await checkSteps(config, settings.path);
      await fence(openOptions);
    },
    open: async (config, openOptions) => {
      const how = await fence(openOptions);
      // A disk that was full at the first try may have room at the next.
      const ready = await (workflows ??= workflowsOf(how).catch((error: unknown) => {
        workflows = undefined;
        throw error;
      }));
      return (await ready.take()).assign(config, openOptions);
    },
    describe: async () => {
      const how = await ask();
      return describeFence(how, how.ok ? await networksOf(how).answer() : null, await cgroupsOf());
    },
    [Symbol.asyncDispose]: async () => {
      await (await workflows?.catch(() => undefined))?.[Symbol.asyncDispose]();
      await networks?.[Symbol.asyncDispose]();
      await (await cgroups)?.[Symbol.asyncDispose]();
    },
  };
}

/** What all workflows share. */
interface Prepared {
  ids: IdPool;
  system: ReturnType<typeof systemMounts>;
  seccompFile: string | null;
}

async function prepare(settings: LocalSettings, fence: Fence | null): Promise<Prepared> {
  const { workRoot } = settings;
  // Steps that run under an id of their own pass through it; the folders below keep others out.
  await mkdir(workRoot, { recursive: true, mode: 0o700 });
  await requireOwn(workRoot);
  if (fence !== null && fence.identity !== 'self') await chmod(workRoot, 0o711);
  await sweepLeftovers(workRoot, fence === null ? [] : ownerPrefix(fence.identity));
  await writeEtc(workRoot, 'etc', (machine) => machine);
  await writeEtc(workRoot, 'etc-private', privateResolver);
  const filter = seccompFilter();
  const seccompFile = filter === null ? null : join(workRoot, SECCOMP_FILE);
  if (seccompFile !== null && filter !== null) await writeFile(seccompFile, filter, { mode: 0o600 });
  const { first, count } = fence?.ids ?? settings.ids;
  return { ids: new IdPool({ first, count: count - 1 }), system: systemMounts(settings), seccompFile };
}

/** A folder that somebody else made or may change would hand them every workflow. @throws MosaicError (`forbidden`). */
async function requireOwn(folder: string): Promise<void> {
  const found = await lstat(folder);
  const isOwn = found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
  if (!isOwn)
    throw new MosaicError(
      'forbidden',
      `The work folder of pipelines ${folder} belongs to somebody else, can be changed by others, or is no folder. Remove it, or set MOSAIC_WORK_ROOT to another.`,
    );
}
