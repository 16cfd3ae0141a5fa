import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

vi.setConfig({ testTimeout: 30_000 });

/** Builds slowly, and counts: a page and one asset that is named by the source's content. */
const VITE = `import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
const out = process.argv[process.argv.indexOf('--outDir') + 1];
const source = readFileSync('main.ts', 'utf8');
appendFileSync(process.env.VITE_CALLS, 'built\\n');
mkdirSync(out + '/-/assets', { recursive: true });
writeFileSync(out + '/index.html', 'half');
writeFileSync(process.env.VITE_CALLS + '.pid', String(process.pid));
await new Promise((resolve) => setTimeout(resolve, source === 'endless' ? 60_000 : 300));
if (source.includes('broken')) throw new Error('main.ts is broken');
writeFileSync(out + '/-/assets/' + source + '.js', source);
writeFileSync(out + '/index.html', source);
`;

let root: string;
beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), 'mosaic-pages-')), 'checkout');
  write('apps/dashboard/main.ts', 'one');
  write('contracts/a.ts', '');
  write('package-lock.json', '{}');
  write('node_modules/vite/bin/vite.js', VITE);
  write('node_modules/vite/package.json', '{"type":"module"}');
});
afterEach(() => rmSync(dirname(root), { recursive: true, force: true }));

function write(name: string, content: string): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), content);
}

/** A process of its own, as each `./mosaic` is. */
function start(at = root) {
  const program = `import { buildDashboard } from ${JSON.stringify(join(import.meta.dirname, 'build-dashboard.ts'))}; await buildDashboard(${JSON.stringify(at)});`;
  return spawn(process.execPath, ['--input-type=module', '--disable-warning=ExperimentalWarning', '--eval', program], {
    env: { ...process.env, PATH: `${join(root, 'bin')}:${process.env['PATH']}`, VITE_CALLS: join(root, 'calls') },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

async function build(at = root): Promise<{ code: number | null; errors: string }> {
  const child = start(at);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { errors: await text(child.stderr), code: await ended };
}

const dist = (name: string) => join(root, 'apps/dashboard/dist', name);
const calls = () => readFileSync(join(root, 'calls'), 'utf8').trim().split('\n').length;
const assets = () => readdirSync(dist('-/assets')).toSorted();

test('several at once: one builds, the others wait, and a copy with other times is not built again', async () => {
  expect((await Promise.all([build(), build(), build()])).map(({ code }) => code)).toEqual([0, 0, 0]);
  expect(calls()).toBe(1);
  expect(readFileSync(dist('index.html'), 'utf8')).toBe('one');
  utimesSync(join(root, 'apps/dashboard/main.ts'), 1, 1);
  const copy = join(dirname(root), 'copy');
  cpSync(root, copy, { recursive: true });
  expect((await Promise.all([build(), build(copy)])).map(({ code }) => code)).toEqual([0, 0]);
  expect(calls()).toBe(1);
  expect(readdirSync(join(root, '.cache')).filter((name) => name.startsWith('dashboard-'))).toEqual([]);
});

test('pages that are served stay whole while new ones are built, and when that fails', async () => {
  await build();
  write('apps/dashboard/main.ts', 'broken');
  const building = build();
  await vi.waitFor(() => expect(calls()).toBe(2), { timeout: 8_000 });
  expect(readFileSync(dist('index.html'), 'utf8')).toBe('one');
  const { code, errors } = await building;
  expect({ code, errors }).toEqual({ code: 1, errors: expect.stringContaining('main.ts is broken') });
  expect(readFileSync(dist('index.html'), 'utf8')).toBe('one');
  expect(existsSync(dist('-/assets/one.js'))).toBe(true);
});

/** What has ended and is looked after by nobody stays in the list as a zombie. */
function runs(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

test.skipIf(process.platform !== 'linux').each(['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGKILL'] as const)(
  'a build ends with the command that began it: %s',
  async (signal) => {
    write('apps/dashboard/main.ts', 'endless');
    const child = start();
    const pid = () => Number(readFileSync(join(root, 'calls.pid'), 'utf8'));
    await vi.waitFor(() => expect(runs(pid())).toBe(true), { timeout: 8_000 });
    child.kill(signal);
    expect(await once(child, 'close')).toEqual([null, signal]);
    // Nobody can wait for it after SIGKILL.
    await vi.waitFor(() => expect(runs(pid())).toBe(false), { timeout: signal === 'SIGKILL' ? 8_000 : 1 });
    write('apps/dashboard/main.ts', 'two');
    expect(await build()).toMatchObject({ code: 0 });
  },
);

test('a build is on the disk before it is put in place', async () => {
  const place = join(root, 'apps/dashboard/dist/index.html');
  write('bin/sync', `#!/bin/sh\nls "$2"/dashboard-*/new >'${root}/flushed'\n`);
  chmodSync(join(root, 'bin/sync'), 0o755);
  await build();
  expect(readFileSync(join(root, 'flushed'), 'utf8')).toContain('index.html');
  expect(existsSync(place)).toBe(true);
});

test('the assets of the build before stay for open pages, those of earlier ones go', async () => {
  await build();
  write('apps/dashboard/main.ts', 'two');
  await build();
  expect(assets()).toEqual(['one.js', 'two.js']);
  write('apps/dashboard/main.ts', 'three');
  await build();
  expect(assets()).toEqual(['three.js', 'two.js']);
});
