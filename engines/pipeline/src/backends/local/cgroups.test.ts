import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { appendFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { Cgroups, type Standing } from './cgroups.ts';
import { describeFence } from './describe-fence.ts';
import { STEP_LIMITS } from './limits.ts';

/** A folder that looks like the cgroups of a machine; `own` is this process's. */
let top = '';
const OWN = '/user.slice/mosaic.service';

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'mosaic-cgroup-'));
  mkdirSync(join(top, OWN), { recursive: true });
  for (const folder of ['', OWN]) writeFileSync(join(top, folder, 'cgroup.controllers'), 'cpuset cpu io memory pids\n');
});
afterEach(() => rmSync(top, { recursive: true }));

const written: string[] = [];
const standing = (changes: Partial<Standing> = {}): Standing => ({
  cgroup: `1:cpu:/elsewhere\n0::${OWN}\n`,
  mountinfo: `31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n41 31 0:38 / ${top} rw,relatime shared:9 - cgroup2 cgroup2 rw\n`,
  isRoot: false,
  isDelegated: () => Promise.resolve(false),
  write: async (file, text) => {
    written.push(`${text} to ${relative(top, file)}`);
    await appendFile(file, text);
  },
  ...changes,
});
/** A kernel that refuses some of what is written. */
const refusing = (refused: (file: string, text: string) => string | null) => {
  const { write } = standing();
  return standing({
    write: async (file, text) => {
      const code = refused(relative(top, file), text);
      if (code !== null) throw Object.assign(new Error(`${code}: refused, write`), { code });
      await write(file, text);
    },
  });
};
const homesIn = (folder: string) => readdirSync(join(top, folder)).filter((name) => name.startsWith('mosaic-'));

describe('cgroups are made', () => {
  it.each([
    ['in a person’s own', {}, OWN],
    [
      'in the own one of a unit of root’s that systemd leaves to it',
      { isRoot: true, isDelegated: (unit: string) => Promise.resolve(unit === basename(OWN)) },
      OWN,
    ],
    ['at the top by root elsewhere', { isRoot: true }, ''],
    ['in the one that the server has moved itself out of', { cgroup: `0::${OWN}/mosaic-1-2-server\n` }, OWN],
  ])('%s', async (_where, changes, folder) => {
    const made = await Cgroups.open(STEP_LIMITS, standing(changes));
    expect(made.reason).toBe('');
    expect(homesIn(folder)).toHaveLength(1);
    expect(homesIn(folder === '' ? OWN : '')).toEqual([]);
  });

  it('of what a container sees of them', async () => {
    const mountinfo = `41 31 0:38 /docker/abc ${join(top, OWN)} rw - cgroup2 cgroup2 rw\n`;
    expect((await Cgroups.open(STEP_LIMITS, standing({ mountinfo, cgroup: '0::/docker/abc\n' }))).reason).toBe('');
    expect(homesIn(OWN)).toHaveLength(1);
    const outside = await Cgroups.open(STEP_LIMITS, standing({ mountinfo, cgroup: '0::/docker/other\n' }));
    expect(outside.reason).toBe('no cgroup v2 can be made here (what is mounted does not hold this process)');
  });

  it.each([
    [
      'there is no cgroup2',
      { mountinfo: '32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n' },
      /^no cgroup v2 .* \(no cgroup2 is mounted\)$/,
    ],
    [
      'it cannot be written',
      { mountinfo: '41 31 0:38 / /proc rw - cgroup2 cgroup2 rw\n', cgroup: '0::/\n' },
      /^no cgroup v2 .* \(E\w+: [a-z ]+\)$/,
    ],
  ])('not where %s', async (_where, changes, reason) => {
    const none = await Cgroups.open(STEP_LIMITS, standing(changes));
    expect(none.reason).toMatch(reason);
    expect(await none.make('step', STEP_LIMITS)).toBeNull();
  });
});

describe('the kernel holds', () => {
  it('what it is given, step by step', async () => {
    await using made = await Cgroups.open(STEP_LIMITS, standing());
    expect([...made.holds]).toEqual(['memory', 'pids', 'cpu']);
    const [home = ''] = homesIn(OWN);
    const step = await made.make('step', { ...STEP_LIMITS, memoryBytes: 128 * 1024 * 1024, processes: 100 });
    const read = (file: string) => readFileSync(join(top, OWN, home, file), 'utf8');
    expect(read('cpu.weight')).toBe('33');
    expect(['memory.max', 'memory.swap.max', 'memory.oom.group', 'pids.max'].map((file) => read(`step/${file}`))).toEqual([
      '134217728',
      '0',
      '1',
      '100',
    ]);
    expect(step?.enter.at(-1)).toBe(join(top, OWN, home, 'step', 'cgroup.procs'));
    expect(step?.passed()).toBeNull();
    const tell = (file: string, text: string) => writeFileSync(join(top, OWN, home, 'step', file), text);
    tell('pids.events', 'max 3\n');
    expect(step?.passed()).toBe('The step reached its limit of 100 processes and threads.');
    tell('memory.events', 'low 0\nhigh 0\nmax 9\noom 1\noom_kill 1\noom_group_kill 1\n');
    expect(step?.passed()).toBe('The step used more memory than its limit of 128 MiB.');
    tell('memory.events', 'low 0\nhigh 0\nmax 0\noom 0\noom_kill 1\noom_group_kill 0\n');
    expect(step?.passed()).toMatch(/^The memory of this machine, or of the platform on it, was used up/);
  });

  it('nothing that it does not offer or refuses, and the rest all the same', async () => {
    writeFileSync(join(top, OWN, 'cgroup.controllers'), 'hugetlb pids memory\n');
    const made = await Cgroups.open(
      STEP_LIMITS,
      refusing((_file, text) => (text === '+memory' ? 'EINVAL' : null)),
    );
    expect([...made.holds]).toEqual(['pids']);
    expect(made.reason).toBe('cgroup v2 does not offer memory, cpu here');
    const fence = { ok: false, reason: 'not permitted' } as const;
    expect(describeFence(fence, null, made)).toMatch(/kept by cgroup v2 \(pids\), the others by rlimits and a watch: cgroup v2 does not/);
    const [home = ''] = homesIn(OWN);
    expect(readdirSync(join(top, OWN, home, 'probe')).toSorted()).toEqual(['cgroup.kill', 'cgroup.procs', 'pids.max']);
  });

  it('nothing of a kernel that cannot end a cgroup at once', async () => {
    const made = await Cgroups.open(
      STEP_LIMITS,
      refusing((file) => (file.endsWith('cgroup.kill') ? 'EACCES' : null)),
    );
    expect(made.reason).toBe('no cgroup v2 can be made here (Linux 5.14 or newer is needed)');
    expect(describeFence({ ok: false, reason: '' }, null, made)).toContain('Limits are kept by rlimits and a watch: no cgroup v2');
  });

  it('its rule that a cgroup with children holds no processes: the server moves out of the way', async () => {
    let isMoved = false;
    written.length = 0;
    const kernel = refusing((file) => {
      if (file.endsWith('-server/cgroup.procs')) isMoved = true;
      return !isMoved && file === join(OWN, 'cgroup.subtree_control').slice(1) ? 'EBUSY' : null;
    });
    const child = spawn('sleep', ['60'], { detached: true, stdio: 'ignore' });
    // What runs the tests is another Node.js that waits for this one, or none.
    const starter = readlinkSync(`/proc/${process.ppid}/exe`) === process.execPath ? [process.ppid] : [];
    const ours = [process.pid, child.pid, ...starter];
    writeFileSync(join(top, OWN, 'cgroup.procs'), ['1', ...ours, ''].join('\n'));
    const made = await Cgroups.open(STEP_LIMITS, kernel);
    child.kill('SIGKILL');
    expect([...made.holds]).toEqual(['memory', 'pids', 'cpu']);
    expect(written.filter((line) => line.endsWith('cgroup.procs'))).toEqual(
      ours.map((pid) =>
        expect.stringMatching(new RegExp(`^${pid} to user.slice/mosaic.service/mosaic-\\d+-${process.pid}-server/cgroup.procs$`)),
      ),
    );
  });
});
