import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { BACKENDS, canFence } from '../src/index.ts';
import { RecordingPeer, run } from './recording-peer.ts';
import { assign, script } from './workflows.ts';

type LocalOptions = Parameters<typeof BACKENDS.local>[0];

const workRoot = mkdtempSync(join(tmpdir(), 'mosaic-cgroups-'));
afterAll(() => rmSync(workRoot, { recursive: true, force: true }));
const backendWith = (options: Partial<LocalOptions> = {}) =>
  BACKENDS.local({ workRoot, hiddenPaths: [], network: { doors: [], wanted: 'shared' }, ...options });

const fence = await canFence();
const SKIPPED = process.env['MOSAIC_TEST_REQUIRE'] !== 'all' && (await words()).includes('no cgroup v2 can be made here');
const unfenced = { canFence: () => Promise.resolve({ ok: false as const, reason: 'not permitted' }) };

/** Where the machine's cgroup2 is mounted. */
const top = /^(?:\S+ ){4}(\S+) .*- cgroup2 /m.exec(readFileSync('/proc/self/mountinfo', 'utf8'))?.[1] ?? '';
const pidsOf = (marker: string) => globSync('/proc/[0-9]*').filter((folder) => readOr(`${folder}/cmdline`).split('\0').includes(marker));
const cgroupOf = (folder: string) => join(top, /^0::(.*)$/m.exec(readOr(`${folder}/cgroup`))?.[1] ?? '');

describe.skipIf(SKIPPED)('a cgroup of the machine', () => {
  it('holds a step and all that it starts, and is gone with them', async () => {
    const marker = `983${process.pid}`;
    const peer = new RecordingPeer();
    const backend = backendWith(unfenced);
    const commands = `setsid sleep ${marker} & echo up; sleep ${marker}`;
    const running = run(peer, backend, assign(script({ a: commands }), { backendOptions: { local: { allowUnfenced: true } } }));
    await peer.line((data) => data === 'up');
    const cgroups = [...new Set(pidsOf(marker).map(cgroupOf))];
    expect(cgroups).toEqual([expect.stringMatching(new RegExp(`/mosaic-\\d+-${process.pid}-\\w{6}/workflow-${process.pid}-\\w+\\.0$`))]);
    peer.cancel();
    await running;
    const home = dirname(cgroups[0] ?? '');
    expect(existsSync(cgroups[0] ?? '')).toBe(false);
    await backend[Symbol.asyncDispose]();
    expect(existsSync(home)).toBe(false);
  });

  it('ends with the step what left its session and group, where nothing else would', async () => {
    const marker = `982${process.pid}`;
    const peer = new RecordingPeer();
    await using backend = backendWith(unfenced);
    await run(
      peer,
      backend,
      assign(script({ a: `setsid sleep ${marker} >/dev/null 2>&1 & echo up` }), { backendOptions: { local: { allowUnfenced: true } } }),
    );
    expect(peer.text('a')).toContain('up');
    expect(pidsOf(marker)).toEqual([]);
  });

  it('that a killed server left is ended and removed at the next start, each for itself', async () => {
    await using backend = backendWith();
    const alive = await homeOf(backend);
    const parent = dirname(alive);
    const left = (name: string) => join(parent, `mosaic-${/\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0]}-${name}`);
    const [first, second, elsewhere] = [left('2147483646-abcdef'), left('2147483645-abcdef'), join(parent, 'mosaic-1-2147483646-abcdef')];
    // A server's own stays while something of it lives, and keeps no other.
    const kept = left('2147483647-server');
    const [orphan, heir] = [await sleeper(), await sleeper()];
    // At once, since servers of other tests remove what is left, too.
    for (const folder of [join(first, 'step'), second, kept, elsewhere]) mkdirSync(folder, { recursive: true });
    writeFileSync(join(first, 'step', 'cgroup.procs'), String(orphan.pid));
    writeFileSync(join(kept, 'cgroup.procs'), String(heir.pid));
    try {
      const gone = once(orphan, 'exit');
      await using next = backendWith();
      await next.describe();
      await gone;
      expect([first, second, kept, elsewhere, alive].map((folder) => existsSync(folder))).toEqual([false, false, true, true, true]);
      expect(heir.exitCode ?? heir.signalCode).toBeNull();
    } finally {
      const gone = once(heir, 'exit');
      heir.kill('SIGKILL');
      orphan.kill('SIGKILL');
      await gone;
      await expect.poll(() => removed(kept), { interval: 20 }).toBe(true);
      removed(elsewhere);
    }
  });
});

describe('what the kernel says of a step’s cgroup', () => {
  /** A folder that looks like a cgroup with every controller. */
  const standing = (folder: string) => {
    writeFileSync(join(folder, 'cgroup.controllers'), 'cpu memory pids');
    return {
      cgroup: '0::/\n',
      mountinfo: `41 31 0:38 / ${folder} rw - cgroup2 cgroup2 rw\n`,
      isRoot: false,
      isDelegated: () => Promise.resolve(false),
      write: (file: string, text: string) => Promise.resolve(writeFileSync(file, text)),
    };
  };

  it.each([
    ['while it runs', 'sleep 60', { exitCode: 137, error: 'The step reached its limit of 77 processes and threads.' }],
    ['when it has just ended', 'exit 3', { exitCode: 3 }],
  ])('is told to its author %s', async (_when, commands, state) => {
    const folder = mkdtempSync(join(tmpdir(), 'mosaic-cgroup-'));
    const peer = new RecordingPeer();
    await using backend = backendWith({ ...unfenced, standing: standing(folder), limits: { processes: 77 } });
    expect(await backend.describe()).toContain('Limits are kept by cgroup v2 (memory, pids, cpu).');
    // The kernel's word comes from the step itself, which no step behind a fence could write.
    const told = `cd ${folder}/mosaic-*/workflow-*; echo max 1 >pids.events; ${commands}`;
    await run(peer, backend, assign(script({ a: told }), { backendOptions: { local: { allowUnfenced: true } } }));
    rmSync(folder, { recursive: true });
    expect(peer.state('a')).toMatchObject(state);
    expect(peer.text('a')).toContain('The step reached its limit of 77 processes and threads.');
  });

  it.skipIf(!fence.ok)('counts every process of a step behind a fence, which enters before it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mosaic-cgroup-'));
    const peer = new RecordingPeer();
    await using backend = backendWith({ standing: standing(folder) });
    await run(peer, backend, assign(script({ a: 'echo ran' })));
    const procs = globSync(join(folder, 'mosaic-*', 'workflow-*', 'cgroup.procs'));
    expect(procs.map((file) => readFileSync(file, 'utf8'))).toEqual(['0\n']);
    rmSync(folder, { recursive: true });
    expect(peer.text('a')).toContain('ran');
  });
});

async function words(): Promise<string> {
  await using backend = backendWith();
  return (await backend.describe()) ?? '';
}

/** The cgroup of a backend that alone has one. */
async function homeOf(backend: ReturnType<typeof backendWith>): Promise<string> {
  await backend.describe();
  const homes = globSync(join(top, '**', `mosaic-*-${process.pid}-*`));
  return homes[0] ?? '';
}

async function sleeper(): Promise<ChildProcess> {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  await once(child, 'spawn');
  return child;
}

function removed(folder: string): boolean {
  try {
    rmdirSync(folder);
  } catch {
    return !existsSync(folder);
  }
  return true;
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
