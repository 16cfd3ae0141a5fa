import { execFile } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';

import { MosaicError } from '@mosaic/platform/errors';

import { SYSTEM_PATH } from './command.ts';
import { exhaustedReason, memoryReason, processesReason, type StepLimits } from './limits.ts';
import { readOr } from './read-or.ts';
import { isAlive } from './remove-folder.ts';

const run = promisify(execFile);

/** What cgroup v2 bounds of a step; what is not held here, rlimits, nice and the watch do. */
const CONTROLLERS = ['memory', 'pids', 'cpu'] as const;
export type Controller = (typeof CONTROLLERS)[number];

/** Where this process stands among the machine's cgroups (cgroups(7)). */
export interface Standing {
  /** /proc/self/cgroup */
  cgroup: string;
  /** /proc/self/mountinfo */
  mountinfo: string;
  isRoot: boolean;
  /** Whether systemd leaves the cgroup of that unit to us. */
  isDelegated: (unit: string) => Promise<boolean>;
  /** Writes a file of what is above the steps' cgroups. */
  write: (file: string, text: string) => Promise<void>;
}

/** First process of a step in its cgroup: puts itself in, then becomes the step's next stage. 0 is whoever writes. */
const ENTER_SCRIPT = 'echo 0 >"$0" && exec "$@"';
/** How often and how long a cgroup whose processes were killed is tried to be removed. */
const REMOVE_EVERY_MS = 5;
const REMOVE_TRIES = 400;

/** Bears the id of our pid namespace, since in another one the same number is another process. */
const PREFIX = `mosaic-${/\d+/.exec(linkOr('/proc/self/ns/pid'))?.[0] ?? 0}-`;
/** Ends the name of the cgroup that a server has moved itself to. */
const SERVER_SUFFIX = '-server';

/** The cgroup of one running step; disposing ends what is in it and removes it. */
export interface StepCgroup extends AsyncDisposable {
  /** In front of the step's first command, before anything of the author's is read. */
  readonly enter: readonly string[];
  readonly holds: ReadonlySet<Controller>;
  /** Why the kernel refused or ended something of it; null when it did not. */
  passed(): string | null;
}

/**
 * The cgroup that holds those of a server's steps. Where none can be made, or not with every controller, `holds` lacks what is
 * missing and `reason` says why; steps then have rlimits and a watch for that.
 */
export class Cgroups implements AsyncDisposable {
  readonly holds: ReadonlySet<Controller>;
  readonly reason: string;
  #home: string | null;

  private constructor(home: string | null, holds: ReadonlySet<Controller>, reason: string) {
    this.#home = home;
    this.holds = holds;
    this.reason = reason;
  }

  /** Never rejects. Removes what killed servers left there, too. */
  static async open(limits: StepLimits, standing: Standing = standingHere()): Promise<Cgroups> {
    let home: string | null = null;
    try {
      const { base, own } = await findBase(standing);
      await sweep(base);
      home = await mkdtemp(join(base, `${PREFIX}${process.pid}-`));
      const holds = await enableControllers({ base, own, home }, standing.write);
      if (holds.has('cpu')) await writeFile(join(home, 'cpu.weight'), String(limits.cpuWeight));
      const missing = CONTROLLERS.filter((controller) => !holds.has(controller));
      const made = new Cgroups(home, holds, missing.length === 0 ? '' : `cgroup v2 does not offer ${missing.join(', ')} here`);
      await made.#tryOne(limits);
      return made;
    } catch (error) {
      if (home !== null) await removeCgroup(home).catch(() => undefined);
      return new Cgroups(null, new Set(), `no cgroup v2 can be made here (${/^[^,\n]*/.exec((error as Error).message)?.[0]})`);
    }
  }

  /** A new one for one step; null where none can be made. @throws MosaicError (`unavailable`) when it cannot be made this time. */
  async make(name: string, limits: StepLimits): Promise<StepCgroup | null> {
    if (this.#home === null) return null;
    const folder = join(this.#home, name);
    try {
      await mkdir(folder);
      if (this.holds.has('memory')) {
        await writeFile(join(folder, 'memory.max'), String(limits.memoryBytes));
        await writeFile(join(folder, 'memory.oom.group'), '1');
        // A kernel without swap accounting has no such file.
        await writeFile(join(folder, 'memory.swap.max'), '0').catch(() => undefined);
      }
      if (this.holds.has('pids')) await writeFile(join(folder, 'pids.max'), String(limits.processes));
    } catch (error) {
      await removeCgroup(folder).catch(() => undefined);
      throw new MosaicError('unavailable', `The step's limits could not be set: ${(error as Error).message}`, { cause: error });
    }
    return new Cgroup(folder, this.holds, limits);
  }

  /** What only shows when it is used. @throws when a process cannot be put in. */
  async #tryOne(limits: StepLimits): Promise<void> {
    await using probe = await this.make('probe', limits);
    const [file, ...args] = [...(probe?.enter ?? []), 'true'];
    await run(file, args, { env: { PATH: SYSTEM_PATH } });
  }

  /** What runs is not touched: the next server removes what it leaves. Further steps have no cgroup. */
  async [Symbol.asyncDispose](): Promise<void> {
    const home = this.#home;
    this.#home = null;
    if (home !== null) await rmdir(home).catch(() => undefined);
  }
}

class Cgroup implements StepCgroup {
  readonly enter: readonly string[];
  readonly holds: ReadonlySet<Controller>;
  readonly #folder: string;
  readonly #limits: StepLimits;

  constructor(folder: string, holds: ReadonlySet<Controller>, limits: StepLimits) {
    this.#folder = folder;
    this.#limits = limits;
    this.holds = holds;
    this.enter = ['/bin/sh', '-c', ENTER_SCRIPT, join(folder, 'cgroup.procs')];
  }

  passed(): string | null {
    if (this.#count('memory.events', 'oom_kill') > 0)
      return this.#count('memory.events', 'oom') > 0 ? memoryReason(this.#limits) : exhaustedReason();
    return this.#count('pids.events', 'max') > 0 ? processesReason(this.#limits) : null;
  }

  /** What stays all the same, the next server removes. */
  async [Symbol.asyncDispose](): Promise<void> {
    await removeCgroup(this.#folder).catch(() => undefined);
  }

  #count(file: string, name: string): number {
    const text = readOr(join(this.#folder, file));
    return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  }
}

/**
 * Where our cgroups are made: in our own, where it is left to us (a person's, a unit with Delegate=yes); as root elsewhere at the
 * top, as Docker does. @throws Error with the reason when there is no such place.
 */
async function findBase({ cgroup, mountinfo, isRoot, isDelegated }: Standing): Promise<{ base: string; own: string }> {
  const path = /^0::(\/.*)$/m.exec(cgroup)?.[1];
  const mounts = mountinfo.split('\n').map((line) => line.split(' '));
  const [, , , root = '', top = ''] = mounts.find((fields) => fields[fields.indexOf('-') + 1] === 'cgroup2') ?? [];
  if (path === undefined || top === '') throw new Error('no cgroup2 is mounted');
  const inside = relative(root, path);
  if (inside.startsWith('..') || path.startsWith('/..')) throw new Error('what is mounted does not hold this process');
  const stands = join(top, inside);
  const own = /^mosaic-\d+-\d+-server$/.test(basename(stands)) ? dirname(stands) : stands;
  const unit = basename(own);
  const isOurs = !isRoot || (/\.(?:service|scope)$/.test(unit) && (await isDelegated(unit)));
  return { base: isOurs ? own : top, own };
}

/** Those of the controllers that could be switched on for the steps. Each alone: one that is refused keeps no other. */
async function enableControllers(
  { base, own, home }: { base: string; own: string; home: string },
  write: Standing['write'],
): Promise<Set<Controller>> {
  await write(join(home, 'cgroup.kill'), '1').catch(() => {
    throw new Error('Linux 5.14 or newer is needed');
  });
  const offered = (await readFile(join(base, 'cgroup.controllers'), 'utf8')).trim().split(' ');
  const holds = new Set<Controller>();
  for (const controller of CONTROLLERS.filter((name) => offered.includes(name))) {
    const enable = (folder: string) => write(join(folder, 'cgroup.subtree_control'), `+${controller}`);
    try {
      await enable(base).catch(async (error: NodeJS.ErrnoException) => {
        // A cgroup that hands out resources may hold no processes of its own; this is where we are ourselves.
        if (error.code !== 'EBUSY' || base !== own) throw error;
        const leaf = join(base, `${PREFIX}${process.pid}${SERVER_SUFFIX}`);
        await mkdir(leaf, { recursive: true });
        for (const pid of await ourProcesses(base)) await write(join(leaf, 'cgroup.procs'), pid).catch(() => undefined);
        await enable(base);
      });
      await enable(home);
      holds.add(controller);
    } catch {
      // It is missing from the answer, which is told.
    }
  }
  return holds;
}

/** Of the processes in a cgroup this one, what it has started, and the `mosaic up` that waits for it. Nobody else's are moved. */
async function ourProcesses(folder: string): Promise<string[]> {
  const pids = (await readFile(join(folder, 'cgroup.procs'), 'utf8')).split('\n').filter(Boolean);
  const isOurs = (pid: number): boolean => pid === process.pid || (pid > 1 && isOurs(parentOf(pid)));
  const hasStartedUs = (pid: number) => pid === process.ppid && linkOr(`/proc/${pid}/exe`) === process.execPath;
  return pids.filter((pid) => isOurs(Number(pid)) || hasStartedUs(Number(pid)));
}

/** proc_pid_stat(5); 0 when it has ended. The name in brackets may hold anything. */
function parentOf(pid: number): number {
  return Number(/.*\) \S (\d+)/s.exec(readOr(`/proc/${pid}/stat`))?.[1] ?? 0);
}

/** Removes the cgroups of servers that are no longer there. Trouble with one does not keep the others. */
async function sweep(base: string): Promise<void> {
  const left = (await readdir(base)).filter((name) => {
    const pid = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : Number.NaN;
    return !Number.isNaN(pid) && !isAlive(pid);
  });
  // Whatever a server has started besides its steps, perhaps the next server, is not ended.
  await Promise.allSettled(left.map((name) => (name.endsWith(SERVER_SUFFIX) ? rmdir(join(base, name)) : removeCgroup(join(base, name)))));
}

/** Ends what is in the cgroup and removes it, with those in it. */
async function removeCgroup(folder: string): Promise<void> {
  await writeFile(join(folder, 'cgroup.kill'), '1');
  const entries = await readdir(folder, { withFileTypes: true });
  await Promise.all(entries.filter((entry) => entry.isDirectory()).map(({ name }) => removeCgroup(join(folder, name))));
  for (let tries = 1; ; tries++) {
    try {
      return await rmdir(folder);
    } catch (error) {
      // The killed are still dying.
      if ((error as NodeJS.ErrnoException).code !== 'EBUSY' || tries === REMOVE_TRIES) throw error;
      await setTimeout(REMOVE_EVERY_MS);
    }
  }
}

function standingHere(): Standing {
  return {
    write: (file, text) => writeFile(file, text),
    cgroup: readOr('/proc/self/cgroup'),
    mountinfo: readOr('/proc/self/mountinfo'),
    isRoot: process.getuid?.() === 0,
    isDelegated: (unit) =>
      run('systemctl', ['show', '--property=Delegate', '--value', '--', unit], { env: { PATH: SYSTEM_PATH }, timeout: 5000 }).then(
        ({ stdout }) => stdout.trim() === 'yes',
        () => false,
      ),
  };
}

function linkOr(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
