import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { MosaicError } from '@mosaic/platform/errors';

/** The exclusive hold of one process on a home folder. The operating system ends it with the process, `kill -9` included. */
export type HomeLock = Disposable;

/** How long a start waits for the lock, ms: one that only asks ({@link isHomeHeld}) has it for an instant. */
const TAKE_MS = 500;
/** SQLite's result codes (sqlite.org/rescode.html); node:sqlite gives the extended ones, whose low byte these are. */
const SQLITE_BUSY = 5;

const lockFile = (home: string) => join(home, 'run', 'lock.db');
const holderFile = (home: string) => join(home, 'run', 'holder');

/** Makes the home folder (mode 0700) when absent. Throws `forbidden` with what to do when it cannot be written. */
export function prepareHome(home: string): void {
  const run = join(home, 'run');
  try {
    makeFolder(run);
    // The socket in there opens the controls to whoever may reach it.
    chmodSync(run, 0o700);
    writeFileSync(join(run, '.writable'), '');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    if (code === 'ENOSPC' || code === 'EDQUOT')
      throw new MosaicError('insufficient_storage', `The disk of the home folder ${home} is full. Make room there, then start again.`, {
        cause,
      });
    throw new MosaicError(
      'forbidden',
      `The home folder ${home} cannot be written (${code}). Choose another with --home DIR or MOSAIC_HOME, or mend its owner and mode.`,
      { cause },
    );
  }
}

/** Folder by folder: Node's own `recursive` never comes to an end where a folder cannot hold others, as in /proc (seen in 24). */
function makeFolder(folder: string): void {
  if (existsSync(folder) && statSync(folder).isDirectory()) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || !statSync(folder).isDirectory()) throw error;
  }
}

/**
 * Takes the home for this process, making the folder when absent. Uses SQLite's file lock, because Node
 * has no flock. Throws `conflict` when another process holds it, `forbidden` when the folder cannot be written.
 */
export function lockHome(home: string): HomeLock {
  prepareHome(home);
  const lock = tryLock(lockFile(home), TAKE_MS);
  if (lock === null) {
    throw new MosaicError(
      'conflict',
      `A MosAIc process already runs on ${home}. Look with "mosaic status", stop it with "mosaic down", or choose another home with --home DIR.`,
    );
  }
  writeFileSync(holderFile(home), String(process.pid));
  return lock;
}

/** Whether a process holds the home now. Asks the lock itself: what files say outlives processes, copies and reboots. */
export function isHomeHeld(home: string): boolean {
  if (!existsSync(lockFile(home))) return false;
  const database = open(lockFile(home), { readOnly: true, timeout: 0 });
  try {
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw unusable(lockFile(home), error);
  } finally {
    database.close();
  }
}

/** The id of the process that holds the home, for words to people: true only while {@link isHomeHeld}, and decides nothing. */
export function homeHolder(home: string): string {
  try {
    return readFileSync(holderFile(home), 'utf8');
  } catch {
    return 'unknown';
  }
}

/** Takes a lock file, making it when absent; null when another process has it for longer than `waitMs`. */
export function tryLock(file: string, waitMs = 0): Disposable | null {
  const database = open(file, { timeout: waitMs });
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (isBusy(error)) return null;
    throw unusable(file, error);
  }
  return { [Symbol.dispose]: () => database.close() };
}

function open(file: string, options: { readOnly?: boolean; timeout: number }): DatabaseSync {
  try {
    return new DatabaseSync(file, options);
  } catch (error) {
    throw unusable(file, error);
  }
}

function isBusy(error: unknown): boolean {
  return ((error as { errcode?: number }).errcode ?? 0) % 256 === SQLITE_BUSY;
}

function unusable(file: string, cause: unknown): MosaicError {
  return new MosaicError(
    'forbidden',
    `The lock file ${file} cannot be used (${(cause as Error).message}). Mend its owner and mode; when no MosAIc process runs on this folder it may also be removed.`,
    { cause },
  );
}
