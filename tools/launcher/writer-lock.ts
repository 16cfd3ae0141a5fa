import { closeSync, fstatSync, openSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { runAttended } from './attended.ts';

/** Exit code of flock(1) when another has the lock. */
const BUSY = 1;
/** How long a process that was killed may take to be gone, s. */
const ENDING_S = 1;

/** A lock that goes to the programs which are given its descriptor, and is free when the last of them has ended. */
export interface WriterLock extends Disposable {
  readonly descriptor: number;
}

/**
 * The lock of what writes in our name. An npm outlives a launcher that is killed with SIGKILL, and so does its hold of this. To be
 * taken under the checkout's lock: whoever has it then has no launcher any more, and is ended; where that cannot be (another's, or in another
 * container) we wait for its end. Without flock(1), as on macOS, such an npm is not noticed: it writes on in a folder that nobody reads.
 */
export async function takeWriterLock(cache: string, onWait: () => void): Promise<WriterLock> {
  const descriptor = openSync(join(cache, 'writer.lock'), 'a');
  const lock = (...words: string[]) =>
    runAttended('flock', [...words, '3'], { cwd: cache, stdio: ['ignore', 'ignore', 'inherit', descriptor] });
  try {
    if ((await lock('-n')) === BUSY) {
      endHolders(descriptor);
      if ((await lock('-w', String(ENDING_S))) === BUSY) {
        onWait();
        await lock();
      }
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return { descriptor, [Symbol.dispose]: () => closeSync(descriptor) };
}

/** Ends every process that holds the lock; what it wrote is thrown away in any case. */
function endHolders(descriptor: number): void {
  const { ino } = fstatSync(descriptor);
  const holds = (pid: string): boolean =>
    namesIn(`/proc/${pid}/fdinfo`).some((fd) => {
      const told = readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'utf8');
      return new RegExp(`^lock:\\s.* FLOCK .*:${ino} `, 'm').test(told);
    });
  for (const pid of namesIn('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (holds(pid)) process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has ended by itself, or is somebody else's.
    }
  }
}

/** None where the system has no /proc. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
