import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { portsOf } from '@mosaic/contracts/mosaic';
import { freePortBase, until } from '@mosaic/testing/stack';

import { repeat, type Heading, type Measurement } from '../measurement.ts';

const LAUNCHER = join(import.meta.dirname, '../../../../mosaic');
const PATIENCE_MS = 60_000;
const heading: Heading = { name: 'warm up to ready', unit: 'ms', target: { of: 'ours', bound: 'at most', value: 2000 } };

interface Place {
  home: string;
  portBase: number;
}

/** `./mosaic up` on a home that has run before, from its start until it says that it is ready and the edge shows a page. */
export const warmUp: Measurement = {
  id: 'up',
  headings: [heading],
  async measure(settings) {
    const home = await mkdtemp(join(tmpdir(), 'mosaic-bench-home-'));
    const place = { home, portBase: await freePortBase() };
    try {
      settings.progress(`starting and stopping the stack ${1 + settings.warmUps + settings.rounds} times`);
      await startAndStop(place); // The first start fills the home and brings what is missing; it is not a warm one.
      const ours = await repeat(settings, () => startAndStop(place));
      return [{ ...heading, ours, note: 'launcher, command line and every service; stopped with "mosaic down" in between' }];
    } finally {
      await Promise.all([home, `${home}-work`].map((folder) => rm(folder, { recursive: true, force: true })));
    }
  },
};

/** Answers the milliseconds from the start of the launcher to the first page. */
async function startAndStop(place: Place): Promise<number> {
  const startedAt = performance.now();
  const { child, ready, ended } = launch(place, 'up');
  try {
    await ready;
    await until('a page from the edge', () => firstPage(place), PATIENCE_MS);
    const elapsed = performance.now() - startedAt;
    const down = launch(place, 'down');
    if ((await down.ended) !== 0) throw new Error(`"mosaic down" failed:\n${down.output()}`);
    await ended;
    return elapsed;
  } finally {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }
}

function launch({ home, portBase }: Place, command: 'up' | 'down') {
  const environment = { ...process.env, MOSAIC_PORT_BASE: String(portBase), MOSAIC_WORK_ROOT: `${home}-work` };
  const child = spawn(LAUNCHER, ['--home', home, command], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const ready = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<number | null>();
  // Nobody waits for `ready` after "down".
  ready.promise.catch(() => undefined);
  let output = '';
  const hear = (chunk: Buffer) => {
    output += chunk.toString();
    if (output.includes('MosAIc is ready at')) ready.resolve();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  child.once('error', (error) => {
    ready.reject(error);
    ended.reject(error);
  });
  child.once('close', (code) => {
    ready.reject(new Error(`"mosaic ${command}" ended with ${code} before it was ready:\n${output}`));
    ended.resolve(code);
  });
  return { child, ready: ready.promise, ended: ended.promise, output: () => output };
}

async function firstPage({ portBase }: Place): Promise<true | null> {
  const response = await fetch(`http://127.0.0.1:${portsOf(portBase).edge}/`, { headers: { accept: 'text/html' }, redirect: 'manual' });
  await response.text();
  return response.status < 500 ? true : null;
}
