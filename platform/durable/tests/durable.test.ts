import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { openDurable, type Durable } from '@mosaic/platform/durable';
import { silentLog } from '@mosaic/platform/log';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mosaic-durable-'));
  file = join(folder, 'durable.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (options: { stepAttempts?: number; concurrency?: number; pollMs?: number } = {}) =>
  openDurable({ file, log: silentLog(), ...options });
const neverGivenUp = async () => {
  throw new Error('given up');
};

test('starts at once, hands on the input, and remembers what steps answered', async () => {
  // The next look of its own would come too late for this test.
  await using durable = await open({ pollMs: 600_000 });
  const seen: unknown[] = [];
  durable.define<{ name: string }>('greet', {
    async run({ id, input, step }) {
      const text = await step('compose', async () => `hello ${input.name}`);
      await step('say', async () => void seen.push([id, text]));
    },
    givenUp: neverGivenUp,
  });
  await durable.begin();
  await durable.start('greet', 'g1', { name: 'ada' });
  await durable.whenIdle();
  expect(seen).toEqual([['g1', 'hello ada']]);
});

test('the same id is one run while it is not finished', async () => {
  await using durable = await open();
  const gate = Promise.withResolvers<void>();
  let ran = 0;
  durable.define('once', {
    async run({ step }) {
      await step('work', async () => {
        ran += 1;
        await gate.promise;
      });
    },
    givenUp: neverGivenUp,
  });
  await durable.begin();
  await Promise.all([durable.start('once', 'a', null), durable.start('once', 'a', null), durable.start('once', 'a~1', null)]);
  await vi.waitFor(() => expect(ran).toBe(2));
  await durable.start('once', 'a', null);
  gate.resolve();
  await durable.whenIdle();
  expect(ran).toBe(2);
});

test('a failing step is tried again without repeating the ones before it', async () => {
  await using durable = await open();
  const trail: string[] = [];
  let failures = 2;
  durable.define('flaky', {
    async run({ step }) {
      await step('first', async () => void trail.push('first'));
      await step('second', async () => {
        trail.push('second');
        if (failures-- > 0) throw new Error('the neighbour does not answer');
      });
    },
    givenUp: neverGivenUp,
  });
  await durable.begin();
  await durable.start('flaky', 'f', null);
  await durable.whenIdle();
  expect(trail).toEqual(['first', 'second', 'second', 'second']);
});

test('a step that used up its attempts gives the run up, with the reason', async () => {
  await using durable = await open({ stepAttempts: 2 });
  const given: string[] = [];
  durable.define('hopeless', {
    run: ({ step }) =>
      step('work', async () => {
        throw new Error('the disk is gone');
      }),
    givenUp: async ({ id }, error) => void given.push(`${id}: ${error.message}`),
  });
  await durable.begin();
  await durable.start('hopeless', 'h', null);
  await durable.whenIdle();
  expect(given).toEqual(['h: the disk is gone']);
});

test('a sleeping run frees its slot and wakes', async () => {
  await using durable = await open({ concurrency: 1 });
  const trail: string[] = [];
  durable.define('sleeper', {
    async run({ id, step, sleep }) {
      if (id === 'slow') await sleep('rest', 150);
      await step('note', async () => void trail.push(id));
    },
    givenUp: neverGivenUp,
  });
  await durable.begin();
  await durable.start('sleeper', 'slow', null);
  await durable.start('sleeper', 'quick', null);
  await durable.whenIdle();
  expect(trail).toEqual(['quick', 'slow']);
});

test('a run whose lease ended unwritten is taken up again', async () => {
  await using durable = await open();
  let ran = 0;
  durable.define('dropped', { run: ({ step }) => step('work', async () => void (ran += 1)), givenUp: neverGivenUp });
  await durable.start('dropped', 'd', null);
  using other = new DatabaseSync(file);
  other.exec(
    `update workflow_runs set status = 'running', worker_id = 'gone', available_at = '${new Date(Date.now() + 200).toISOString()}'`,
  );
  await durable.begin();
  await durable.whenIdle();
  expect(ran).toBe(1);
});

test('disposing aborts the step in hand; the next opening goes on with it', async () => {
  let aborted = false;
  const define = (durable: Durable, work: (signal: AbortSignal) => Promise<void>) =>
    durable.define('long', { run: ({ step }) => step('work', work), givenUp: neverGivenUp });
  const entered = Promise.withResolvers<void>();
  {
    await using durable = await open();
    define(durable, (signal) => {
      entered.resolve();
      return new Promise((_, reject) =>
        signal.addEventListener('abort', () => {
          aborted = true;
          reject(new Error('stopping'));
        }),
      );
    });
    await durable.begin();
    await durable.start('long', 'l', null);
    await entered.promise;
  }
  expect(aborted).toBe(true);
  let finished = false;
  await using durable = await open();
  define(durable, async () => void (finished = true));
  await durable.begin();
  await durable.whenIdle();
  expect(finished).toBe(true);
});

test('a run with which three processes died without a step forward is given up by the next', async () => {
  const trail = join(folder, 'trail');
  const run = (mode: string) =>
    spawn(process.execPath, [join(import.meta.dirname, 'crashing-worker.ts'), file, trail, mode], { stdio: 'inherit' });
  const switches = () => (existsSync(trail) ? readFileSync(trail, 'utf8') : '').split('\n').filter((line) => line === 'switch').length;
  for (let death = 1; death <= 3; death++) {
    const worker = run('hang');
    await vi.waitFor(() => expect(switches()).toBe(death), { timeout: 10_000, interval: 20 });
    worker.kill('SIGKILL');
    await once(worker, 'exit');
  }
  await once(run('go'), 'exit');
  expect(readFileSync(trail, 'utf8').split('\n').filter(Boolean)).toEqual(['fetch site', 'switch', 'switch', 'switch', 'given up']);
});

test('kill -9 in a step: the next process waits out no lease and does not repeat the steps before', async () => {
  const trail = join(folder, 'trail');
  const worker = (mode: string) =>
    spawn(process.execPath, [join(import.meta.dirname, 'crashing-worker.ts'), file, trail, mode], { stdio: 'inherit' });
  const lines = () => {
    try {
      return readFileSync(trail, 'utf8').split('\n').filter(Boolean);
    } catch {
      return [];
    }
  };
  const first = worker('hang');
  await vi.waitFor(() => expect(lines()).toContain('switch'), { timeout: 10_000, interval: 20 });
  first.kill('SIGKILL');
  await once(first, 'exit');
  const startedAt = performance.now();
  const second = worker('go');
  const [code] = (await once(second, 'exit')) as [number];
  expect(code).toBe(0);
  expect(lines()).toEqual(['fetch site', 'switch', 'switch', 'report fetched']);
  expect(performance.now() - startedAt).toBeLessThan(15_000);
});
