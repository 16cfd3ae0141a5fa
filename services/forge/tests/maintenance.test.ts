import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { createGiteaClient } from '@mosaic/contracts/gitea';
import { createSend } from '@mosaic/platform/http';
import { Stack } from '@mosaic/platform/lifecycle';
import { startFakeAccounts } from '@mosaic/testing/fakes';
import { openDatabaseFile } from '@mosaic/testing/servers';

import { PRINCIPALS, TOKENS, commit, eventually, remoteUrl, runGit, startForge } from './harness.ts';

const SOON = { maintenanceDelayMs: 0, maintainAfter: { pushes: 3, looseObjects: 1_000_000, packs: 1_000_000 } };

const packs = async (folder: string, id: number) =>
  (await readdir(join(folder, 'forge', 'repositories', `${id}.git`, 'objects', 'pack'))).filter((name) => name.endsWith('.bitmap'));

it('maintains a repository once it has collected enough, while pushes go on', async () => {
  await using bench = await startForge({ config: SOON });
  const { id } = await bench.as(TOKENS.ada).createRepository({ name: 'busy' });
  const work = await bench.workspace('ada/busy', TOKENS.ada);
  const push = async (round: number) => {
    await commit(work, { 'a.txt': `${round}` });
    await runGit(['push', '-q', 'origin', 'main', `main:b${round}`], { cwd: work });
  };
  for (const round of [1, 2]) await push(round);
  expect(await packs(bench.folder, id)).toEqual([]);
  for (let round = 3; round < 15; round++) await push(round);
  await eventually(
    () => packs(bench.folder, id),
    (found) => found.length === 1,
  );
  await runGit(['clone', '-q', '--mirror', remoteUrl(bench.url, 'ada/busy', TOKENS.ada), join(bench.folder, 'mirror.git')]);
  expect((await runGit(['for-each-ref', 'refs/heads/'], { cwd: join(bench.folder, 'mirror.git') })).trim().split('\n')).toHaveLength(15);
  await runGit(['fsck', '--strict', '--connectivity-only'], { cwd: join(bench.folder, 'forge', 'repositories', `${id}.git`) });
});

it('what a killed push left locked keeps no later one from the branch, while nothing else works there', async () => {
  await using bench = await startForge();
  const { id } = await bench.as(TOKENS.ada).createRepository({ name: 'locked' });
  const work = await bench.workspace('ada/locked', TOKENS.ada);
  await commit(work, { 'a.txt': '1' });
  await runGit(['push', '-q', 'origin', 'main', 'main:topic/deep'], { cwd: work });
  const gitDir = join(bench.folder, 'forge', 'repositories', `${id}.git`);
  const locks = ['refs/heads/main.lock', 'refs/heads/topic/deep.lock', 'HEAD.lock', 'packed-refs.lock'];
  for (const name of locks) await writeFile(join(gitDir, name), '');
  await commit(work, { 'a.txt': '2' });
  await runGit(['push', '-q', 'origin', 'main'], { cwd: work });
  await runGit(['push', '-q', 'origin', ':topic/deep'], { cwd: work });
});

it('a start clears away what a killed maintenance left, and begins it anew', async () => {
  await using bench = await startForge({ config: { maintenanceDelayMs: 0 } });
  const { id } = await bench.as(TOKENS.ada).createRepository({ name: 'cut', auto_init: true });
  const gitDir = join(bench.folder, 'forge', 'repositories', `${id}.git`);
  await bench.store.insert('maintenance', { repository_id: id, started_at: Date.now(), done_at: 0 });
  for (const name of ['packed-refs.lock', 'objects/pack/tmp_pack_abc']) await writeFile(join(gitDir, name), 'x');
  await bench.restart();
  expect(await readdir(gitDir)).not.toContain('packed-refs.lock');
  expect(await readdir(join(gitDir, 'objects', 'pack'))).toEqual([]);
  expect(await bench.store.rows('select started_at, done_at from maintenance')).toEqual([{ started_at: 0, done_at: 0 }]);
});

it('kill -9 amid maintenance: the next start takes pushes and deletions of refs, and maintains again', { timeout: 60_000 }, async () => {
  await using stack = new Stack();
  const folder = await mkdtemp(join(tmpdir(), 'forge-maintenance-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const accounts = stack.use(await startFakeAccounts(PRINCIPALS));
  const settings = JSON.stringify({ folder, accounts: accounts.url, hookHost: '127.0.0.1:1', config: SOON });
  const start = async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'forge-process.ts'), settings], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    stack.defer(() => void child.kill('SIGKILL'));
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    return { child, url: line.toString().trim() };
  };
  let server = await start();
  const client = (token: string) =>
    createGiteaClient(stack.use(createSend({ baseUrl: server.url, headers: () => ({ authorization: `token ${token}` }) })));
  const { id } = await client(TOKENS.ada).createRepository({ name: 'cut' });
  const work = join(folder, 'work');
  await runGit(['init', '-q', '-b', 'main', work]);
  for (const [round, delayMs] of [0, 5, 15].entries()) {
    for (let push = 0; push < 3; push++) {
      await commit(work, { 'a.txt': `${round}-${push}` });
      await runGit(['push', '-q', remoteUrl(server.url, 'ada/cut', TOKENS.ada), 'main', `main:b${round}-${push}`], { cwd: work });
    }
    await eventually(
      async () => rowOf(folder),
      (row) => row !== undefined && Number(row['started_at']) > 0,
    );
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    server.child.kill('SIGKILL');
    await once(server.child, 'exit');
    server = await start();
  }
  await runGit(['push', '-q', remoteUrl(server.url, 'ada/cut', TOKENS.ada), ':b0-0', 'main:late'], { cwd: work });
  await eventually(
    () => packs(folder, id),
    (found) => found.length === 1,
  );
  await runGit(['fsck', '--connectivity-only'], { cwd: join(folder, 'forge', 'repositories', `${id}.git`) });
});

function rowOf(folder: string) {
  using database = openDatabaseFile(join(folder, 'forge', 'forge.db'), { readOnly: true });
  return database.prepare('select started_at, done_at from maintenance').get();
}
