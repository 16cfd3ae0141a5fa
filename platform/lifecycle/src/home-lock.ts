import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { MosaicError } from '@mosaic/platform/errors';

/** The exclusive hold of one process on a home folder. The operating system ends it with the process, `kill -9` included. */
export type HomeLock = Disposable;

/** Makes the home folder (mode 0700) when absent. Throws `forbidden` with what to do when it cannot be written. */
export function prepareHome(home: string): void {
  try {
    mkdirSync(join(home, 'run'), { recursive: true, mode: 0o700 });
    writeFileSync(join(home, 'run', '.writable'), '');
  } catch (cause) {
    throw new MosaicError(
      'forbidden',
      `The home folder ${home} cannot be written (${(cause as NodeJS.ErrnoException).code ?? 'unknown'}). Choose another with --home DIR or MOSAIC_HOME, or mend its owner and mode.`,
      { cause },
    );
  }
}

/**
 * Takes the home for this process, making the folder when absent. Uses SQLite's file lock, because Node
 * has no flock. Throws `conflict` when another process holds it, `forbidden` when the folder cannot be written.
 */
export function lockHome(home: string): HomeLock {
  prepareHome(home);
  const database = new DatabaseSync(join(home, 'run', 'lock.db'));
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    throw new MosaicError(
      'conflict',
      `A MosAIc process already runs on ${home}. Look with "mosaic status", stop it with "mosaic down", or choose another home with --home DIR.`,
      { cause },
    );
  }
  return { [Symbol.dispose]: () => database.close() };
}
