import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { setPriority } from 'node:os';
import type { Duplex, Readable, Writable } from 'node:stream';

import { MosaicError } from '@mosaic/platform/errors';

import { gitEnvironment, type EnvironmentOptions } from './environment.ts';
import { stripPaths, type GitExit } from './git-error.ts';

const STDERR_KEPT_BYTES = 64 * 1024;
/** Between asking a process group to end and ending it: git removes its lock files when asked. */
const GRACE_MS = 2_000;

export interface StreamOptions extends EnvironmentOptions {
  /** Folder to run in; "/" by default, since GIT_DIR names the repository. */
  cwd?: string | undefined;
  /** Ends the process group. */
  signal?: AbortSignal | undefined;
  /** No limit when absent. */
  timeoutMs?: number | undefined;
  /** `low` lets everything else on the machine go first (nice 15, also for what git starts). */
  priority?: 'normal' | 'low' | undefined;
  /** Gives git's hooks a channel to us, their descriptor 3. */
  channel?: boolean | undefined;
}

/** A running git with its streams; the caller moves the bytes. */
export interface GitProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** Where it was asked for. */
  readonly channel: Duplex | null;
  readonly pid: number | undefined;
  /** Resolves when the process has ended and its output is closed; rejects only when it could not be started. */
  readonly done: Promise<GitExit>;
  /** Ends the whole process group, politely first. */
  kill(why?: GitExit['endedBy']): void;
}

/** Starts git in its own process group with a clean environment. Arguments never pass a shell. */
export function stream(args: readonly string[], options: StreamOptions = {}): GitProcess {
  const child = spawn('git', args, {
    cwd: options.cwd ?? '/',
    env: gitEnvironment(options, process.env['PATH']),
    stdio: ['pipe', 'pipe', 'pipe', ...(options.channel === true ? (['pipe'] as const) : [])],
    detached: true,
  }) as Child;
  if (options.priority === 'low') lower(child.pid);
  // A reader that ends early is no fault of the writer; the exit status tells what happened.
  child.stdin.on('error', () => {});
  const ending = endings(child, options);
  const done = exitOf(child, ending.why);
  done.then(ending.release, ending.release);
  const channel = (child.stdio[3] ?? null) as Duplex | null;
  return { stdin: child.stdin, stdout: child.stdout, channel, pid: child.pid, done, kill: ending.kill };
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

/** All ways in which we end a process: abort, time limit, kill(); the first one gives the reason. */
function endings(child: Child, options: StreamOptions) {
  let why: GitExit['endedBy'] = 'itself';
  let grace: NodeJS.Timeout | undefined;
  // Not the leader's exit counts but the closing of the streams: a child of git's may outlive it and hold them open.
  let closed = false;
  const kill = (reason: GitExit['endedBy'] = 'abort'): void => {
    if (child.pid === undefined || closed || grace !== undefined) return;
    why = reason;
    signalGroup(child.pid, 'SIGTERM');
    grace = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), GRACE_MS);
    grace.unref();
  };
  const onAbort = (): void => kill('abort');
  const timer = options.timeoutMs === undefined ? undefined : setTimeout(() => kill('timeout'), options.timeoutMs);
  timer?.unref();
  if (options.signal?.aborted) onAbort();
  else options.signal?.addEventListener('abort', onAbort, { once: true });
  const release = (): void => {
    closed = true;
    clearTimeout(timer);
    clearTimeout(grace);
    options.signal?.removeEventListener('abort', onAbort);
  };
  return { kill, release, why: () => why };
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: the group has ended by itself in the meantime.
  }
}

function lower(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, 15);
  } catch {
    // ESRCH: it has ended already.
  }
}

function exitOf(child: Child, why: () => GitExit['endedBy']): Promise<GitExit> {
  let stderr = Buffer.alloc(0);
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = Buffer.concat([stderr, chunk]).subarray(-STDERR_KEPT_BYTES);
  });
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(cannotStart(cause)));
    child.once('close', (exitCode) => resolve({ exitCode, stderr: stripPaths(stderr.toString('utf8')).trim(), endedBy: why() }));
  });
}

function cannotStart(cause: Error): MosaicError {
  const missing = 'code' in cause && cause.code === 'ENOENT';
  const message = missing ? 'git was not found on PATH; install git 2.38 or later.' : 'git could not be started; see the log.';
  return new MosaicError('unavailable', message, { cause });
}
