import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { destination as openDestination } from 'pino';

import { createLog, type Log } from '@mosaic/platform/log';

/** A log file that has grown beyond this is put aside at the next start, bytes. */
const LOG_LIMIT = 20 * 1024 * 1024;
/** The server's log in its home, and what writes at once the lines that are still in hand. */
export function openLog(home: string, level: Parameters<typeof createLog>[0]['level']): { log: Log; flush: () => void } {
  const destination = openDestination({ dest: openLogFile(home), sync: false, minLength: 0 });
  // A disk that takes no more lines must not end the process; they are lost, and `mosaic status` tells of the disk.
  let isFull = false;
  destination.on('error', () => (isFull = true)).on('write', () => (isFull = false));
  const flush = () => {
    // The logger's own way is to try for ever, here and as the process ends.
    if (isFull) return destination.destroy();
    try {
      destination.flushSync();
    } catch {
      // Nothing was written yet: the file is not even open.
    }
  };
  return { log: createLog({ level, destination }), flush };
}

function openLogFile(home: string): string {
  const folder = join(home, 'logs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'server.log');
  if (existsSync(file) && statSync(file).size > LOG_LIMIT) renameSync(file, `${file}.1`);
  return file;
}
