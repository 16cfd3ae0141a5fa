import { mkdir } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';

import { MosaicError } from '@mosaic/platform/errors';

import type { Backend, OpenOptions } from '../backend.ts';
import { canFence, type FenceAnswer } from './fence.ts';
import type { HandoverLimits } from './handover.ts';
import { openLocalWorkflow } from './local-workflow.ts';
import { sweepLeftovers } from './remove-folder.ts';
import { checkSteps } from './shells.ts';

export interface LocalOptions {
  /** Folder of the workflows' own folders; it must not lie inside a hidden path. Created when absent. */
  workRoot: string;
  /** Folders that no step may see: the platform's home above all. */
  hiddenPaths: readonly string[];
  /** Folders that stay visible although they lie under `/tmp` or a hidden path, e.g. the installed Node. */
  keptPaths?: readonly string[];
  /** PATH of the steps. */
  path?: string;
  handoverLimits?: Partial<HandoverLimits>;
  /** Asks whether the machine allows the fence; by default this machine is tried once. */
  canFence?: () => Promise<FenceAnswer>;
}

/** The same with everything filled in. */
export interface LocalSettings {
  workRoot: string;
  hiddenPaths: readonly string[];
  keptPaths: readonly string[];
  path: string;
  handoverLimits: HandoverLimits;
}

const STANDARD_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** Bounds of what one step hands over. */
const HANDOVER: HandoverLimits = { maxFiles: 20_000, maxBytes: 512 * 1024 * 1024 };

/**
 * Runs steps as processes of this machine, each behind the fence of design.md 4: namespaces of its own for users, mounts
 * and processes, nothing of the hidden paths or of other workflows to see, a fresh HOME and /tmp, an empty environment.
 * `image` names a shell. It is no wall against hostile code.
 * @throws MosaicError (`invalid_input`) when the work root lies inside a hidden path.
 */
export function createLocalBackend(options: LocalOptions): Backend {
  const settings = readSettings(options);
  let answer: Promise<FenceAnswer> | undefined;
  const fence = async (openOptions: OpenOptions): Promise<boolean> => {
    const found = await (answer ??= (options.canFence ?? canFence)());
    if (found.ok) return true;
    if (openOptions.allowUnfenced === true) return false;
    throw new MosaicError(
      'unsupported',
      `This machine refuses the user namespaces that keep steps apart from the platform (${found.reason}); \`mosaic doctor\` says how to allow them. Until then only administrators' pipelines run on the local backend.`,
    );
  };
  let prepared: Promise<void> | undefined;
  const prepare = async (): Promise<void> => {
    await mkdir(settings.workRoot, { recursive: true, mode: 0o700 });
    await sweepLeftovers(settings.workRoot);
  };
  return {
    name: 'local',
    check: async (config, openOptions) => {
      await checkSteps(config, settings.path);
      await fence(openOptions);
    },
    open: async (config, openOptions) => {
      // A disk that was full at the first try may have room at the next.
      await (prepared ??= prepare().catch((error: unknown) => {
        prepared = undefined;
        throw error;
      }));
      return openLocalWorkflow({ config, options: openOptions, settings, isFenced: await fence(openOptions) });
    },
  };
}

function readSettings(options: LocalOptions): LocalSettings {
  const workRoot = resolve(options.workRoot);
  const hiddenPaths = options.hiddenPaths.map((path) => resolve(path));
  const keptPaths = (options.keptPaths ?? []).map((path) => resolve(path));
  for (const hidden of hiddenPaths) {
    if (contains(hidden, workRoot)) {
      const message = `The work folder of the local backend (${workRoot}) must not lie inside ${hidden}, which steps may not see.`;
      throw new MosaicError('invalid_input', message);
    }
  }
  for (const kept of keptPaths) {
    const shown = [workRoot, ...hiddenPaths].find((hidden) => contains(kept, hidden));
    if (shown === undefined) continue;
    throw new MosaicError(
      'invalid_input',
      `The folder ${kept} cannot be kept visible to steps, because it holds ${shown}, which they may not see.`,
    );
  }
  return {
    workRoot,
    hiddenPaths,
    keptPaths,
    path: options.path ?? STANDARD_PATH,
    handoverLimits: { ...HANDOVER, ...options.handoverLimits },
  };
}

/** Whether the path is the folder or lies in it. */
function contains(folder: string, path: string): boolean {
  const inside = relative(folder, path);
  return inside === '' || (inside !== '..' && !inside.startsWith('../') && !isAbsolute(inside));
}
