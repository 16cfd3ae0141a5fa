import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { PassThrough, type Readable, type Writable } from 'node:stream';

import { MosaicError } from '@mosaic/platform/errors';

import type { StepConfig, WorkflowConfig } from '../../compile/workflow-config.ts';
import type { BackendWorkflow, OpenOptions, RunningStep, StepEnd } from '../backend.ts';
import { CLONE_SCRIPT, cloneEnvironment } from './clone-script.ts';
import { fencedCommand, unfencedCommand, type FencedCommand } from './fence.ts';
import { collectArtifacts } from './handover.ts';
import type { LocalSettings } from './local-backend.ts';
import { MOSAIC_PROGRAM } from './mosaic-program.ts';
import { removeFolder } from './remove-folder.ts';
import { findShell } from './shells.ts';
import { commandScript, exportLines } from './step-script.ts';

const FOLDERS = ['home', 'workspace', 'tmp', 'bin', 'run', 'handover', 'stage'] as const;

/** What a new workflow needs to know. */
interface LocalPlace {
  config: WorkflowConfig;
  options: OpenOptions;
  settings: LocalSettings;
  isFenced: boolean;
}

/**
 * Makes the folders of one workflow under the work root: `shared/` is what its steps see, `handover/<step>` what each hands
 * over; the latter lies outside what other steps see, so nothing changes it once its step has ended.
 */
export async function openLocalWorkflow(place: LocalPlace): Promise<BackendWorkflow> {
  const base = await mkdtemp(join(place.settings.workRoot, `workflow-${process.pid}-`));
  await mkdir(join(base, 'shared'));
  await Promise.all(FOLDERS.map((folder) => mkdir(join(base, 'shared', folder))));
  await mkdir(join(base, 'shared', 'workspace', place.config.workspacePath), { recursive: true });
  await mkdir(join(base, 'handover'));
  await writeFile(join(base, 'shared', 'bin', 'mosaic'), MOSAIC_PROGRAM, { mode: 0o755 });
  return new LocalWorkflow(base, place);
}

class LocalWorkflow implements BackendWorkflow {
  readonly #base: string;
  readonly #shared: string;
  readonly #place: LocalPlace;
  readonly #running = new Set<LocalStep>();

  constructor(base: string, place: LocalPlace) {
    this.#base = base;
    this.#shared = join(base, 'shared');
    this.#place = place;
  }

  async start(step: StepConfig, environment: Readonly<Record<string, string>>): Promise<RunningStep> {
    const { settings, isFenced } = this.#place;
    const handover = join(this.#base, 'handover', step.uuid);
    await mkdir(handover);
    const command = isFenced
      ? fencedCommand({
          workRoot: settings.workRoot,
          shared: this.#shared,
          handover,
          hiddenPaths: settings.hiddenPaths,
          keptPaths: settings.keptPaths,
        })
      : unfencedCommand();
    const lines = await this.#prepare(step, environment, isFenced ? join(this.#shared, 'handover') : handover);
    const child = launch(command, lines);
    const running = new LocalStep(child, handover, settings);
    this.#running.add(running);
    void running.ended.finally(() => this.#running.delete(running));
    await running.spawned;
    return running;
  }

  /** Writes the step's script and gives the lines that set its environment. */
  async #prepare(step: StepConfig, environment: Readonly<Record<string, string>>, handover: string): Promise<string> {
    const { config, options, settings } = this.#place;
    const checkout = join(this.#shared, 'workspace', config.workspacePath);
    const script = join(this.#shared, 'run', `${step.uuid}.sh`);
    const isOwnClone = step.type === 'clone' && step.image === '';
    const base = {
      PATH: `${join(this.#shared, 'bin')}:${settings.path}`,
      HOME: join(this.#shared, 'home'),
      LANG: 'C.UTF-8',
      TMPDIR: this.#place.isFenced ? '/tmp' : join(this.#shared, 'tmp'),
    };
    const control = { MOSAIC_STEP_DIRECTORY: checkout, MOSAIC_STEP_SCRIPT: script, MOSAIC_STEP_SHELL: '/bin/sh' };
    if (isOwnClone) {
      if (config.clone === undefined) throw new MosaicError('internal', 'The workflow has a clone step but nothing to clone.');
      await writeFile(script, CLONE_SCRIPT, { flag: 'wx', mode: 0o600 });
      return exportLines({ ...base, ...cloneEnvironment(config.clone, options.cloneCredential), ...control });
    }
    await writeFile(script, commandScript(step.commands), { flag: 'wx', mode: 0o600 });
    const shell = await findShell(step.image, settings.path);
    return exportLines({
      ...base,
      ...environment,
      SHELL: shell,
      CI_WORKSPACE: checkout,
      MOSAIC_HANDOVER: handover,
      ...control,
      MOSAIC_STEP_DIRECTORY: isAbsolute(step.directory) ? step.directory : join(checkout, step.directory),
      MOSAIC_STEP_SHELL: shell,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const left = [...this.#running];
    for (const step of left) step.kill();
    await Promise.all(left.map(({ ended }) => ended));
    await removeFolder(this.#base);
  }
}

/** Starts the command in a group and session of its own, with the step's lines on descriptor 3. */
function launch(command: FencedCommand, lines: string): ChildProcess {
  const child = spawn(command.file, command.args, {
    env: command.env,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
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
  readonly #child: ChildProcess;
  readonly #handover: string;
  readonly #settings: LocalSettings;

  constructor(child: ChildProcess, handover: string, settings: LocalSettings) {
    this.#child = child;
    this.#handover = handover;
    this.#settings = settings;
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
      this.kill();
      ended.resolve(signal === null ? { exitCode: code ?? 1 } : { exitCode: 137, signal });
    });
  }

  /** Kills the group; with it dies the first process of the pid namespace, and with that everything in it. */
  kill(): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      process.kill(-pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  artifacts(): ReturnType<RunningStep['artifacts']> {
    return collectArtifacts(this.#handover, this.#settings.handoverLimits);
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
