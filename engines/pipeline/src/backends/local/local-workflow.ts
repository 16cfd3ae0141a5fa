import { spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdir, mkdtemp, open, writeFile, type FileHandle } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { PassThrough, type Readable, type Writable } from 'node:stream';

import { MosaicError } from '@mosaic/platform/errors';

import type { StepConfig, WorkflowConfig } from '../../compile/workflow-config.ts';
import type { BackendWorkflow, OpenOptions, RunningStep, StepEnd } from '../backend.ts';
import type { Cgroups, StepCgroup } from './cgroups.ts';
import { CLONE_SCRIPT, cloneEnvironment } from './clone-script.ts';
import { SYSTEM_PATH, type FencedCommand } from './command.ts';
import { fencedCommand, unfencedCommand, type Fence } from './fence.ts';
import { collectArtifacts } from './handover.ts';
import { ownerPrefix, type IdPool } from './identity.ts';
import { limitOptions } from './limits.ts';
import type { LocalSettings } from './local-backend.ts';
import { MOSAIC_PROGRAM } from './mosaic-program.ts';
import type { Networks } from './networks.ts';
import type { PrivateNetwork } from './private-network.ts';
import { removeFolder } from './remove-folder.ts';
import { findShell } from './shells.ts';
import { commandScript, exportLines } from './step-script.ts';
import { filledFolders, watchStep } from './step-watch.ts';
import { INSIDE, LEAVES, type Mount } from './view.ts';

/** What a new workflow needs to know. */
export interface LocalPlace {
  config: WorkflowConfig;
  options: OpenOptions;
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
export async function openLocalWorkflow(place: LocalPlace): Promise<BackendWorkflow> {
  const id = place.fence === null || place.fence.how.identity === 'self' ? null : takeId(place.fence.ids);
  try {
    const network = (await place.fence?.networks.take()) ?? null;
    try {
      return new LocalWorkflow(await makeFolders(place.settings.workRoot), { ...place, id, network });
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

type OpenPlace = LocalPlace & { id: number | null; network: PrivateNetwork | null };

class LocalWorkflow implements BackendWorkflow {
  readonly #base: string;
  readonly #place: OpenPlace;
  readonly #running = new Set<LocalStep>();
  /** Settled when nothing is left of a step but its files. */
  readonly #endings: Promise<unknown>[] = [];
  readonly #asOwner: readonly string[];

  constructor(base: string, place: OpenPlace) {
    this.#base = base;
    this.#place = place;
    void place.network?.ended.then(() => {
      for (const step of this.#running) step.end('The network of this workflow ended; its program pasta was stopped or failed.');
    });
    this.#asOwner = place.fence === null ? [] : ownerPrefix(place.fence.how.identity);
  }

  async start(step: StepConfig, environment: Readonly<Record<string, string>>): Promise<RunningStep> {
    const { settings, cgroups, fence, id, network } = this.#place;
    const handover = join(this.#base, 'handover', step.uuid);
    await mkdir(handover, { mode: 0o755 });
    const lines = await this.#prepare(step, environment);
    const limits = limitOptions(settings.limits);
    const seccompFile = fence?.how.builder === 'bubblewrap' ? fence.seccompFile : null;
    const filter = seccompFile === null ? null : await open(seccompFile, 'r');
    const enter = network?.enter ?? null;
    const group = await cgroups.make(`${basename(this.#base)}.${step.uuid}`, settings.limits);
    const cgroup = group?.enter ?? [];
    const plan = { base: this.#base, stepUuid: step.uuid, id, limits, isFiltered: filter !== null, cgroup, enter };
    const command = fence === null ? unfencedCommand(cgroup) : fencedCommand({ ...plan, fence: fence.how, system: fence.system });
    const child = launch(command, lines, filter);
    const running = new LocalStep(child, group, () => collectArtifacts(handover, settings.handoverLimits, this.#asOwner));
    await filter?.close();
    this.#running.add(running);
    const watch = watchStep({
      pid: child.pid ?? 0,
      limits: settings.limits,
      cgroup: group,
      folders: filledFolders(this.#base),
      asOwner: this.#asOwner,
      end: (reason) => running.end(reason),
    });
    const ending = running.ended.finally(async () => {
      watch[Symbol.dispose]();
      this.#running.delete(running);
      await group?.[Symbol.asyncDispose]();
    });
    this.#endings.push(ending);
    await running.spawned;
    return running;
  }

  /** Writes the step's script and gives the lines that set its environment. */
  async #prepare(step: StepConfig, environment: Readonly<Record<string, string>>): Promise<string> {
    const { config, options, settings, fence } = this.#place;
    const paths = fence === null ? this.#pathsOutside(step.uuid) : INSIDE;
    const checkout = join(paths.workspace, config.workspacePath);
    const script = join(this.#base, 'run', `${step.uuid}.sh`);
    const isOwnClone = step.type === 'clone' && step.image === '';
    const control = {
      MOSAIC_STEP_CHECKOUT: checkout,
      MOSAIC_STEP_DIRECTORY: checkout,
      MOSAIC_STEP_SCRIPT: paths.script,
      MOSAIC_STEP_SHELL: '/bin/sh',
    };
    if (isOwnClone) {
      if (config.clone === undefined) throw new MosaicError('internal', 'The workflow has a clone step but nothing to clone.');
      await writeFile(script, CLONE_SCRIPT, { flag: 'wx', mode: 0o644 });
      // It holds a credential: programs of the system alone, and nothing that an earlier step could have written.
      const own = { PATH: SYSTEM_PATH, HOME: paths.handover, LANG: 'C.UTF-8', CLONE_PRIVATE: paths.handover };
      return exportLines({ ...own, ...cloneEnvironment(config.clone, options.cloneCredential), ...control });
    }
    await writeFile(script, commandScript(step.commands), { flag: 'wx', mode: 0o644 });
    const shell = await findShell(step.image, settings.path);
    return exportLines({
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
  }

  #pathsOutside(stepUuid: string): Record<keyof typeof INSIDE, string> {
    const own = (name: string) => join(this.#base, name);
    return {
      workspace: own('workspace'),
      home: own('home'),
      tmp: own('tmp'),
      handover: own(`handover/${stepUuid}`),
      program: own('bin'),
      script: own(`run/${stepUuid}.sh`),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const step of this.#running) step.kill();
    await Promise.all(this.#endings);
    try {
      await Promise.all([removeFolder(this.#base, this.#asOwner), this.#place.network?.[Symbol.asyncDispose]()]);
    } finally {
      if (this.#place.network !== null) this.#place.fence?.networks.refill();
      if (this.#place.id !== null) this.#place.fence?.ids.release(this.#place.id);
    }
  }
}

/** Starts the command in a group and session of its own, with the step's lines on descriptor 3 and a filter on 4. */
function launch(command: FencedCommand, lines: string, filter: FileHandle | null): ChildProcess {
  const child = spawn(command.file, command.args, {
    env: command.env,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', ...(filter === null ? [] : [filter.fd])],
    detached: true,
  });
  const input = child.stdio[3] as Writable | null;
  // A step that dies early closes its end; its exit code tells the story.
  input?.on('error', () => undefined);
  input?.end(lines);
  return child;
}

class LocalStep implements RunningStep {
  readonly output: Readable;
  readonly ended: Promise<StepEnd>;
  readonly spawned: Promise<void>;
  readonly artifacts: RunningStep['artifacts'];
  readonly #child: ChildProcess;
  #reason: string | undefined;
  #isOver = false;

  constructor(child: ChildProcess, cgroup: StepCgroup | null, artifacts: RunningStep['artifacts']) {
    this.#child = child;
    this.artifacts = artifacts;
    this.output = merge(child.stdout as Readable, child.stderr as Readable);
    const spawned = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<StepEnd>();
    this.spawned = spawned.promise;
    this.ended = ended.promise;
    child.once('spawn', () => spawned.resolve());
    child.once('error', (error) => {
      spawned.reject(new MosaicError('unavailable', `The step's process could not be started: ${error.message}`, { cause: error }));
      ended.resolve({ exitCode: 126 });
    });
    child.once('exit', (code, signal) => {
      // What the kernel ended has no watch to say so.
      this.#reason ??= cgroup?.passed() ?? undefined;
      this.kill();
      this.#isOver = true;
      const reason = this.#reason === undefined ? {} : { reason: this.#reason };
      ended.resolve(signal === null ? { exitCode: code ?? 1, ...reason } : { exitCode: 137, signal, ...reason });
    });
  }

  /** Ends it for passing a limit. */
  end(reason: string): void {
    this.#reason ??= reason;
    this.kill();
  }

  /** Kills the group; with it dies the first process of the pid namespace, and with that everything in it. */
  kill(): void {
    const { pid } = this.#child;
    // Once it is over, its id may be somebody else's.
    if (pid === undefined || this.#isOver) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

function merge(...sources: readonly Readable[]): Readable {
  const output = new PassThrough();
  let open = sources.length;
  for (const source of sources) {
    source.pipe(output, { end: false });
    source.once('close', () => {
      if (--open === 0) output.end();
    });
  }
  return output;
}
