import { execFile } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { describe, expect, test } from 'vitest';

import { canFence, type BuilderName, type FenceAnswer } from '../src/index.ts';

const run = promisify(execFile);
const isRoot = process.getuid?.() === 0;
/** An id that nobody bears, and ids for its steps. */
const PERSON = 61_001;
const SUBORDINATE = 1_900_000_000;

/** As whom the platform runs; a test that is not root runs as itself alone. */
const WHO = isRoot ? (['root', 'a person', 'a person with subordinate ids'] as const) : (['myself'] as const);
type Who = (typeof WHO)[number];
const IDENTITY: Record<Who, string> = { root: 'range', 'a person': 'self', 'a person with subordinate ids': 'subordinate', myself: '' };

/** The command that runs the platform as that person, seeing people and ids of the test's own instead of the machine's. */
function asWhom(who: Who, folder: string): string[] {
  if (who === 'root' || who === 'myself') return [];
  const etc: Record<string, string> = {
    passwd: `${readFileSync('/etc/passwd', 'utf8')}fenced:x:${PERSON}:${PERSON}::${folder}:/bin/sh\n`,
    subuid: who === 'a person' ? '' : `fenced:${SUBORDINATE}:65536\n`,
    subgid: who === 'a person' ? '' : `fenced:${SUBORDINATE}:65536\n`,
  };
  for (const [name, text] of Object.entries(etc)) writeFileSync(join(folder, name), text, { mode: 0o644 });
  for (const name of ['subuid', 'subgid']) if (!existsSync(`/etc/${name}`)) writeFileSync(`/etc/${name}`, '', { mode: 0o644 });
  const binds = Object.keys(etc).map((name) => `mount --bind "${join(folder, name)}" "/etc/${name}"`);
  const become = `exec setpriv --reuid ${PERSON} --regid ${PERSON} --clear-groups -- "$@"`;
  return ['unshare', '--mount', '--propagation', 'private', '--', 'sh', '-ec', [...binds, become].join('\n'), 'as'];
}

async function escape(who: Who, builder: BuilderName): Promise<{ fence: FenceAnswer; text: string; error: string }> {
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
    return JSON.parse(stdout) as { fence: FenceAnswer; text: string; error: string };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const builders: BuilderName[] = ['bubblewrap', 'unshare'];
const here = new Map(await Promise.all(builders.map(async (name) => [name, await canFence(name)] as const)));

describe.each(WHO)('a hostile step of a platform that runs as %s', (who) => {
  test.each(builders.map((name) => [name, here.get(name)] as const))('gets through nothing, behind %s', async (builder, answer) => {
    if (answer?.ok !== true && process.env['MOSAIC_TEST_REQUIRE'] !== 'all') return;
    const { fence, text, error } = await escape(who, builder);
    expect(fence).toMatchObject({ ok: true, builder, ...(who === 'myself' ? {} : { identity: IDENTITY[who] }) });
    const lines = text.split('\n');
    expect(lines).toContain('all-tried');
    expect(lines.filter((line) => line.endsWith(': broken'))).toEqual([]);
    expect(error).toBe('');
  });
});
