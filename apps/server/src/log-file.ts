import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { createLog, LineFile, type Log } from '@mosaic/platform/log';

/** A log file that has grown beyond this is renamed away at the next start, bytes. */
const LOG_LIMIT = 20 * 1024 * 1024;

/** The server's log in its home. */
export function openLog(home: string, level: Parameters<typeof createLog>[0]['level']): Log {
  return createLog({ level, destination: new LineFile(nameLogFile(home)) });
}

function nameLogFile(home: string): string {
  const folder = join(home, 'logs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'server.log');
  if (existsSync(file) && statSync(file).size > LOG_LIMIT) renameSync(file, `${file}.1`);
  return file;
}
