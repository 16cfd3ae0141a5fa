import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { destination as openDestination } from 'pino';

import { loadConfig } from '@mosaic/platform/config';
import { createLog } from '@mosaic/platform/log';

import { startServer } from './server.ts';

/** What is told once the stack answers. */
export interface Ready {
  publicUrl: string;
  port: number;
  /** A one-time sign-in link for the first administrator. */
  link: string;
  /** Where the generated password is, while it has not been changed. */
  passwordFile: string | null;
  elapsedMs: number;
}

/** A log file that has grown beyond this is put aside at the next start, bytes. */
const LOG_LIMIT = 20 * 1024 * 1024;

/** Runs the stack until SIGINT, SIGTERM or `mosaic down`; drains before it returns. */
export async function runInForeground({ home, onReady }: { home?: string; onReady: (ready: Ready) => void }): Promise<void> {
  const startedAt = performance.now();
  const loaded = loadConfig(home === undefined ? {} : { home });
  const destination = openDestination({ dest: openLogFile(loaded.config.home), sync: false, minLength: 0 });
  const log = createLog({ level: loaded.config.logLevel, destination });
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'a fault that nothing caught');
    destination.flushSync();
    process.exit(1);
  });
  try {
    await using server = await startServer(loaded, { log, stop: () => stop.abort() });
    const passwordFile = join(loaded.config.home, 'admin-password');
    onReady({
      publicUrl: loaded.config.publicUrl,
      port: loaded.config.ports.edge,
      link: await server.signInLink(loaded.config.adminUser),
      passwordFile: existsSync(passwordFile) ? passwordFile : null,
      elapsedMs: performance.now() - startedAt,
    });
    if (!stop.signal.aborted) await new Promise((resolve) => stop.signal.addEventListener('abort', resolve, { once: true }));
    log.info('stopping');
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    destination.flushSync();
  }
}

function openLogFile(home: string): string {
  const folder = join(home, 'logs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'server.log');
  if (existsSync(file) && statSync(file).size > LOG_LIMIT) renameSync(file, `${file}.1`);
  return file;
}
