import { resolve } from 'node:path';

import { MosaicError } from '@mosaic/platform/errors';

import type { Standing } from './cgroups.ts';
import type { FenceAnswer } from './fence.ts';
import type { HandoverLimits } from './handover.ts';
import { DEFAULT_IDS, type IdRange } from './identity.ts';
import { STEP_LIMITS, type StepLimits } from './limits.ts';
import type { NetworkOptions } from './networks.ts';
import { contains } from './view.ts';

export interface LocalOptions {
  /** Folder of the workflows' own folders, which nobody else may write. Created when absent. */
  workRoot: string;
  /** Folders that no step may see, although they lie in one that is shown: the platform's home above all. */
  hiddenPaths: readonly string[];
  /** Folders of the machine that steps see besides the system's, read-only, e.g. a tool-chain. */
  shownPaths?: readonly string[];
  /** Folders that the steps of every workflow may write, e.g. a cache of packages. */
  cachePaths?: readonly string[];
  /** PATH of the steps. */
  path?: string;
  handoverLimits?: Partial<HandoverLimits>;
  limits?: Partial<StepLimits>;
  /** Ids that steps run as where the server is root; nobody else may bear them. */
  ids?: IdRange;
  /** The network of steps, and which doors of the machine they reach from one of their own. */
  network: NetworkOptions;
  /** Asks whether the machine allows the fence; by default this machine is tried once. */
  canFence?: () => Promise<FenceAnswer>;
  /** Where this process stands among the machine's cgroups; by default it looks. */
  standing?: Standing;
}

/** The same with everything filled in. */
export interface LocalSettings {
  workRoot: string;
  hiddenPaths: readonly string[];
  shownPaths: readonly string[];
  cachePaths: readonly string[];
  path: string;
  handoverLimits: HandoverLimits;
  limits: StepLimits;
  ids: IdRange;
  network: NetworkOptions;
}

const STANDARD_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
/** Bounds of what one step hands over. */
const HANDOVER: HandoverLimits = { maxFiles: 20_000, maxBytes: 512 * 1024 * 1024 };
/** @throws MosaicError (`invalid_input`) when what is shown would show what is hidden. */
export function readSettings(options: LocalOptions): LocalSettings {
  const absolute = (paths: readonly string[] = []) => paths.map((path) => resolve(path));
  const [hiddenPaths, shownPaths, cachePaths] = [absolute(options.hiddenPaths), absolute(options.shownPaths), absolute(options.cachePaths)];
  const workRoot = resolve(options.workRoot);
  for (const shown of [...shownPaths, ...cachePaths]) {
    const hidden = [workRoot, ...hiddenPaths].find((path) => contains(shown, path) || contains(path, shown));
    if (hidden === undefined) continue;
    throw new MosaicError(
      'invalid_input',
      `The folder ${shown} cannot be shown to steps: it and ${hidden}, which they may not see, hold one another.`,
    );
  }
  return {
    workRoot,
    hiddenPaths: [...hiddenPaths, workRoot],
    shownPaths,
    cachePaths,
    path: options.path ?? STANDARD_PATH,
    handoverLimits: { ...HANDOVER, ...options.handoverLimits },
    limits: { ...STEP_LIMITS, ...options.limits },
    ids: options.ids ?? DEFAULT_IDS,
    network: options.network,
  };
}
