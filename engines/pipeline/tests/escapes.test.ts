import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { describe, expect, test } from 'vitest';

import { canFence, PROBE_KEY, type BuilderName, type EscapeReport, type FenceAnswer } from '../src/index.ts';
import { networkWords } from './network-words.ts';

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;
/** An id that nobody bears, and ids for its steps. */
const PERSON = 61_001;
const SUBORDINATE = 1_900_000_000;

/** As whom the platform runs; a test that is not root runs as itself alone. */
const WHO = isRoot ? (['root', 'a person', 'a person with subordinate ids'] as const) : (['myself'] as const);
type Who = (typeof WHO)[number];
const IDENTITY: Record<Who, string> = { root: 'range', 'a person': 'self', 'a person with subordinate ids': 'subordinate', myself: '' };

/** Gives the platform a key in a keyring of its own, which all that it starts inherits. */
const withKey =
  spawnSync('/usr/bin/python3', ['--version']).status === 0
    ? [
        '/usr/bin/python3',
        '-c',
        `import ctypes, os, sys
kernel = ctypes.CDLL(None)
add, keyctl = {"x86_64": (248, 250), "aarch64": (217, 219)}[os.uname().machine]
kernel.syscall(keyctl, 1, None)
kernel.syscall(add, b"user", b"${PROBE_KEY}", b"top-secret", 10, -3)
os.execvp(sys.argv[1], sys.argv[1:])`,
      ]
    : [];

/** The command that runs the platform as that person, seeing people and ids of the test's own instead of the machine's. */
function asWhom(who: Who, folder: string): string[] {
  if (who === 'root' || who === 'myself') return withKey;
  const etc: Record<string, string> = {
    passwd: `${readFileSync('/etc/passwd', 'utf8')}fenced:x:${PERSON}:${PERSON}::${folder}:/bin/sh\n`,
    subuid: who === 'a person' ? '' : `fenced:${SUBORDINATE}:65536\n`,
    subgid: who === 'a person' ? '' : `fenced:${SUBORDINATE}:65536\n`,
  };
  for (const [name, text] of Object.entries(etc)) writeFileSync(join(folder, name), text, { mode: 0o644 });
  for (const name of ['subuid', 'subgid']) if (!existsSync(`/etc/${name}`)) writeFileSync(`/etc/${name}`, '', { mode: 0o644 });
  const binds = Object.keys(etc).map((name) => `mount --bind "${join(folder, name)}" "/etc/${name}"`);
  // As udev makes it: for everybody.
  const device = existsSync('/dev/net/tun') ? ['mount -t tmpfs tmpfs /dev/net', 'mknod -m 666 /dev/net/tun c 10 200'] : [];
  const become = `exec setpriv --reuid ${PERSON} --regid ${PERSON} --clear-groups -- "$@"`;
  return ['unshare', '--mount', '--propagation', 'private', '--', 'sh', '-ec', [...binds, ...device, become].join('\n'), 'as', ...withKey];
}

async function escape(who: Who, builder: BuilderName): Promise<EscapeReport & { answer: FenceAnswer }> {
  const folder = mkdtempSync(join(tmpdir(), 'mosaic-escape-'));
  try {
    chmodSync(folder, 0o755);
    if (who.startsWith('a person')) chownSync(folder, PERSON, PERSON);
    const runner = fileURLToPath(new URL('./escape-runner.ts', import.meta.url));
    const [file, ...args] = [...asWhom(who, folder), process.execPath, runner, builder, folder];
    const { stdout } = await run(file, args, {
      env: { PATH: process.env['PATH'], TMPDIR: folder, HOME: folder },
      maxBuffer: 16 * 1024 * 1024,
    });
    return JSON.parse(stdout) as EscapeReport & { answer: FenceAnswer };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const builders: BuilderName[] = ['bubblewrap', 'unshare'];
const here = new Map(await Promise.all(builders.map(async (name) => [name, await canFence(name)] as const)));

// Who may have a network of their own here may have it as anybody.
const isPrivate = (await networkWords()).includes('network of its own');

describe.each(WHO)('a hostile step of a platform that runs as %s', (who) => {
  test.each(builders.map((name) => [name, here.get(name)] as const))('gets through nothing, behind %s', async (builder, answer) => {
    if (answer?.ok !== true && process.env['MOSAIC_TEST_REQUIRE'] !== 'all') return;
    const { answer: used, fence, tried, broken } = await escape(who, builder);
    expect(used).toMatchObject({ ok: true, builder, ...(who === 'myself' ? {} : { identity: IDENTITY[who] }) });
    expect(broken).toEqual([]);
    expect(tried).toBeGreaterThan(30);
    if (isPrivate) expect(fence).toContain('network of its own');
  });
});
