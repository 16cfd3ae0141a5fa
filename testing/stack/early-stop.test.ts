import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, onTestFinished, test } from 'vitest';

import { freePortBase } from '@mosaic/testing/stack';

const MAIN = join(import.meta.dirname, '../../apps/server/src/main.ts');
/** The signal comes as ports are opened, of the services too. */
const STOP_AT_FIRST_PORT = `
  import { Server } from 'node:net';
  const { listen } = Server.prototype;
  Server.prototype.listen = function (...given) {
    if (typeof given[0]?.port === 'number') process.emit('SIGTERM', 'SIGTERM');
    return listen.apply(this, given);
  };`;

test('a stack that is stopped while it starts ends well, and nobody is told that it is ready', async () => {
  const home = mkdtempSync(join(tmpdir(), 'mosaic-early-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const words = ['--import', `data:text/javascript,${encodeURIComponent(STOP_AT_FIRST_PORT)}`, MAIN, '--home', home];
  const environment = { ...process.env, MOSAIC_PORT_BASE: String(await freePortBase()) };
  const child = spawn(process.execPath, words, { env: environment, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const told: unknown[] = [];
  child.on('message', (word) => told.push(word));
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(told).toEqual([{ failed: 'It was stopped before it was ready.' }]);
});
