import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, open, writeFile, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { PassThrough, type Readable, type Writable } from 'node:stream';

import { MosaicError } from '@mosaic/platform/errors';

import type { RunningStep, StepEnd } from '../backend.ts';
import type { Cgroups, StepCgroup } from './cgroups.ts';
import type { FencedCommand } from './command.ts';
import { fencedCommand, unfencedCommand, type Fence } from './fence.ts';
import { collectArtifacts } from './handover.ts';
import { ownerPrefix } from './identity.ts';
import { FILE_TOO_LARGE, fileReason, limitOptions, type StepLimits } from './limits.ts';
import type { LocalSettings } from './local-settings.ts';
import type { PrivateNetwork } from './private-network.ts';
import { INSIDE, type Mount } from './view.ts';

/** What the steps of one workflow run in. */
export interface StepPlace {
  /** The workflow's folder. */
  base: string;
  settings: LocalSettings;
  cgroups: Cgroups;
  /** Null where the machine refuses it and the workflow runs all the same. */
  fence: { how: Fence; system: readonly Mount[]; seccompFile: string | null } | null;
  /** The id that steps run as outside; null for the server's own. */
  id: number | null;
  network: PrivateNetwork | null;
}

/**
 * Builds the place of one step and starts the process in it, which then waits for {@link LocalStep.begin}: to build takes longer
 * than many a step runs. Nothing of the step is known yet, so no earlier one that still runs can spoil it by what it writes:
 * every mount is made, and the working folder is entered from inside. `slot` names the step's own folders.
 */
export async function prepareStep(place: StepPlace, slot: string): Promise<LocalStep> {
  const { base, settings, cgroups, fence, id, network } = place;
  const handover = join(base, 'handover', slot);
  const script = join(base, 'run', `${slot}.sh`);
  await Promise.all([mkdir(handover, { mode: 0o755 }), writeFile(script, '', { flag: 'wx', mode: 0o644 })]);
  const seccompFile = fence?.how.builder === 'bubblewrap' ? fence.seccompFile : null;
  const filter = seccompFile === null ? null : await open(seccompFile, 'r');
  const limits = limitOptions(settings.limits);
  // Moving into a cgroup takes 5 to 10 ms, and behind a fence what a step leaves ends without one.
  const isUseful = fence === null || cgroups.holds.size > 0;
  const group = isUseful ? await cgroups.make(`${basename(base)}.${slot}`, settings.limits) : null;
  const cgroup = group?.enter ?? [];
  const plan = { base, slot, id, limits, isFiltered: filter !== null, cgroup, enter: network?.enter ?? null };
  const command = fence === null ? unfencedCommand(cgroup) : fencedCommand({ ...plan, fence: fence.how, system: fence.system });
  const asOwner = fence === null ? [] : ownerPrefix(fence.how.identity);
  const step = new LocalStep(launch(command, filter), {
    script,
    cgroup: group,
    paths: fence === null ? pathsOutside(base, slot) : INSIDE,
    artifacts: () => collectArtifacts(handover, settings.handoverLimits, asOwner),
    limits: settings.limits,
  });
  await filter?.close();
  return step;
}

/** Where a step finds its own things. */
export type StepPaths = Record<keyof typeof INSIDE, string>;

function pathsOutside(base: string, slot: string): StepPaths {
  const own = (name: string) => join(base, name);
  return {
    workspace: own('workspace'),
    home: own('home'),
    tmp: own('tmp'),
    handover: own(`handover/${slot}`),
    program: own('bin'),
    script: own(`run/${slot}.sh`),
  };
}

/** Starts the command in a group and session of its own, with the step's lines to come on descriptor 3 and a filter on 4. */
function launch(command: FencedCommand, filter: FileHandle | null): ChildProcess {
  const child = spawn(command.file, command.args, {
    env: command.env,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', ...(filter === null ? [] : [filter.fd])],
    detached: true,
  });
  // A step that dies early closes its end; its exit code tells the story.
  child.stdio[3]?.on('error', () => undefined);
  return child;
}

/** What a step's process is given besides. */
interface StepTools {
  /** The file that it will run. */
  script: string;
  cgroup: StepCgroup | null;
  paths: StepPaths;
  artifacts: RunningStep['artifacts'];
  limits: StepLimits;
}

export class LocalStep implements RunningStep {
  readonly output: Readable;
  readonly ended: Promise<StepEnd>;
  readonly spawned: Promise<void>;
  readonly artifacts: RunningStep['artifacts'];
  readonly paths: StepPaths;
  readonly cgroup: StepCgroup | null;
  readonly #child: ChildProcess;
  readonly #script: string;
  #reason: string | undefined;
  #isOver = false;

  constructor(child: ChildProcess, { script, cgroup, paths, artifacts, limits }: StepTools) {
    this.#child = child;
    this.#script = script;
    this.paths = paths;
    this.cgroup = cgroup;
    this.artifacts = artifacts;
    this.output = merge(child.stdout as Readable, child.stderr as Readable);
    const spawned = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<StepEnd>();
    this.spawned = spawned.promise;
    // Who never begins it never asks.
    this.spawned.catch(() => undefined);
    this.ended = ended.promise;
    child.once('spawn', () => spawned.resolve());
    child.once('error', (error) => {
      spawned.reject(new MosaicError('unavailable', `The step's process could not be started: ${error.message}`, { cause: error }));
      this.#isOver = true;
      ended.resolve({ exitCode: 126 });
    });
    child.once('exit', (code, signal) => {
      // What the kernel ended has no watch to say so.
      this.#reason ??= cgroup?.passed() ?? (code === FILE_TOO_LARGE ? fileReason(limits) : undefined);
      this.kill();
      this.#isOver = true;
      const reason = this.#reason === undefined ? {} : { reason: this.#reason };
      ended.resolve(signal === null ? { exitCode: code ?? 1, ...reason } : { exitCode: 137, signal, ...reason });
    });
  }

  /** The process outside that all of the step's descend from. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** Whether it has ended; what waits can only have failed. */
  isOver(): boolean {
    return this.#isOver;
  }

  /** Lets it run: `lines` set its environment, see {@link exportLines}. Once only. */
  async begin(script: string, lines: string): Promise<void> {
    // Into the same file, which the step sees already.
    await writeFile(this.#script, script, { flag: 'r+' });
    (this.#child.stdio[3] as Writable | null)?.end(lines);
    await this.spawned;
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
