import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';

import { MosaicError } from '@mosaic/platform/errors';

import type { StepConfig, WorkflowConfig } from '../../compile/workflow-config.ts';
import type { BackendWorkflow, OpenOptions, RunningStep } from '../backend.ts';
import type { Cgroups } from './cgroups.ts';
import { CLONE_SCRIPT, cloneEnvironment } from './clone-script.ts';
import { SYSTEM_PATH } from './command.ts';
import type { Fence } from './fence.ts';
import { ownerPrefix, type IdPool } from './identity.ts';
import type { LocalSettings } from './local-settings.ts';
import { prepareStep, type LocalStep, type StepPaths, type StepPlace } from './local-step.ts';
import { MOSAIC_PROGRAM } from './mosaic-program.ts';
import type { Networks } from './networks.ts';
import { removeFolder } from './remove-folder.ts';
import { findShell } from './shells.ts';
import { commandScript, exportLines } from './step-script.ts';
import { filledFolders, watchStep } from './step-watch.ts';
import { LEAVES, type Mount } from './view.ts';

/** How long after the beginning of a step the places of the next ones are built, where none has begun before. */
const PAUSE_MS = 20;
/** So many at most: a clone is long enough for two, and each waits with processes of its own. */
const AHEAD = 2;

/** Where workflows are made. */
export interface LocalPlace {
  settings: LocalSettings;
  cgroups: Cgroups;
  /** Null where the machine refuses it and the workflow runs all the same. */
  fence: { how: Fence; ids: IdPool; system: readonly Mount[]; seccompFile: string | null; networks: Networks } | null;
}

/**
 * Makes the folders of one workflow under the work root. Their names are the server's alone: a step sees the leaves (workspace,
 * home, tmp, its own hand-over folder) and never the folder that holds them, so nothing that it does to what is in them changes
 * a path of ours. Programs and scripts are handed in read-only.
 */
export async function openLocalWorkflow(place: LocalPlace): Promise<LocalWorkflow> {
  const id = place.fence === null || place.fence.how.identity === 'self' ? null : takeId(place.fence.ids);
  try {
    const network = (await place.fence?.networks.take()) ?? null;
    try {
      return new LocalWorkflow({ ...place, base: await makeFolders(place.settings.workRoot), id, network });
    } catch (error) {
      await network?.[Symbol.asyncDispose]();
      throw error;
    }
  } catch (error) {
    if (id !== null) place.fence?.ids.release(id);
    throw error;
  }
}

async function makeFolders(workRoot: string): Promise<string> {
  const base = await mkdtemp(join(workRoot, `workflow-${process.pid}-`));
  await Promise.all([...LEAVES, 'handover', 'bin', 'run', 'root'].map((folder) => mkdir(join(base, folder), { mode: 0o755 })));
  await writeFile(join(base, 'bin', 'mosaic'), MOSAIC_PROGRAM, { mode: 0o755 });
  // The id that steps run as enters it on its way to the leaves; nobody else gets past the folders above.
  await chmod(base, 0o711);
  return base;
}

function takeId(ids: IdPool): number {
  const id = ids.take();
  if (id === undefined)
    throw new MosaicError('unavailable', 'Every user id that steps may run as is taken; more workflows run than the range of ids allows.');
  return id;
}

type OpenPlace = LocalPlace & Pick<StepPlace, 'base' | 'id' | 'network'>;

/** A workflow's place, made before it is known which: nothing starts before {@link assign}. */
export class LocalWorkflow implements BackendWorkflow {
  readonly #place: OpenPlace;
  /** Those that run, and the one that waits. */
  readonly #steps = new Set<LocalStep>();
  /** Settled when nothing is left of a step but its files. */
  readonly #endings: Promise<unknown>[] = [];
  readonly #asOwner: readonly string[];
  /** The next steps' processes, as far as they are there. */
  readonly #ahead: Promise<LocalStep | undefined>[] = [];
  #timer: NodeJS.Timeout | undefined;
  #slots = 0;
  #work: { config: WorkflowConfig; options: OpenOptions } | undefined;
  /** How many steps have not begun. */
  #left = 0;
  #onEnd: (() => void) | undefined;

  constructor(place: OpenPlace) {
    this.#place = place;
    void place.network?.ended.then(() => {
      for (const step of this.#steps) step.end('The network of this workflow ended; its program pasta was stopped or failed.');
    });
    this.#asOwner = place.fence === null ? [] : ownerPrefix(place.fence.how.identity);
  }

  /** Makes it the workflow that is to run. */
  assign(config: WorkflowConfig, options: OpenOptions): this {
    this.#work = { config, options };
    this.#left = config.steps.length;
    return this;
  }

  /** `tell` is called when nothing is left of it. */
  onEnd(tell: () => void): void {
    this.#onEnd = tell;
  }

  /** Its folders that steps fill. */
  get folders(): string[] {
    return filledFolders(this.#place.base);
  }

  /** Whether its network is what a new one would get. */
  async isCurrent(): Promise<boolean> {
    return (await this.#place.fence?.networks.isCurrent(this.#place.network)) ?? true;
  }

  async start(step: StepConfig, environment: Readonly<Record<string, string>>): Promise<RunningStep> {
    const running = await this.#takeStep();
    const { script, lines } = await this.#contentOf(step, environment, running.paths);
    const watch = watchStep({
      pid: running.pid,
      limits: this.#place.settings.limits,
      cgroup: running.cgroup,
      folders: this.folders,
      asOwner: this.#asOwner,
      end: (reason) => running.end(reason),
    });
    void running.ended.finally(() => watch[Symbol.dispose]());
    await running.begin(script, lines);
    if (this.#place.fence !== null) this.#timer ??= setTimeout(() => void this.#prepareAhead(), PAUSE_MS).unref();
    return running;
  }

  async #takeStep(): Promise<LocalStep> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#left -= 1;
    const ready = await this.#ahead.shift();
    return ready === undefined || ready.isOver() ? this.#prepare() : ready;
  }

  async #prepareAhead(): Promise<void> {
    this.#timer = undefined;
    while (this.#ahead.length < Math.min(AHEAD, this.#left)) await this.prepareNext();
  }

  /** Builds the place of one more step. When that fails, the step itself tries again and says why. */
  async prepareNext(): Promise<void> {
    const next = this.#prepare().catch(() => undefined);
    this.#ahead.push(next);
    await next;
  }

  async #prepare(): Promise<LocalStep> {
    const step = await prepareStep(this.#place, String(this.#slots++));
    this.#steps.add(step);
    const ending = step.ended.finally(async () => {
      this.#steps.delete(step);
      await step.cgroup?.[Symbol.asyncDispose]();
    });
    this.#endings.push(ending);
    return step;
  }

  /** The step's script, and the lines that set its environment. */
  async #contentOf(
    step: StepConfig,
    environment: Readonly<Record<string, string>>,
    paths: StepPaths,
  ): Promise<{ script: string; lines: string }> {
    if (this.#work === undefined) throw new MosaicError('internal', 'A step begins in a workflow that is not known yet.');
    const { settings } = this.#place;
    const { config, options } = this.#work;
    const checkout = join(paths.workspace, config.workspacePath);
    const control = {
      MOSAIC_STEP_CHECKOUT: checkout,
      MOSAIC_STEP_DIRECTORY: checkout,
      MOSAIC_STEP_SCRIPT: paths.script,
      MOSAIC_STEP_SHELL: '/bin/sh',
    };
    if (step.type === 'clone' && step.image === '') {
      if (config.clone === undefined) throw new MosaicError('internal', 'The workflow has a clone step but nothing to clone.');
      // It holds a credential: programs of the system alone, and nothing that an earlier step could have written.
      const own = { PATH: SYSTEM_PATH, HOME: paths.handover, LANG: 'C.UTF-8', CLONE_PRIVATE: paths.handover };
      return {
        script: CLONE_SCRIPT,
        lines: exportLines({ ...own, ...cloneEnvironment(config.clone, options.cloneCredential), ...control }),
      };
    }
    const shell = await findShell(step.image, settings.path);
    const lines = exportLines({
      PATH: `${paths.program}:${settings.path}`,
      HOME: paths.home,
      LANG: 'C.UTF-8',
      TMPDIR: paths.tmp,
      ...environment,
      SHELL: shell,
      CI_WORKSPACE: checkout,
      MOSAIC_HANDOVER: paths.handover,
      ...control,
      MOSAIC_STEP_DIRECTORY: isAbsolute(step.directory) ? step.directory : join(checkout, step.directory),
      MOSAIC_STEP_SHELL: shell,
    });
    return { script: commandScript(step.commands), lines };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#timer);
    await Promise.all(this.#ahead);
    for (const step of this.#steps) step.kill();
    await Promise.all(this.#endings);
    try {
      await Promise.all([removeFolder(this.#place.base, this.#asOwner), this.#place.network?.[Symbol.asyncDispose]()]);
    } finally {
      if (this.#place.id !== null) this.#place.fence?.ids.release(this.#place.id);
      this.#onEnd?.();
    }
  }
}
