import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { createPrincipal, nativeCalls, updatePrincipal, portsOf } from '@mosaic/contracts/mosaic';
import { createSend } from '@mosaic/platform/http';
import { openControlClient } from '@mosaic/server/control';

import { openCommandLine, type CommandLine, type Ran } from './command-line.ts';

/** A stack made with a first administrator of another name, and what its operator does to it. */
let operator: CommandLine;
beforeAll(async () => {
  operator = await openCommandLine();
  const first = await operator.run(['up', '--detach', '--port-base', String(operator.portBase)], {
    environment: { MOSAIC_ADMIN_USER: 'chief' },
    timeoutMs: 120_000,
  });
  expect(first.code, first.stdout + first.stderr).toBe(0);
}, 120_000);
afterAll(() => operator[Symbol.asyncDispose]());

const pidOf = async (home: string) => {
  await using control = openControlClient(home);
  return (await control.info()).pid;
};
/** Every fault ends in words with 1, never in a stack trace. */
const saying = ({ code, stderr }: Ran) => {
  expect(stderr).not.toMatch(/\n\s+at /);
  return [code, stderr] as const;
};
const up = () => operator.run(['up', '--detach'], { timeoutMs: 120_000 });

test('a copied home is no running stack: its commands leave the original alone', async () => {
  const copy = `${operator.home}-copy`;
  await cp(operator.home, copy, { recursive: true, filter: (path) => !path.endsWith('.sock') });
  for (const command of ['status', 'down', 'token', 'open'])
    expect(saying(await operator.run(['--home', copy, command]))).toEqual([1, expect.stringContaining(`No stack runs on ${copy}`)]);
  expect((await operator.run(['status'])).code).toBe(0);
  await rm(copy, { recursive: true });
});

test('a halted stack is told within seconds, with its process', { timeout: 60_000 }, async () => {
  const pid = await pidOf(operator.home);
  process.kill(pid, 'SIGSTOP');
  try {
    expect(saying(await operator.run(['status'], { timeoutMs: 30_000 }))).toEqual([1, expect.stringContaining(`kill -9 ${pid}`)]);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
});

test('up starts right after kill -9, whatever id the dead process had', { timeout: 120_000 }, async () => {
  for (let round = 0; round < 3; round++) {
    process.kill(await pidOf(operator.home), 'SIGKILL');
    const again = await up();
    expect(again.code, again.stderr).toBe(0);
  }
});

test('who administers is what the rows say: the one of the configuration may be disabled', { timeout: 180_000 }, async () => {
  const asAdministrator = async (...whom: string[]) => {
    const made = await operator.run(['token', ...whom, '--door', 'accounts', '--grant', '*:*:*']);
    expect(made.code, made.stderr).toBe(0);
    const headers = () => ({ authorization: `Bearer ${made.stdout.trim()}` });
    return createSend({ baseUrl: `http://127.0.0.1:${portsOf(operator.portBase).accounts}`, headers });
  };
  await using chief = await asAdministrator();
  await nativeCalls(chief).call(createPrincipal, { body: { login: 'second', role: 'administrator' } });
  await using second = await asAdministrator('--user', 'second');
  await nativeCalls(second).call(updatePrincipal, { login: 'chief', body: { disabled: true } });
  expect((await operator.run(['down'])).code).toBe(0);
  expect((await up()).code).toBe(0);
  await using control = openControlClient(operator.home);
  expect((await control.info()).administrator).toBe('second');
  expect((await operator.run(['open', '--print'])).stdout).toContain('/-/enter?link=');
  expect((await operator.run(['token', '--expires', '1h'])).stdout).toMatch(/^[0-9a-f]{40}\n$/);
});

test('a service whose database is damaged does not take the others down, and comes back by itself', { timeout: 180_000 }, async () => {
  await operator.run(['down']);
  const file = join(operator.home, 'data/mcp/mcp.db');
  const whole = await readFile(file);
  for (const left of ['-wal', '-shm']) await rm(file + left, { force: true });
  await writeFile(file, 'no database');
  const started = await up();
  expect(started.code, started.stderr).toBe(0);
  const { stdout } = await operator.run(['status', '--json']);
  const { services } = JSON.parse(stdout) as { services: { name: string; state: string; reason?: string }[] };
  expect(Object.fromEntries(services.map(({ name, state }) => [name, state]))).toEqual({
    accounts: 'ok',
    forge: 'ok',
    ci: 'ok',
    mcp: 'down',
    core: 'degraded',
    tony: 'degraded',
    edge: 'ok',
  });
  expect(services.find(({ name }) => name === 'mcp')?.reason).toContain(file);
  await using door = createSend({ baseUrl: `http://127.0.0.1:${portsOf(operator.portBase).mcp}` });
  const answer = await door({ method: 'POST', path: '/mcp', body: {} });
  expect([answer.status, await answer.text()]).toEqual([503, expect.stringContaining('mcp is down')]);
  await writeFile(file, whole);
  await expect.poll(async () => (await operator.run(['status'])).code, { timeout: 60_000, interval: 500 }).toBe(0);
});

test('a lost or foreign key is never replaced: the start says what to restore', { timeout: 120_000 }, async () => {
  await operator.run(['down']);
  const key = join(operator.home, 'key');
  const whole = await readFile(key);
  expect((await operator.run(['doctor'])).stdout).toContain(`✓ key: ${key} is there`);
  await rm(key);
  expect(saying(await up())).toEqual([1, expect.stringContaining(`${key} is gone`)]);
  const { code, stdout } = await operator.run(['doctor']);
  expect([code, stdout]).toEqual([1, expect.stringContaining(`✗ key: The key file ${key} is gone`)]);
  await writeFile(key, Buffer.alloc(32, 7), { mode: 0o600 });
  expect(saying(await up())).toEqual([1, expect.stringContaining(`${key} is not the one`)]);
  const foreign = await operator.run(['doctor']);
  expect([foreign.code, foreign.stdout]).toEqual([1, expect.stringContaining(`✗ key: The key file ${key} is not the one`)]);
  await writeFile(key, whole);
  expect((await up()).code).toBe(0);
});

test('a home that is none, an address that is none: words at once', { timeout: 60_000 }, async () => {
  expect(saying(await operator.run(['status', '--home', '']))).toEqual([1, expect.stringContaining('home is empty')]);
  expect(saying(await operator.run(['up', '--home', '/proc/x'], { timeoutMs: 10_000 }))).toEqual([1, expect.stringContaining('/proc/x')]);
  expect(saying(await operator.run(['up', '--home', `${operator.home}-none`, '--listen', 'nonsense']))).toEqual([
    1,
    expect.stringContaining('listen'),
  ]);
});

test('a home too deep for a socket of its own still has its controls', { timeout: 120_000 }, async () => {
  await operator.run(['down']);
  const deep = join(operator.home, 'deep'.repeat(20), 'deep'.repeat(20));
  await mkdir(deep, { recursive: true });
  const words = ['--home', deep];
  const started = await operator.run([...words, 'up', '--detach', '--port-base', String(operator.portBase)], { timeoutMs: 120_000 });
  expect(started.code, started.stderr).toBe(0);
  expect((await operator.run([...words, 'status'])).code).toBe(0);
  expect((await operator.run([...words, 'down'])).code).toBe(0);
});
