import { execFile } from 'node:child_process';
import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { callTool, portsOf, tonyProjectList } from '@mosaic/contracts/mosaic';
import { createSend } from '@mosaic/platform/http';
import { until } from '@mosaic/testing/stack';

import { LAUNCHER, openCommandLine, type CommandLine } from './command-line.ts';

let newcomer: CommandLine;
let origin: string;
beforeAll(async () => {
  newcomer = await openCommandLine();
  origin = `http://localhost:${portsOf(newcomer.portBase).edge}`;
});
afterAll(() => newcomer[Symbol.asyncDispose]());

/** Runs a command that must succeed. */
async function run(words: readonly string[], cwd?: string): Promise<string> {
  const { code, stdout, stderr } = await newcomer.run(words, cwd === undefined ? {} : { cwd });
  expect(code, `${words.join(' ')}: ${stdout}${stderr}`).toBe(0);
  return stdout;
}

test('the launcher works through a link, and an unknown word is wrong usage', async () => {
  const link = join(newcomer.folder, 'mosaic');
  await symlink(LAUNCHER, link);
  const help = await newcomer.run(['--help'], { file: link });
  expect([help.code, help.stdout]).toEqual([0, expect.stringContaining('Usage: mosaic')]);
  expect((await newcomer.run(['up', '--no-such-flag'])).code).toBe(2);
  expect((await newcomer.run(['no-such-command'])).code).toBe(2);
});

test('before the first start, commands say what to do', async () => {
  const { code, stderr } = await newcomer.run(['status']);
  expect([code, stderr]).toEqual([1, expect.stringContaining('./mosaic up')]);
});

test('up --detach starts it without npm and behind a dead proxy, and says how to reach it over SSH', { timeout: 120_000 }, async () => {
  const { code, stdout, stderr } = await newcomer.run(['up', '--detach', '--port-base', String(newcomer.portBase)], {
    environment: { SSH_CONNECTION: '10.0.0.7 50000 10.0.0.1 22' },
    timeoutMs: 120_000,
  });
  expect(code, stdout + stderr).toBe(0);
  expect(stdout).toContain(`ready at ${origin}`);
  const { port } = new URL(origin);
  expect(stdout).toContain(`ssh -L ${port}:localhost:${port} 10.0.0.1`);
  const socket = await stat(join(newcomer.home, 'run/control.sock'));
  expect([socket.isSocket(), socket.mode & 0o077, (await stat(join(newcomer.home, 'run'))).mode & 0o077]).toEqual([true, 0, 0]);
});

test('a second start on the same home is refused in words', { timeout: 60_000 }, async () => {
  const detached = await newcomer.run(['up', '--detach']);
  expect([detached.code, detached.stderr]).toEqual([1, expect.stringContaining(`already runs on ${newcomer.home}`)]);
  const inFront = await newcomer.run(['up']);
  expect(inFront.code).toBe(1);
  expect(inFront.stderr).toContain(newcomer.home);
});

test('status, doctor, logs, token and open answer', { timeout: 60_000 }, async () => {
  const status = JSON.parse(await run(['status', '--json'])) as { services: { name: string; state: string }[] };
  expect(status.services.map(({ state }) => state)).toEqual(Array.from(status.services, () => 'ok'));
  expect(status.services).toHaveLength(7);
  const doctor = await run(['doctor']);
  expect(doctor).toMatch(/✓ audit chain: \d+ records, unbroken/);
  if (doctor.includes('✓ fence of pipeline steps'))
    expect(doctor).toMatch(/✓ ways out of the fence: a hostile step tried \d+ and got through none/);
  expect(await run(['logs'])).toContain('"msg":"ready"');
  expect(await run(['logs', '--service', 'none-such'])).toBe('');
  expect(await run(['token', '--expires', '1h'])).toMatch(/^[0-9a-f]{40}\n$/);
  expect((await newcomer.run(['token', '--expires', 'soon'])).code).toBe(1);
  expect(await run(['open', '--print'])).toContain(`${origin}/-/enter?link=`);
});

test('init detects a static site, writes both files, pushes it live, and may be run again', { timeout: 90_000 }, async () => {
  const folder = join(newcomer.folder, 'my-page');
  await mkdir(folder);
  await writeFile(join(folder, 'index.html'), '<h1>Mine</h1>\n');
  const said = await run(['init'], folder);
  expect(said).toContain('static site');
  expect(said).toMatch(/written\s+\.woodpecker\.yaml\nwritten\s+\.mosaic\.yaml/);
  const site = `my-page.localhost:${portsOf(newcomer.portBase).edge}`;
  await until('the live site', async () => ((await siteText(site)).includes('<h1>Mine</h1>') ? true : null));

  const pipeline = await readFile(join(folder, '.woodpecker.yaml'), 'utf8');
  const head = await git(folder, 'rev-parse', 'HEAD');
  expect(await run(['init'], folder)).toMatch(/kept\s+\.woodpecker\.yaml\nkept\s+\.mosaic\.yaml/);
  expect(await readFile(join(folder, '.woodpecker.yaml'), 'utf8')).toBe(pipeline);
  expect(await git(folder, 'rev-parse', 'HEAD')).toBe(head);

  const trace = JSON.parse(await run(['trace', head, '--json'])) as { repository: string; hops: { kind: string; state: string }[] };
  expect(trace.repository).toBe('root/my-page');
  expect(trace.hops).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'deployment', state: 'ok' })]));
  expect(await run(['trace', head])).toContain(`${origin}/-/journeys/`);
});

test('a second project in its own folder keeps what the person wrote', { timeout: 90_000 }, async () => {
  const folder = join(newcomer.folder, 'second');
  await mkdir(folder);
  await writeFile(join(folder, 'notes.txt'), 'Only notes.\n');
  await writeFile(join(folder, '.mosaic.yaml'), 'project: second\n');
  expect(await run(['init'], folder)).toMatch(/kept\s+\.mosaic\.yaml/);
  expect(await readFile(join(folder, '.mosaic.yaml'), 'utf8')).toBe('project: second\n');
  expect(await git(folder, 'ls-files')).toBe('.mosaic.yaml\n.woodpecker.yaml\nnotes.txt');
});

test('connect opencode writes a file whose token works at the MCP server', async () => {
  const folder = join(newcomer.folder, 'my-page');
  await writeFile(join(folder, 'opencode.json'), '{ "theme": "plain" }\n');
  await run(['connect', 'opencode'], folder);
  const settings = JSON.parse(await readFile(join(folder, 'opencode.json'), 'utf8')) as {
    theme: string;
    mcp: { mosaic: { url: string; headers: { Authorization: string } } };
  };
  expect(settings.theme).toBe('plain');
  const { url, headers } = settings.mcp.mosaic;
  expect(new URL(url).pathname).toBe('/-/mcp');
  await using send = createSend({ baseUrl: new URL(url).origin, headers: () => ({ authorization: headers.Authorization }) });
  expect((await callTool(send, tonyProjectList, {}, { path: '/-/mcp' })).projects).toEqual([]);
});

test('connect claude --print shows the command and changes nothing; an unknown client is refused in words', async () => {
  const shown = await run(['connect', 'claude', '--print']);
  expect(shown).toMatch(/^claude mcp add --transport http mosaic http:\/\/\S+\/mcp --header 'Authorization: Bearer [0-9a-f]{40}'$/m);
  const { code, stderr } = await newcomer.run(['connect', 'abacus']);
  expect([code, stderr]).toEqual([1, expect.stringContaining('claude')]);
});

test('down stops it, and a warm start on the same home finds everything again', { timeout: 90_000 }, async () => {
  await run(['down']);
  expect((await newcomer.run(['status'])).code).toBe(1);
  await run(['up', '--detach']);
  expect(await siteText(`my-page.localhost:${portsOf(newcomer.portBase).edge}`)).toContain('<h1>Mine</h1>');
  await run(['down']);
});

const execute = promisify(execFile);
const git = async (cwd: string, ...words: string[]) => (await execute('git', words, { cwd })).stdout.trim();

/** The site's page as the first administrator; the repository of a first push is private. */
async function siteText(host: string): Promise<string> {
  const token = (await run(['token', '--door', 'sites', '--expires', '1h'])).trim();
  await using edge = createSend({ baseUrl: `http://127.0.0.1:${portsOf(newcomer.portBase).edge}`, connections: 1 });
  return (await edge({ method: 'GET', path: '/', headers: { host, authorization: `Bearer ${token}` } })).text();
}
