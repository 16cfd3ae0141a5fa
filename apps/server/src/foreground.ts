import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { asMosaicError, MosaicError } from '@mosaic/platform/errors';
import { checkAnswers } from '@mosaic/platform/http';
import { prepareHome } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';

import { loadConfig, type Config } from './config.ts';
import { closeInherited } from './inherited-files.ts';
import { openLog } from './log-file.ts';
import { startServer, type Server } from './server.ts';

/** What is told once the stack answers. */
export interface Ready {
  publicUrl: string;
  port: number;
  /** A one-time sign-in link for the longest-standing administrator; null when none may sign in. */
  link: string | null;
  /** Where the generated password is, while it has not been changed. */
  passwordFile: string | null;
  elapsedMs: number;
}

/** How long the services may take to finish what they have in hand. */
const DRAIN_MS = 15_000;

interface ForegroundOptions {
  home?: string | undefined;
  /** Not called for a stack that was told to stop while it started. */
  onReady: (ready: Ready) => void;
  /** Told in words what nothing caught, before the process ends with 1. The log says it too, where the disk still takes it. */
  onFault: (words: string) => Promise<void>;
}

/** Runs the stack until SIGINT, SIGTERM or `mosaic down`; drains before it returns. */
export async function runInForeground({ home, onReady, onFault }: ForegroundOptions): Promise<void> {
  const startedAt = performance.now();
  closeInherited();
  const loaded = loadConfig({ home });
  prepareHome(loaded.config.home);
  if (loaded.config.checkAnswers) checkAnswers();
  const log = openLog(loaded.config.home, loaded.config.logLevel);
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'a fault that nothing caught');
    void onFault(wordsOf(error)).finally(() => process.exit(1));
  });
  try {
    await using server = await startServer(loaded, { log, stop: () => stop.abort() });
    if (!stop.signal.aborted) onReady(await readyOf(server, loaded.config, startedAt));
    if (!stop.signal.aborted) await new Promise((resolve) => stop.signal.addEventListener('abort', resolve, { once: true }));
    log.info('stopping');
    endHard(log);
  } catch (error) {
    log.fatal({ err: error }, 'the stack ends with a fault');
    throw error;
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

async function readyOf(server: Server, { home, publicUrl, ports }: Config, startedAt: number): Promise<Ready> {
  const passwordFile = join(home, 'admin-password');
  return {
    publicUrl,
    port: ports.edge,
    link: await server.signInLink(),
    passwordFile: existsSync(passwordFile) ? passwordFile : null,
    elapsedMs: performance.now() - startedAt,
  };
}

/** What a person is told of any fault: its own words where they are ours, else what the system said. */
export function wordsOf(error: unknown): string {
  const known = asMosaicError(error);
  if (error instanceof MosaicError || known.code !== 'internal') return known.message;
  return `Something unexpected happened: ${error instanceof Error ? error.message : String(error)}`;
}

/** Every row can be resumed, so a part that does not stop in time is cut off rather than waited for. */
function endHard(log: Log): void {
  const end = (reason: string) => {
    log.error(reason);
    process.exit(1);
  };
  setTimeout(() => end(`not everything stopped within ${DRAIN_MS} ms`), DRAIN_MS).unref();
  process.once('SIGINT', () => end('stopped at once on a second signal'));
}
