import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

import { list } from 'tar';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { BACKENDS, canFence } from '../src/index.ts';
import { RecordingPeer, run } from './recording-peer.ts';
import { assign, script } from './workflows.ts';

const fence = await canFence();
const workRoot = mkdtempSync(join(tmpdir(), 'mosaic-pipeline-'));
// Not under /tmp, which every step has for itself anyway: the fence has to cover this one.
const home = mkdtempSync(join(homedir(), '.mosaic-hidden-'));
const network = { doors: [] };
const local = BACKENDS.local({ workRoot, hiddenPaths: [home], network });

beforeAll(() => writeFileSync(join(home, 'admin-password'), 'top-secret'));
afterAll(async () => {
  await local[Symbol.asyncDispose]();
  rmSync(home, { recursive: true, force: true });
  rmSync(workRoot, { recursive: true, force: true });
});

async function runScript(steps: Parameters<typeof script>[0], changes: Parameters<typeof assign>[1] = {}): Promise<RecordingPeer> {
  const peer = new RecordingPeer();
  await run(peer, local, assign(script(steps), changes));
  return peer;
}

describe.skipIf(!fence.ok)(`the fence ${fence.ok ? '' : `(${fence.reason})`}`, () => {
  it('hides the home, other workflows and other processes', async () => {
    mkdirSync(join(workRoot, 'workflow-other'));
    writeFileSync(join(workRoot, 'workflow-other', 'file'), 'theirs');
    const peer = await runScript({
      look: [
        `cat ${home}/admin-password || echo no-home`,
        `ls -A ${home} | wc -l`,
        `cat ${workRoot}/workflow-other/file || echo no-other`,
        `umount ${home} 2>/dev/null && cat ${home}/admin-password || echo no-umount`,
        `unshare --user --map-root-user --mount sh -c 'umount ${home}; cat ${home}/admin-password' 2>/dev/null || echo no-escape`,
        `[ ! -e /proc/${process.pid} ] && echo no-process`,
        'ls -d /proc/[0-9]* | wc -l | { read n; [ "$n" -lt 8 ] && echo few-processes; }',
      ].join('\n'),
    });
    const text = peer.text('look');
    expect(text).not.toContain('top-secret\n');
    for (const word of ['no-home', 'no-other', 'no-umount', 'no-escape', 'no-process', 'few-processes'])
      expect(text.split('\n')).toContain(word);
    expect(text.split('\n')).toContain('0');
    expect(peer.state('look')).toMatchObject({ exitCode: 0 });
  });

  it('gives a fresh HOME and /tmp, the workspace, and no environment of the server', async () => {
    process.env['MOSAIC_TEST_LEAK'] = 'leaked';
    const peer = await runScript({
      write: 'echo kept > file; echo x > /tmp/own; echo y > ~/own; [ "$PWD" = "$CI_WORKSPACE" ] && echo in-workspace',
      read: 'cat file /tmp/own ~/own; env; echo "id=$(id -u)"',
    });
    delete process.env['MOSAIC_TEST_LEAK'];
    expect(peer.text('write')).toContain('in-workspace');
    const read = peer.text('read');
    expect(read).toContain('kept\nx\ny');
    expect(read).toContain('id=1000');
    expect(read).toContain('CI_PIPELINE_STATUS=success');
    expect(read).not.toMatch(/MOSAIC_TEST_LEAK|MOSAIC_STEP_|STAGE_TWO/);
    expect(existsSync(join(tmpdir(), 'own'))).toBe(false);
    expect(filledFolders()).toEqual([]);
  });

  it('does not apply a step’s loader variables outside the fence', async () => {
    const peer = await runScript({
      a: { commands: 'echo ran', extra: 'environment: { LD_PRELOAD: /nonexistent/evil.so, PATH: /usr/bin:/bin }' },
    });
    expect(peer.state('a')).toMatchObject({ exitCode: 0 });
    expect(peer.text('a')).toContain('ran');
  });

  it('keeps what is named visible, even under /tmp', async () => {
    const kept = mkdtempSync(join(tmpdir(), 'mosaic-kept-'));
    writeFileSync(join(kept, 'tool'), 'a tool');
    chmodSync(kept, 0o755);
    const peer = new RecordingPeer();
    const backend = BACKENDS.local({ workRoot, hiddenPaths: [home], network, shownPaths: [kept] });
    await run(peer, backend, assign(script({ a: `cat ${kept}/tool` })));
    rmSync(kept, { recursive: true });
    expect(peer.text('a')).toContain('a tool');
  });

  it('leaves no process when a step ends, its background ones included', async () => {
    const marker = `987${process.pid}`;
    const peer = await runScript({ a: `setsid sleep ${marker} & nohup sleep ${marker} & echo started` });
    expect(peer.state('a')).toMatchObject({ exitCode: 0 });
    expect(processesWith(marker)).toEqual([]);
  });

  it('leaves no process when the server is killed', async () => {
    const marker = `986${process.pid}`;
    const server = spawn(process.execPath, [fileURLToPath(new URL('./killed-server.ts', import.meta.url)), workRoot, home, marker], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(createInterface({ input: server.stdout }), 'line');
    expect(processesWith(marker).length).toBeGreaterThan(0);
    await expect.poll(() => builtIn(`workflow-${server.pid}-\\w+`), { timeout: 5000, interval: 20 }).toEqual(['0', '1']);
    server.kill('SIGKILL');
    await once(server, 'exit');
    await expect
      .poll(() => [...processesWith(marker), ...builtIn(`workflow-${server.pid}-\\w+`)], { timeout: 2000, interval: 20 })
      .toEqual([]);
  });

  it('stands ready for the next two steps while one runs, and goes where they are not run', async () => {
    const peer = new RecordingPeer();
    const waiting = 'echo up; until [ -e ~/go ]; do sleep 0.02; done; false';
    const running = run(peer, local, assign(script({ a: waiting, b: 'echo never', c: 'echo never', d: 'echo never' })));
    await peer.line((data) => data === 'up');
    const [folder = ''] = filledFolders();
    await expect.poll(() => builtIn(folder), { timeout: 5000, interval: 20 }).toEqual(['0', '1', '2']);
    writeFileSync(join(workRoot, folder, 'home', 'go'), '');
    await running;
    expect(peer.state('b')).toMatchObject({ skipped: true });
    expect(builtIn(folder)).toEqual([]);
  });

  it('is not built for a step that nobody will take', async () => {
    const peer = new RecordingPeer();
    const running = run(peer, local, assign(script({ a: 'true', b: 'sleep 0.2; echo up; until [ -e ~/go ]; do sleep 0.02; done' })));
    await peer.line((data) => data === 'up');
    const [folder = ''] = filledFolders();
    const built = builtIn(folder);
    writeFileSync(join(workRoot, folder, 'home', 'go'), '');
    await running;
    expect(built).toEqual(['1']);
  });

  it('is removed once the end is told', async () => {
    const own = () => filledFolders().filter((name) => name.startsWith(`workflow-${process.pid}-`));
    let folders: string[] = [];
    class Looking extends RecordingPeer {
      override done(id: string, state: Parameters<RecordingPeer['done']>[1]): Promise<void> {
        folders = own();
        return super.done(id, state);
      }
    }
    const peer = new Looking();
    await run(peer, local, assign(script({ a: 'echo kept > ~/file' })));
    expect([peer.final?.error, folders.length, own()]).toEqual(['', 1, []]);
  });
});

describe.skipIf(!fence.ok)('a workflow that is ready before it is asked for', () => {
  it('is taken, unless what it shows was made anew since, and is gone with its backend', async () => {
    const root = mkdtempSync(join(tmpdir(), 'mosaic-ready-'));
    chmodSync(root, 0o755);
    const [own, cache] = [join(root, 'work'), join(root, 'cache')];
    mkdirSync(cache);
    const names = () => readdirSync(own).filter((name) => /^workflow-\d/.test(name));
    const backend = BACKENDS.local({ workRoot: own, hiddenPaths: [home], network, cachePaths: [cache] });
    const runOne = async () => {
      chmodSync(cache, 0o777);
      const peer = new RecordingPeer();
      await run(peer, backend, assign(script({ a: `echo kept >> ${cache}/file && cat ${cache}/file` })));
      return peer.text('a');
    };
    const readyOne = async () => {
      await expect.poll(() => names().filter(isWaiting), { timeout: 5000, interval: 20 }).toHaveLength(1);
      return names();
    };
    await runOne();
    const first = await readyOne();
    expect(await runOne()).toMatch(/kept\nkept$/);
    expect(await readyOne()).not.toEqual(first);
    rmSync(cache, { recursive: true });
    mkdirSync(cache);
    expect(await runOne()).toMatch(/file\nkept$/);
    const last = await readyOne();
    await backend[Symbol.asyncDispose]();
    expect([...names(), ...last.flatMap(builtIn)]).toEqual([]);
    rmSync(root, { recursive: true });
  });
});

describe('steps', () => {
  it('echo each command, merge the streams in order and stop at the first failure', async () => {
    const peer = await runScript({ a: { commands: ["echo 'it''s' one", 'echo two >&2; echo three', 'exit 7', 'echo never'] } });
    expect(peer.text('a')).toBe("+ echo 'it''s' one\nits one\n+ echo two >&2; echo three\ntwo\nthree\n+ exit 7");
    expect(peer.state('a')).toMatchObject({ exited: true, exitCode: 7, skipped: false });
    expect(peer.final).toMatchObject({ error: 'The step a failed.', canceled: false });
  });

  it('leave nothing behind, not even folders that nobody may enter', async () => {
    const gone = join(workRoot, 'workflow-2147483646-gone');
    mkdirSync(gone);
    writeFileSync(join(gone, 'file'), 'of a server that was killed');
    const peer = new RecordingPeer();
    await run(
      peer,
      BACKENDS.local({ workRoot, hiddenPaths: [home], network }),
      assign(script({ a: 'mkdir -p d/e; touch d/e/f; chmod 000 d/e d' })),
    );
    expect(peer.final?.error).toBe('');
    expect(filledFolders()).toEqual([]);
  });

  it('run only on the outcome that they ask for', async () => {
    const peer = await runScript({
      bad: 'false',
      skipped: 'echo never',
      cleanup: { commands: 'echo "status $CI_PIPELINE_STATUS"', extra: 'when: { status: [failure] }' },
    });
    expect(peer.state('skipped')).toMatchObject({ skipped: true, exited: false });
    expect(peer.text('cleanup')).toContain('status failure');
  });

  it('may fail without harm when ignored', async () => {
    const peer = await runScript({ bad: { commands: 'false', extra: 'failure: ignore' }, next: 'echo on' });
    expect(peer.state('bad')).toMatchObject({ exitCode: 1 });
    expect(peer.text('next')).toContain('on');
    expect(peer.final?.error).toBe('');
  });

  it('show their first line at once', async () => {
    const peer = new RecordingPeer();
    const running = run(peer, local, assign(script({ a: 'echo first; sleep 30' })));
    const line = await peer.line((data) => data === 'first');
    expect(line.atMs - peer.initAtMs).toBeLessThan(15_000);
    peer.cancel();
    await running;
  });

  it.each([
    ['node:22', /image node:22 cannot run on the local backend.*use `image: bash`/],
    ['ksh', /not installed|^$/],
  ])('with the image %s are refused before anything runs', async (image, message) => {
    const peer = new RecordingPeer();
    const text = `skip_clone: true\nsteps:\n  a: { image: bash, commands: "echo never" }\n  b: { image: "${image}", commands: ls }`;
    if (image === 'ksh' && existsSync('/bin/ksh')) return;
    await run(peer, local, assign(text));
    expect(peer.final?.error).toMatch(message);
    expect(peer.entries).toEqual([]);
    expect(peer.updates.every(({ skipped }) => skipped)).toBe(true);
  });

  it('refuses services and plugins in words', async () => {
    const peer = new RecordingPeer();
    await run(peer, local, assign('skip_clone: true\nservices:\n  db: { image: postgres }\nsteps:\n  a: { image: bash, commands: ls }'));
    expect(peer.final?.error).toMatch(/service postgres cannot run on the local backend/);
  });
});

describe('where the machine refuses the fence', () => {
  const unfenced = BACKENDS.local({
    workRoot,
    hiddenPaths: [home],
    network,
    canFence: () => Promise.resolve({ ok: false, reason: 'not permitted' }),
  });

  it('nothing runs, and the reason is told', async () => {
    const peer = new RecordingPeer();
    await run(peer, unfenced, assign(script({ a: 'echo never' })));
    expect(peer.final?.error).toMatch(/user namespaces.*not permitted.*mosaic doctor/);
    expect(peer.entries).toEqual([]);
  });

  it('an administrator’s workflow runs, and is ended as a group', async () => {
    const marker = `984${process.pid}`;
    const peer = new RecordingPeer();
    const commands = [
      'echo 1 > f; mosaic artifact upload f --name f',
      `sleep ${marker} & echo up; [ -n "$STOP" ] || exit 0; sleep ${marker}`,
    ];
    await run(peer, unfenced, assign(script({ a: { commands } }), { backendOptions: { local: { allowUnfenced: true } } }));
    expect(peer.uploads.map(({ name }) => name)).toEqual(['f']);
    const stopped = new RecordingPeer();
    const running = run(
      stopped,
      unfenced,
      assign(script({ a: { commands, extra: 'environment: { STOP: "1" }' } }), { backendOptions: { local: { allowUnfenced: true } } }),
    );
    await stopped.line((data) => data === 'up');
    stopped.cancel();
    await running;
    await expect.poll(() => processesWith(marker), { timeout: 1000, interval: 20 }).toEqual([]);
  });
});

describe.skipIf(!fence.ok)('the limits', () => {
  const MIB = 1024 * 1024;
  const small = (limits: Parameters<typeof BACKENDS.local>[0]['limits']) =>
    BACKENDS.local({ workRoot, hiddenPaths: [home], network, ...(limits === undefined ? {} : { limits }) });
  const runIn = async (backend: ReturnType<typeof small>, commands: string) => {
    const peer = new RecordingPeer();
    await run(peer, backend, assign(script({ a: commands })));
    return peer;
  };

  it('end a fork bomb, in words', async () => {
    const peer = await runIn(small({ processes: 100 }), 'bomb() { bomb | bomb & }; bomb; sleep 20');
    expect(peer.state('a')).toMatchObject({ error: 'The step reached its limit of 100 processes and threads.' });
    expect(peer.text('a')).toContain('The step reached its limit of 100 processes and threads.');
  });

  it('end one that takes too much memory, in one process or in many', async () => {
    const backend = small({ memoryBytes: 128 * MIB });
    const error = 'The step used more memory than its limit of 128 MiB.';
    const many = 'hog() { python3 -c "b = bytearray(60 << 20); import time; time.sleep(20)"; }; hog & hog & hog & sleep 20';
    expect((await runIn(backend, many)).state('a')).toMatchObject({ error });
    const one = 'python3 -c "b = bytearray(300 << 20); import time; time.sleep(20)"';
    expect((await runIn(backend, one)).state('a')).toMatchObject({ error });
    const reserved = 'python3 -c "import mmap; m = mmap.mmap(-1, 6 << 30); print(len(m))"';
    expect((await runIn(backend, reserved)).text('a')).toContain(String(6 * 1024 * MIB));
  });

  it('end one that fills the disk, in one file or in many', async () => {
    const backend = small({ workspaceBytes: 20 * MIB });
    const one = await runIn(backend, 'dd if=/dev/zero of=big bs=1M count=40');
    expect(one.final?.error).toBe('The step a failed.');
    expect(one.text('a')).toMatch(/File too large|File size limit/);
    const ended = await runIn(backend, 'head -c 40000000 /dev/zero > big');
    expect(ended.state('a')).toMatchObject({
      exitCode: 153,
      error: expect.stringMatching(/a file of it would have passed the limit of 20 MiB/),
    });
    const many = await runIn(backend, 'for n in 1 2 3 4 5 6; do head -c 8000000 /dev/zero >~/f$n; done; sleep 20');
    expect(many.state('a')?.error).toMatch(/workspace passes its limit of 20 MiB/);
  });

  it('leave a step that kills its own shell dead', async () => {
    const peer = await runIn(small({}), 'kill -9 $$; echo survived');
    expect(peer.state('a')).toMatchObject({ exitCode: 137 });
    expect(peer.text('a')).not.toMatch(/^survived$/m);
  });
});

describe('settings', () => {
  it('refuse a work folder that somebody else could change', async () => {
    const open = mkdtempSync(join(tmpdir(), 'mosaic-open-'));
    chmodSync(open, 0o777);
    const peer = new RecordingPeer();
    await run(peer, BACKENDS.local({ workRoot: open, hiddenPaths: [home], network }), assign(script({ a: 'echo never' })));
    rmSync(open, { recursive: true });
    expect(peer.final?.error).toMatch(/work folder of pipelines .* can be changed by others/);
    expect(peer.entries).toEqual([]);
  });

  it('that would show what is hidden are refused', () => {
    expect(() => BACKENDS.local({ workRoot, hiddenPaths: [home], network, shownPaths: [homedir()] })).toThrow(/cannot be shown to steps/);
    expect(() => BACKENDS.local({ workRoot, hiddenPaths: [home], network, cachePaths: [join(home, 'cache')] })).toThrow(
      /cannot be shown to steps/,
    );
  });
});

describe('ending from outside', () => {
  it('cancels without waiting for a step that ignores it, with everything that it started', async () => {
    const marker = `985${process.pid}`;
    const peer = new RecordingPeer();
    const running = run(peer, local, assign(script({ a: `trap '' TERM; sleep ${marker} & echo up; sleep ${marker}`, b: 'echo never' })));
    await peer.line((data) => data === 'up');
    const canceledAt = performance.now();
    peer.cancel();
    await running;
    expect(performance.now() - canceledAt).toBeLessThan(15_000);
    expect(peer.state('a')).toMatchObject({ canceled: true, exited: true });
    expect(peer.state('b')).toMatchObject({ skipped: true });
    expect(peer.final).toMatchObject({ canceled: true });
    expect(processesWith(marker)).toEqual([]);
  });

  it('ends at the limit of time', async () => {
    const peer = new RecordingPeer();
    await run(peer, local, assign(script({ a: 'sleep 60' }), { timeoutMinutes: 0.3 / 60 }));
    expect(peer.final).toMatchObject({ canceled: false, error: expect.stringContaining('took longer') });
  });

  it('reports an interruption when the runner stops', async () => {
    const peer = new RecordingPeer();
    const stop = new AbortController();
    const running = run(peer, local, assign(script({ a: 'echo up; sleep 60' })), stop.signal);
    await peer.line((data) => data === 'up');
    stop.abort();
    expect(await running).toMatchObject({ interrupted: true, canceled: false });
  });
});

describe('secrets', () => {
  it('are masked line by line, across chunks, in commands and errors', async () => {
    const peer = new RecordingPeer();
    const secrets = [
      { name: 'token', value: ' hunter22hunter22\nsecond-line ', events: [], images: [] },
      { name: 'tiny', value: 'abc', events: [], images: [] },
    ];
    const extra = 'environment: { T: { from_secret: token }, S: { from_secret: tiny } }';
    const commands = [
      'echo "<$T>"',
      'printf hunter2; sleep 0.1; echo 2hunter22',
      'echo hunter22hunter22 $S',
      'head -c 1048570 /dev/zero | tr "\\\\0" x; echo hunter22hunter22',
    ];
    await run(peer, local, assign(script({ a: { commands, extra } }), { secrets }));
    const text = peer.text('a');
    expect(text).not.toContain('hunter22hunter22');
    expect(text).not.toContain('second-line');
    expect(text).toContain('******** abc');
    expect(peer.state('a')).toMatchObject({ exitCode: 0 });
    expect(peer.entries.every(({ data }) => data.length <= 1024 * 1024)).toBe(true);
    expect(peer.entries.map(({ line }) => line)).toEqual(peer.entries.map((_, index) => index));
  });
});

describe('artifacts', () => {
  const upload = 'mosaic artifact upload';

  it('are uploaded as a tar when the step ends well', async () => {
    const peer = await runScript({
      a: [`mkdir -p dist/sub && echo hi > dist/sub/@page.html`, `${upload} dist --name site`, `echo one > f; ${upload} f --name=file`].join(
        ' && ',
      ),
    });
    expect(peer.uploads.map(({ name, stepUuid }) => [name, stepUuid])).toEqual([
      ['file', 'a'],
      ['site', 'a'],
    ]);
    expect(await names(peer.uploads[1]?.tar)).toEqual(['sub/', 'sub/@page.html']);
    expect(await names(peer.uploads[0]?.tar)).toEqual(['f']);
    expect(peer.text('a')).toContain('Handed over the artifact site.');
  });

  it('are not uploaded when the step fails', async () => {
    const peer = await runScript({ a: `echo 1 > f; ${upload} f --name f; exit 3` });
    expect(peer.uploads).toEqual([]);
    expect(peer.state('a')).toMatchObject({ exitCode: 3 });
  });

  it.each([
    ['mkdir d; ln -s /etc/passwd d/l; mosaic artifact upload d --name d', /holds l, which is a link/],
    ['mkdir d; echo 1 > d/a; mosaic artifact upload d --name d; cd "$MOSAIC_HANDOVER/d"; ln a hard', /holds a, which is a link/],
    ['ln -s /etc "$MOSAIC_HANDOVER/x"', /is no artifact/],
    ['mkdir "$MOSAIC_HANDOVER/d"; touch "$MOSAIC_HANDOVER/d/$(printf "\\377")"', /has a name that is not UTF-8; rename it/],
    ['mkdir "$MOSAIC_HANDOVER/d"; touch "$MOSAIC_HANDOVER/d/a\\\\b"', /holds a\\b, which has a backslash in its name, .*; rename it/],
    [
      'cd "$MOSAIC_HANDOVER"; mkdir d; cd d; n=$(printf "%0200d" 0); i=0; while [ $i -lt 40 ]; do mkdir $n; cd $n; i=$((i+1)); done',
      /has a path longer than 1024 bytes; nest it less deeply/,
    ],
    ['mkdir "$MOSAIC_HANDOVER/d"; mkfifo "$MOSAIC_HANDOVER/d/pipe"', /neither a file nor a folder/],
  ])('fail the step for %s', async (commands, message) => {
    const peer = await runScript({ a: commands });
    expect(peer.uploads).toEqual([]);
    expect(peer.state('a')).toMatchObject({ exitCode: 1, error: expect.stringMatching(message) });
    expect(peer.text('a')).toMatch(message);
    expect(peer.final?.error).toBe('The step a failed.');
  });

  it('fail the step beyond the limits', async () => {
    const peer = new RecordingPeer();
    const small = BACKENDS.local({ workRoot, hiddenPaths: [home], network, handoverLimits: { maxFiles: 2 } });
    await run(peer, small, assign(script({ a: `mkdir d; touch d/1 d/2 d/3; ${upload} d --name d` })));
    expect(peer.state('a')?.error).toMatch(/limit of 2 files/);
  });

  it.each([
    ['mosaic artifact upload', 2, /usage/],
    ['mosaic artifact upload x --name ../x', 2, /usage/],
    ['mosaic artifact upload x --name .x', 2, /usage/],
    ['mosaic deploy', 2, /usage/],
    ['mosaic artifact upload nope --name x', 1, /nope does not exist/],
    ['ln -s /etc e; mosaic artifact upload e --name x', 1, /e is a link/],
  ])('%s exits %i', async (command, exitCode, message) => {
    const peer = await runScript({ a: command });
    expect(peer.state('a')).toMatchObject({ exitCode });
    expect(peer.text('a')).toMatch(message);
  });
});

/** The folders of workflows that have begun; one that is ready for the next is empty. */
function filledFolders(): string[] {
  const begun = (name: string) =>
    !existsSync(join(workRoot, name, 'workspace')) || readdirSync(join(workRoot, name, 'workspace')).length > 0;
  return readdirSync(workRoot).filter((name) => /^workflow-\d/.test(name) && begun(name));
}

/** Of a workflow's folder the steps that have a place of their own at the moment, running or not. */
function builtIn(folder: string): string[] {
  const found = readdirSync('/proc').flatMap((entry) => {
    try {
      const line = /^\d+$/.test(entry) ? readFileSync(`/proc/${entry}/cmdline`, 'utf8') : '';
      return new RegExp(`/${folder}/handover/(\\d+)`).exec(line)?.[1] ?? [];
    } catch {
      return [];
    }
  });
  return [...new Set(found)].toSorted();
}

/** Whether a step's place in the workflow's folder is finished: what reads its environment is there. */
function isWaiting(folder: string): boolean {
  return processesWith('cat').some((pid) => {
    try {
      return readFileSync(`/proc/${pid}/mountinfo`, 'utf8').includes(`/${folder}/workspace `);
    } catch {
      return false;
    }
  });
}

function processesWith(marker: string): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(marker);
    } catch {
      return false;
    }
  });
}

async function names(tar: Buffer | undefined): Promise<string[]> {
  const found: string[] = [];
  const reader = list({ onReadEntry: (entry) => found.push(entry.path.replace(/^\.\//, '')) });
  const done = once(reader, 'end');
  Readable.from([tar ?? Buffer.alloc(0)]).pipe(reader);
  await done;
  return found;
}
