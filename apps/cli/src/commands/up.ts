import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import { loadConfig, portsOf, rememberSettings } from '@mosaic/platform/config';
import { MosaicError } from '@mosaic/platform/errors';
import { readRunState } from '@mosaic/server/state';

import { buildDashboard } from '../build-dashboard.ts';
import { isAlive } from '../is-alive.ts';
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
      await buildDashboard();
      const told = {
        ...(options.portBase === undefined ? {} : { portBase: config.portBase }),
        ...(options.listen === undefined ? {} : { listen: config.listen }),
        ...(options.url === undefined ? {} : { url: config.url }),
      };
      if (Object.keys(told).length > 0) rememberSettings(config.home, told);
      if (options.detach === true) await startDetached(config.home);
      else await (await import('@mosaic/server')).runInForeground({ home: config.home, onReady: printReady });
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
  link: string;
  passwordFile: string | null;
  elapsedMs: number;
  port: number;
}): void {
  console.log(`\n  MosAIc is ready at ${publicUrl}  (${(elapsedMs / 1000).toFixed(1)} s)`);
  if (process.stdout.isTTY) console.log(`  Sign in (once, within 15 minutes): ${link}`);
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

/** Starts a server of its own session and waits until it answers or has died. */
async function startDetached(home: string): Promise<void> {
  const logs = join(home, 'logs');
  mkdirSync(logs, { recursive: true, mode: 0o700 });
  const running = readRunState(home);
  if (running !== null && isAlive(running.pid))
    throw new MosaicError('conflict', `A stack already runs on ${home} at ${running.publicUrl} (process ${running.pid}).`);
  const output = openSync(join(logs, 'start.log'), 'w', 0o600);
  const child = spawn(process.execPath, [...process.execArgv, join(import.meta.dirname, '../../../server/src/main.ts'), '--home', home], {
    detached: true,
    stdio: ['ignore', output, output],
    cwd: homedir(),
  });
  closeSync(output);
  let exited: number | null = null;
  child.once('exit', (code) => {
    exited = code ?? 1;
  });
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const state = readRunState(home);
    if (state !== null && state.pid === child.pid) {
      child.unref();
      console.log(`MosAIc is ready at ${state.publicUrl} (process ${state.pid}). Sign in with: ./mosaic open`);
      printTunnel(portsOf(state.portBase).edge);
      return;
    }
    if (exited !== null) {
      const { readFileSync } = await import('node:fs');
      throw new MosaicError('unavailable', `The stack did not start:\n${readFileSync(join(logs, 'start.log'), 'utf8').trim()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new MosaicError('timeout', `The stack did not become ready within 60 s; ${join(logs, 'server.log')} says why.`);
}
