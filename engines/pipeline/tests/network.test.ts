import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { BACKENDS, canFence, type Backend, type BuilderName } from '../src/index.ts';
import { networkWords } from './network-words.ts';
import { RecordingPeer, run } from './recording-peer.ts';
import { assign, script } from './workflows.ts';

const words = await networkWords();
// A machine without a route has nothing that pasta could lead to; everywhere else the packages of the tests make it work.
const isSkipped = !words.includes('network of its own') && (process.env['MOSAIC_TEST_REQUIRE'] !== 'all' || words.includes('no route'));
const workRoot = mkdtempSync(join(tmpdir(), 'mosaic-network-'));
const servers: Server[] = [];
/** An id that nobody bears. */
const PERSON = 61_002;
let [door, closed] = [0, 0];

async function listen(): Promise<number> {
  const server = createServer((_request, response) => response.end('answered\n')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  servers.push(server);
  return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
  [door, closed] = [await listen(), await listen()];
});
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(workRoot, { recursive: true, force: true });
});

/** What one step prints. */
async function stepIn(backend: Backend, commands: string): Promise<RecordingPeer> {
  const peer = new RecordingPeer();
  await run(peer, backend, assign(script({ a: commands })));
  return peer;
}

const ask = (port: number) => `curl -sS -m 5 http://127.0.0.1:${port}/ 2>&1 || true`;

/** Programs whose command line has the word, as ps would show it. */
function processesWith(word: string): string[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .flatMap((pid) => {
      const file = `/proc/${pid}/cmdline`;
      const line = existsSync(file) ? readSafely(file) : '';
      return line.includes(word) ? [line.replaceAll('\0', ' ')] : [];
    });
}

function readSafely(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

describe.skipIf(isSkipped)(`a private network (${words})`, () => {
  const builders: BuilderName[] = ['bubblewrap', 'unshare'];
  it.each(builders)('leads to the doors and to no other port of this machine, behind %s', async (builder) => {
    const fence = await canFence(builder);
    const options = { workRoot, hiddenPaths: [], canFence: () => Promise.resolve(fence) };
    await using backend = BACKENDS.local({ ...options, network: { wanted: 'private', doors: [door] } });
    const text = (await stepIn(backend, `${ask(door)}; ${ask(closed)}; cat /etc/resolv.conf`)).text('a');
    expect(text.match(/^answered$/gm)).toHaveLength(1);
    expect(text).toMatch(new RegExp(`${closed}.*(?:refused|connect)`));
    expect(text).toMatch(/^nameserver (?:192\.0\.0\.8|100::8)$/m);
    expect(await backend.describe()).toMatch(/each pipeline in a network of its own \(made by pasta\)/);
  });

  it('is that of all steps of one workflow and of no other', async () => {
    await using backend = BACKENDS.local({ workRoot, hiddenPaths: [], network: { wanted: 'private', doors: [] } });
    const peer = new RecordingPeer();
    const port = 18_123;
    const serve = `python3 -m http.server ${port} --bind 127.0.0.1`;
    const until = `for i in $(seq 50); do curl -s http://127.0.0.1:${port}/ >/dev/null && echo reached && exit; sleep 0.1; done`;
    await run(peer, backend, assign(script({ a: { commands: serve, extra: 'detach: true' }, b: until })));
    expect(peer.text('b')).toContain('reached');
    expect((await stepIn(backend, `curl -s http://127.0.0.1:${port}/ || echo nobody`)).text('a')).toContain('nobody');
  });

  it('reaches no service that a cloud offers to the machine', async () => {
    await using backend = BACKENDS.local({ workRoot, hiddenPaths: [], network: { wanted: 'private', doors: [] } });
    const text = (await stepIn(backend, 'curl -sS -m 2 http://169.254.169.254/ 2>&1 || true')).text('a');
    expect(text).toMatch(/169\.254\.169\.254.*(?:connect|unreachable|Invalid)/);
    expect(text).not.toMatch(/timed out/);
  });

  it('ends with its workflow, and a step whose network ends is told so', async () => {
    const mark = String(20_000 + (process.pid % 10_000));
    await using backend = BACKENDS.local({ workRoot, hiddenPaths: [], network: { wanted: 'private', doors: [Number(mark)] } });
    const peer = new RecordingPeer();
    const running = run(peer, backend, assign(script({ a: 'echo up; sleep 60' })));
    await peer.line((data) => data === 'up');
    const pids = execFileSync('pgrep', ['-f', `^pasta .*${mark}`], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map(Number);
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await running;
    expect(peer.state('a')?.error).toMatch(/network of this workflow ended/);
    await backend[Symbol.asyncDispose]();
    await expect.poll(() => processesWith(mark), { timeout: 5000, interval: 50 }).toEqual([]);
  });

  it('ends with a server that is killed', async () => {
    const mark = `97${process.pid}`;
    const port = String(30_000 + (process.pid % 10_000));
    const file = fileURLToPath(new URL('./killed-server.ts', import.meta.url));
    const child = spawn(process.execPath, [file, workRoot, workRoot, mark, port], { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface({ input: child.stdout })) if (line === 'up') break;
    expect(processesWith(port).some((line) => line.startsWith('pasta'))).toBe(true);
    child.kill('SIGKILL');
    await expect.poll(() => [...processesWith(mark), ...processesWith(port)], { timeout: 5000, interval: 50 }).toEqual([]);
  });
});

describe.skipIf(isSkipped || process.getuid?.() !== 0)('where pasta cannot make one', () => {
  const runner = fileURLToPath(new URL('./network-runner.ts', import.meta.url));
  const port = String(40_000 + (process.pid % 10_000));
  /** Runs the above behind a command, with a work root of its own. */
  const behind = (command: readonly string[], ...wanted: string[]) => {
    const folder = mkdtempSync(join(tmpdir(), 'mosaic-no-network-'));
    chownSync(folder, PERSON, PERSON);
    const [file = '', ...args] = [...command, process.execPath, runner, join(folder, 'work'), port, ...wanted];
    try {
      const env = { PATH: process.env['PATH'], HOME: folder };
      return JSON.parse(execFileSync(file, args, { encoding: 'utf8', env })) as { words: string; hasRun: boolean; error: string };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  const become = `exec setpriv --reuid ${PERSON} --regid ${PERSON} --clear-groups -- "$@"`;
  const noDevice = ['unshare', '--mount', '--propagation', 'private', '--', 'sh', '-ec', `mount -t tmpfs tmpfs /dev/net; ${become}`, 'as'];

  it('steps share the machine’s and the reason is told, and nothing is left of the try', () => {
    const { words: told, hasRun } = behind(noDevice);
    expect(told).toMatch(/network is this machine's \(a network of their own is not possible here: Failed to open tun/);
    expect(hasRun).toBe(true);
    expect(processesWith(port)).toEqual([]);
  });

  it('nothing runs in the machine’s network when the installation asks for one of their own', () => {
    const { words: told, hasRun, error } = behind(noDevice, 'private');
    expect(told).toMatch(/network of its own \(cannot be made: Failed to open tun/);
    expect({ hasRun, error }).toEqual({
      hasRun: false,
      error: expect.stringMatching(/network of this workflow could not be made.*mosaic doctor/),
    });
    expect(processesWith(port)).toEqual([]);
  });

  it('a machine without a route shares its network as long as that lasts', () => {
    const { words: told, hasRun } = behind(['unshare', '--net', '--']);
    expect(told).toMatch(/network is this machine's \(this machine has no route to anywhere at the moment\)/);
    expect(hasRun).toBe(true);
  });
});

describe('a network that is shared', () => {
  it('is one where the installation says so, with every port', async () => {
    await using backend = BACKENDS.local({ workRoot, hiddenPaths: [], network: { wanted: 'shared', doors: [] } });
    expect(await backend.describe()).toMatch(/the network is this machine's \(as the setting stepNetwork says\)|cannot be fenced/);
    if (!(await canFence()).ok) return;
    expect((await stepIn(backend, ask(closed))).text('a')).toContain('answered');
  });
});
