import { appendFileSync, existsSync, mkdirSync, openSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { createLog, type Log } from '@mosaic/platform/log';

/** A log file that has grown beyond this is renamed away at the next start, bytes. */
const LOG_LIMIT = 20 * 1024 * 1024;

/** The server's log in its home. Each line is in the file at once, so that the last one before an end is there too. */
export function openLog(home: string, level: Parameters<typeof createLog>[0]['level']): Log {
  const file = nameLogFile(home);
  let fd: number | null = null;
  let isTorn = false;
  const write = (line: string) => {
    // A disk that takes no more lines must neither end the process nor keep it: they are lost, and `mosaic status` tells of the disk.
    try {
      fd ??= openSync(file, 'a');
      appendFileSync(fd, isTorn ? `\n${line}` : line);
      isTorn = false;
    } catch {
      isTorn = true;
    }
  };
  return createLog({ level, destination: { write } });
}

function nameLogFile(home: string): string {
  const folder = join(home, 'logs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'server.log');
  if (existsSync(file) && statSync(file).size > LOG_LIMIT) renameSync(file, `${file}.1`);
  return file;
}
