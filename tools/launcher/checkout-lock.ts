import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** How long one waits for another that installs or builds, ms; installing takes a minute or two on a slow line. */
const WAIT_MS = 15 * 60_000;
const SQLITE_BUSY = 5;

/**
 * The lock under which `node_modules` and what is built from the sources are changed. The operating system lets go of it with
 * the process, `kill -9` included. `platform/lifecycle/home-lock.ts` does the same, but this runs before there is a package.
 */
export function takeCheckoutLock(cache: string, onWait: () => void): Disposable {
  const file = join(cache, 'lock.db');
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    if (!begin(database)) {
      onWait();
      database.exec(`PRAGMA busy_timeout = ${WAIT_MS}`);
      if (!begin(database))
        throw new Error(`Another ./mosaic has held ${file} for ${WAIT_MS / 60_000} minutes. End it, or remove that file when none runs.`);
    }
  } catch (error) {
    database.close();
    throw error;
  }
  return { [Symbol.dispose]: () => database.close() };
}

/** Whether the lock was taken; false when another process has it. */
function begin(database: DatabaseSync): boolean {
  try {
    database.exec('BEGIN EXCLUSIVE');
    return true;
  } catch (error) {
    if (((error as { errcode?: number }).errcode ?? 0) % 256 === SQLITE_BUSY) return false;
    throw error;
  }
}
