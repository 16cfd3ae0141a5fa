import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, rm, statfs, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { getSystem, portsOf } from '@mosaic/contracts/mosaic';

import { repoGetBranch } from '@mosaic/contracts/gitea';

import { freePortBase, openWorkingCopy, pipelineOf, runServer, TestStack } from './src/index.ts';

const MIB = 1024 * 1024;

describe('a home that cannot be written', () => {
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'mosaic-shut-'));
    await chmod(home, 0o555);
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  test('ends with 1 and says what to do, and writes nothing', async () => {
    // The mode does not bind root, so root becomes somebody else first.
    const launcher = process.getuid?.() === 0 ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] : [];
    const { code, output } = await runServer({ MOSAIC_HOME: home, MOSAIC_PORT_BASE: String(await freePortBase()) }, { launcher });
    expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining('cannot be written') });
    expect(output).toContain(home);
    expect(output).toContain('--home DIR');
    expect(output).not.toContain('    at ');
    expect(await readdir(home)).toEqual([]);
  });
});

test('a port that is taken on either address: the holder, the way out, and nothing is started', async () => {
  const home = await mkdtemp(join(tmpdir(), 'mosaic-taken-'));
  try {
    for (const address of ['127.0.0.1', '::1']) {
      const base = await freePortBase();
      const holder = createServer();
      await new Promise<void>((resolve) => holder.listen({ port: portsOf(base).ci, host: address, ipv6Only: true }, resolve));
      try {
        const { code, output } = await runServer({ MOSAIC_HOME: home, MOSAIC_PORT_BASE: String(base) });
        expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining(`port ${portsOf(base).ci} on ${address} (for ci)`) });
        expect(output).toContain(`(process ${process.pid})`);
        expect(output).toMatch(/\.\/mosaic up --port-base \d+/);
        expect(output).not.toContain('    at ');
        expect(await readdir(home)).not.toContain('data');
      } finally {
        await new Promise((resolve) => holder.close(resolve));
      }
    }
  } finally {
    await rm(home, { recursive: true, force: true });
  }
});

/** Mounts a small disk of the server's own below its home; nobody else sees it. */
const SMALL_DISK = [
  'unshare',
  '--user',
  '--map-root-user',
  '--mount',
  '--',
  'sh',
  '-c',
  'mkdir -p "$MOSAIC_HOME/data/forge" && mount -t tmpfs -o size=24m tmpfs "$MOSAIC_HOME/data/forge" && exec "$@"',
  'sh',
];

const hasNamespaces = (() => {
  try {
    execFileSync('unshare', ['--user', '--map-root-user', '--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

test('a full disk during a push: git says so, no ref moves, the space comes back and pushing works', async (context) => {
  if (!hasNamespaces) context.skip('this machine refuses user namespaces, so the server cannot have a small disk of its own');
  await using stack = await TestStack.create({ launcher: SMALL_DISK });
  const disk = `/proc/${stack.pid}/root${join(stack.home, 'data', 'forge')}`;
  const usedBytes = async () => {
    const { blocks, bfree, bsize } = await statfs(disk);
    return (blocks - bfree) * bsize;
  };
  const ada = await stack.person('ada');
  await using copy = await openWorkingCopy(stack, ada, 'ada/full');
  const yaml = 'labels: { backend: local }\nskip_clone: true\nsteps: [{ name: s, image: sh, commands: ["true"] }]\n';
  const first = await copy.commit({ '.woodpecker.yaml': yaml });
  await copy.push();
  expect((await pipelineOf(ada, 'ada/full', first)).status).toBe('success');

  const before = await usedBytes();
  await writeFile(join(copy.folder, 'large.bin'), randomBytes(40 * MIB));
  await copy.commit({});
  await expect(copy.push()).rejects.toThrow(/disk|space|storage/i);
  expect((await ada.forge.callOrNull(repoGetBranch, { owner: 'ada', repo: 'full', branch: 'main' }))?.commit.id).toBe(first);
  expect((await usedBytes()) - before).toBeLessThan(2 * MIB);

  await copy.git('reset', '--quiet', '--hard', first);
  const second = await copy.commit({ 'small.txt': 'small\n' });
  await copy.push();
  const pipeline = await pipelineOf(ada, 'ada/full', second);
  expect([pipeline.status, pipeline.number]).toEqual(['success', 2]);

  // The other way round: hardly room for rows either.
  const filler = join(disk, 'filler');
  await writeFile(filler, Buffer.alloc(64 * MIB)).catch(() => undefined);
  const third = await copy.commit({ 'third.txt': `${randomBytes(200_000).toString('hex')}\n` });
  await expect(copy.push()).rejects.toThrow(/disk|space|storage|507/i);
  // Its probe says so, and the system page what to do; the other services' disk has room, and theirs say that too.
  const probe = async (door: 'forge' | 'ci') => {
    const answer = await fetch(`http://127.0.0.1:${stack.ports[door]}/readyz`);
    return [answer.status, await answer.json()];
  };
  expect(await probe('forge')).toEqual([503, { state: 'degraded' }]);
  const { services } = await stack.accounts().call(getSystem, {});
  expect(services.find(({ name }) => name === 'forge')?.reason).toMatch(/nearly full: 0 MiB are free.*make room/);
  expect(await probe('ci')).toEqual([200, { state: 'ok' }]);
  expect((await ada.forge.callOrNull(repoGetBranch, { owner: 'ada', repo: 'full', branch: 'main' }))?.commit.id).toBe(second);
  await rm(filler);
  await copy.push();
  expect((await pipelineOf(ada, 'ada/full', third)).number).toBe(3);
});
