import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { createGiteaClient, repoListBranches } from '@mosaic/contracts/gitea';
import { createSend } from '@mosaic/platform/http';
import { Stack } from '@mosaic/platform/lifecycle';
import { startFakeAccounts } from '@mosaic/testing/fakes';

import { PRINCIPALS, TOKENS, commit, remoteUrl, runGit } from './harness.ts';

/** A small file system of its own needs a mount namespace. */
const CAN_MOUNT = (() => {
  try {
    execFileSync('unshare', ['-Urm', 'mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', tmpdir()], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

describe('a full disk', () => {
  const stack = new Stack();
  afterEach(() => stack[Symbol.asyncDispose]());

  it.skipIf(!CAN_MOUNT && process.env['MOSAIC_TEST_REQUIRE'] !== 'all')('refuses the push in words and goes on with the next', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'forge-disk-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const accounts = stack.use(await startFakeAccounts(PRINCIPALS));
    const small = join(folder, 'small');
    await mkdir(small);
    const settings = JSON.stringify({ folder: small, accounts: accounts.url, hookHost: '127.0.0.1:1' });
    const script = 'mount -t tmpfs -o size=12m tmpfs "$1" && exec "$2" "$3" "$4"';
    const args = ['-Urm', 'sh', '-c', script, 'sh', small, process.execPath, join(import.meta.dirname, 'forge-process.ts'), settings];
    const child: ChildProcess = spawn('unshare', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    stack.defer(() => void child.kill('SIGKILL'));
    const [line] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    const url = line.toString().trim();

    const work = join(folder, 'work');
    await runGit(['init', '-q', '-b', 'main', work]);
    await commit(work, { 'a.txt': 'a' });
    const remote = remoteUrl(url, 'ada/small', TOKENS.ada);
    await runGit(['push', remote, 'main'], { cwd: work });
    await writeFile(join(work, 'noise.bin'), randomBytes(20 * 1024 * 1024));
    await commit(work, {});
    await expect(runGit(['push', remote, 'main:noise'], { cwd: work })).rejects.toThrow(
      /remote: The server's disk is full; nothing was taken/,
    );

    await runGit(['rm', '-q', 'noise.bin'], { cwd: work });
    await runGit(['reset', '-q', '--soft', 'HEAD~1'], { cwd: work });
    const next = await commit(work, { 'b.txt': 'b' });
    await runGit(['push', remote, 'main'], { cwd: work });
    const ada = createGiteaClient(stack.use(createSend({ baseUrl: url, headers: () => ({ authorization: `token ${TOKENS.ada}` }) })));
    const branches = (await ada.callPage(repoListBranches, { owner: 'ada', repo: 'small' })).items.map(({ name, commit: tip }) => [
      name,
      tip.id,
    ]);
    expect(branches).toEqual([['main', next]]);

    // Not even the row that comes before git can be written.
    const filler = join('/proc', String(child.pid), 'root', small, 'filler');
    await writeFile(filler, Buffer.alloc(13 * 1024 * 1024)).catch(() => undefined);
    await expect(runGit(['push', remote, 'main:late'], { cwd: work })).rejects.toThrow(
      /remote: The server's disk is full; nothing was taken/,
    );
    await rm(filler);
    await runGit(['push', remote, 'main:late'], { cwd: work });
  });
});
