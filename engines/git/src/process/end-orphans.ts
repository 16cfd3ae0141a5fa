import { readFile, readdir } from 'node:fs/promises';

const WAIT_MS = 5_000;
const POLL_MS = 20;

/**
 * Ends pushes that outlived a killed server: a receive-pack below `root` that still runs could move a ref after the open
 * pushes have been settled from the refs. To be called once at start, before that, by the holder of the home's lock.
 * Knows such processes by their whole command line in /proc; on systems without it there is nothing to see, and git ends when
 * it finds its pipes closed.
 * @returns how many there were.
 */
export async function endOrphanedPushes(root: string): Promise<number> {
  const pids = await pushesBelow(root);
  for (const pid of pids) signalGroup(pid, 'SIGTERM');
  const deadline = Date.now() + WAIT_MS;
  let left = pids;
  while (left.length > 0) {
    if (Date.now() > deadline) for (const pid of left) signalGroup(pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    left = await pushesBelow(root);
  }
  return pids.length;
}

async function pushesBelow(root: string): Promise<number[]> {
  const names = await readdir('/proc').catch(() => []);
  const found: number[] = [];
  for (const name of names) {
    if (!/^\d+$/.test(name)) continue;
    const args = (await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')).split('\0');
    if (args[1] === 'receive-pack' && args[2] === '--stateless-rpc' && args[3]?.startsWith(`${root}/`) === true) found.push(Number(name));
  }
  return found;
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // ESRCH: it has ended by itself.
  }
}
