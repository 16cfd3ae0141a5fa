import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

import { rememberSettings } from '@mosaic/platform/config';
import { MosaicError } from '@mosaic/platform/errors';
import { isHomeHeld, prepareHome } from '@mosaic/platform/lifecycle';
import { openControlClient } from '@mosaic/server/control';
import { StartWord } from '@mosaic/server/start-word';
import { loadConfig } from '@mosaic/server/config';

import { buildDashboard } from '../build-dashboard.ts';
import { homeOf, type AddCommand } from './command.ts';

interface UpOptions {
  detach?: boolean;
  portBase?: string;
  listen?: string;
  url?: string;
}

export const addUp: AddCommand = (program) => {
  program
    .command('up')
    .description('set up what is missing and start the stack; Ctrl-C stops it')
    .option('--detach', 'leave it running in the background')
    .option('--port-base <N>', 'shift every port by N (0…20000)')
    .option('--listen <ADDR>', 'also listen on this address; needs --url')
    .option('--url <URL>', 'the address that people use')
    .action(async (options: UpOptions, command) => {
      const { config } = loadConfig({
        home: homeOf(command),
        flags: { portBase: options.portBase, listen: options.listen, url: options.url },
      });
      prepareHome(config.home);
      if (isHomeHeld(config.home)) throw await alreadyRuns(config.home);
      await buildDashboard();
      const told = {
        ...(options.portBase === undefined ? {} : { portBase: config.portBase }),
        ...(options.listen === undefined ? {} : { listen: config.listen }),
        ...(options.url === undefined ? {} : { url: config.url }),
        ...(process.env['MOSAIC_ADMIN_USER'] === undefined ? {} : { adminUser: config.adminUser }),
      };
      if (Object.keys(told).length > 0) rememberSettings(config.home, told);
      if (options.detach === true) await startDetached(config.home);
      else await (await import('@mosaic/server')).runInForeground({ home: config.home, onReady: printReady, onFault });
    });
};

/** The address, the one-time link and, over SSH, how to reach them. The link is shown on a terminal only. */
function printReady({
  publicUrl,
  link,
  passwordFile,
  elapsedMs,
  port,
}: {
  publicUrl: string;
  link: string | null;
  passwordFile: string | null;
  elapsedMs: number;
  port: number;
}): void {
  console.log(`\n  MosAIc is ready at ${publicUrl}  (${(elapsedMs / 1000).toFixed(1)} s)`);
  if (link === null) console.log('  No administrator may sign in: "mosaic open" says what to do.');
  else if (process.stdout.isTTY) console.log(`  Sign in (once, within 15 minutes): ${link}`);
  else console.log('  Sign in: run "./mosaic open" in a terminal for a one-time link.');
  if (passwordFile !== null) console.log(`  The first administrator's password is in ${passwordFile}`);
  printTunnel(port);
  console.log(`  Next: ./mosaic demo\n`);
}

/** Over SSH: how the person's own machine reaches the stack. */
function printTunnel(port: number): void {
  const connection = process.env['SSH_CONNECTION'];
  if (connection === undefined) return;
  const host = connection.split(' ')[2] ?? 'this-machine';
  console.log(`  From your own machine: ssh -L ${port}:localhost:${port} ${host}   then open the address above there.`);
}

async function onFault(words: string): Promise<void> {
  process.stderr.write(`mosaic: ${words}\n`);
}

async function alreadyRuns(home: string): Promise<MosaicError> {
  await using client = openControlClient(home);
  const { publicUrl, pid, state } = await client.info();
  return new MosaicError(
    'conflict',
    `A stack already runs on ${home} at ${publicUrl} (process ${pid}${state === 'ready' ? '' : `, ${state}`}). Stop it with: ./mosaic down`,
  );
}

/** Starts a server of its own session and waits until it says that it is ready, or why not. */
async function startDetached(home: string): Promise<void> {
  const logs = join(home, 'logs');
  const output = openStartLog(logs);
  const child = spawn(process.execPath, [...process.execArgv, serverProgram(), '--home', home], {
    detached: true,
    stdio: ['ignore', output, output, 'ipc'],
    cwd: homedir(),
  });
  if (typeof output === 'number') closeSync(output);
  const word = await new Promise<StartWord>((resolve, reject) => {
    const slow = setTimeout(
      () => reject(new MosaicError('timeout', `The stack did not become ready within 60 s; ${join(logs, 'server.log')} says why.`)),
      60_000,
    );
    child.once('message', (told) => resolve(StartWord.parse(told)));
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ failed: lastWords(logs) ?? `it ended with ${signal ?? `code ${code}`}` }));
    void Promise.race([new Promise((ended) => child.once('message', ended)), new Promise((ended) => child.once('close', ended))]).then(() =>
      clearTimeout(slow),
    );
  });
  if ('failed' in word) throw new MosaicError('unavailable', `The stack did not start:\n${word.failed}`);
  child.unref();
  const { publicUrl, port, pid, mayBeSignedIn } = word.ready;
  console.log(
    `MosAIc is ready at ${publicUrl} (process ${pid}). ${mayBeSignedIn ? 'Sign in with: ./mosaic open' : 'No administrator may sign in: "mosaic open" says what to do.'}`,
  );
  printTunnel(port);
}

/** The server's own program: beside this one where both are packed, else its source. */
function serverProgram(): string {
  const packed = join(dirname(process.argv[1] ?? ''), 'server.mjs');
  return existsSync(packed) ? packed : join(import.meta.dirname, '../../../server/src/main.ts');
}

/** Where a server in the background writes what it says outside its log; nowhere when the disk takes no more files. */
function openStartLog(folder: string): number | 'ignore' {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return openSync(join(folder, 'start.log'), 'w', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return 'ignore';
    throw error;
  }
}

function lastWords(logs: string): string | null {
  try {
    const said = readFileSync(join(logs, 'start.log'), 'utf8').trim();
    return said === '' ? null : said;
  } catch {
    return null;
  }
}
