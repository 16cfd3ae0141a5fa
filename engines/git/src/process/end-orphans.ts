import { readFile, readdir } from 'node:fs/promises';
import { basename } from 'node:path';

import { pause } from '@mosaic/platform/waiting';

const WAIT_MS = 5_000;
const POLL_MS = 20;

/**
 * Ends the git processes that outlived a killed server: one that still runs below `root` could move a ref after the open
 * pushes have been settled from the refs, or hold a lock. To be called once at start, before that, by the holder of the home's
 * lock. Knows them by their command line and environment in /proc; on systems without it there is nothing to see, and git ends
 * when it finds its pipes closed.
 * @returns how many there were.
 */
export async function endOrphans(root: string): Promise<number> {
  const pids = await gitsBelow(root);
  for (const pid of pids) signalGroup(pid, 'SIGTERM');
  const deadline = Date.now() + WAIT_MS;
  let left = pids;
  while (left.length > 0) {
    if (Date.now() > deadline) for (const pid of left) signalGroup(pid, 'SIGKILL');
    await pause(POLL_MS);
    left = await gitsBelow(root);
  }
  return pids.length;
}

async function gitsBelow(root: string): Promise<number[]> {
  const names = await readdir('/proc').catch(() => []);
  const found: number[] = [];
  for (const name of names) if (/^\d+$/.test(name) && (await isGitBelow(root, name))) found.push(Number(name));
  return found;
}

async function isGitBelow(root: string, pid: string): Promise<boolean> {
  const [program = '', ...args] = (await read(`/proc/${pid}/cmdline`)).split('\0');
  if (basename(program) !== 'git') return false;
  if (args.some((arg) => arg.startsWith(`${root}/`))) return true;
  return (await read(`/proc/${pid}/environ`)).split('\0').some((variable) => variable.startsWith(`GIT_DIR=${root}/`));
}

/** Empty for a process that has ended, or that belongs to somebody else. */
function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '');
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: it has ended by itself, or leads no group, being started by one that has ended.
    signalOne(pid, signal);
  }
}

function signalOne(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // ESRCH: it has ended by itself.
  }
}
