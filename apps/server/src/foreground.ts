import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { destination as openDestination } from 'pino';

import { loadConfig } from '@mosaic/platform/config';
import { prepareHome } from '@mosaic/platform/lifecycle';
import { createLog, type Log } from '@mosaic/platform/log';

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
/** How long the services may take to finish what they have in hand. */
const DRAIN_MS = 15_000;

/** Runs the stack until SIGINT, SIGTERM or `mosaic down`; drains before it returns. */
export async function runInForeground({ home, onReady }: { home?: string; onReady: (ready: Ready) => void }): Promise<void> {
  const startedAt = performance.now();
  const loaded = loadConfig({ home });
  prepareHome(loaded.config.home);
  const destination = openDestination({ dest: openLogFile(loaded.config.home), sync: false, minLength: 0 });
  const log = createLog({ level: loaded.config.logLevel, destination });
  const flush = () => {
    try {
      destination.flushSync();
    } catch {
      // Nothing was written yet: the file is not even open.
    }
  };
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'a fault that nothing caught');
    flush();
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
    endHard(log, flush);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    flush();
  }
}

function openLogFile(home: string): string {
  const folder = join(home, 'logs');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'server.log');
  if (existsSync(file) && statSync(file).size > LOG_LIMIT) renameSync(file, `${file}.1`);
  return file;
}

/** Every row can be resumed, so a part that does not stop in time is cut off rather than waited for. */
function endHard(log: Log, flush: () => void): void {
  const end = (reason: string) => {
    log.error(reason);
    flush();
    process.exit(1);
  };
  setTimeout(() => end(`not everything stopped within ${DRAIN_MS} ms`), DRAIN_MS).unref();
  process.once('SIGINT', () => end('stopped at once on a second signal'));
}
