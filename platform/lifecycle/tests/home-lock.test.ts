import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { lockHome, Stack } from '@mosaic/platform/lifecycle';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'mosaic-lock-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** Another process that takes the home and then waits; resolves once it holds it. */
async function holder(): Promise<ReturnType<typeof spawn>> {
  // Kept in hand: a lock that nobody refers to is collected, and let go of with it.
  const script = `import { lockHome } from '@mosaic/platform/lifecycle'; globalThis.lock = lockHome(${JSON.stringify(home)}); console.log('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--disable-warning=ExperimentalWarning', '-e', script], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return child;
}

test('a home belongs to one process, and is free again after kill -9', async () => {
  const child = await holder();
  expect(() => lockHome(home)).toThrow(/already runs/);
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
  using _lock = lockHome(home);
  expect(() => lockHome(home)).toThrow(/already runs/);
});

test('a home that cannot be made says so', () => {
  const file = join(home, 'file');
  writeFileSync(file, '');
  expect(() => lockHome(join(file, 'home'))).toThrow(/cannot be written.*--home/);
});

test('a stack undoes in reverse order, each once, and tells every fault', async () => {
  const undone: number[] = [];
  const stack = new Stack();
  stack.defer(() => void undone.push(1));
  stack.defer(async () => {
    undone.push(2);
    throw new Error('two');
  });
  stack.defer(() => {
    undone.push(3);
    throw new Error('three');
  });
  const fault = await stack[Symbol.asyncDispose]().catch((error: unknown) => error);
  expect(undone).toEqual([3, 2, 1]);
  expect((fault as AggregateError).errors).toHaveLength(2);
  await stack[Symbol.asyncDispose]();
  expect(undone).toEqual([3, 2, 1]);
});
