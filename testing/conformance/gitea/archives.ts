import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { expect } from 'vitest';

import { repoCreateRelease, repoGetArchive, repoGetTag } from '@mosaic/contracts/gitea';

import { requirement } from './suite.ts';
import type { GiteaTarget, Home } from './target.ts';

const execute = promisify(execFile);

const download = ({ owner, at }: Home, archive: string, query: { path?: string | string[] } = {}) =>
  owner.call(repoGetArchive, { ...at, archive, query });

/** Does something with a file that is gone afterwards. */
async function onDisk<T>(bytes: Uint8Array, work: (file: string, folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'archive-'));
  try {
    const file = join(folder, 'archive');
    await writeFile(file, bytes);
    return await work(file, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const membersOf = (bytes: Uint8Array) =>
  onDisk(bytes, async (file) => (await execute('tar', ['-tzf', file])).stdout.trim().split('\n').toSorted());

async function withFolders(target: GiteaTarget): Promise<Home> {
  const home = await target.home();
  const { git, commit } = await target.clone(home);
  await commit({ 'docs/a.md': 'a', 'docs/b.md': 'b', 'src/c.ts': 'c' }, 'More');
  await git('push', '-q', 'origin', 'main', 'main:feature/x');
  return home;
}

requirement('gitea.archives.zip.200', async (target) => {
  for (const home of await target.homes()) {
    const bytes = Buffer.from(await download(home, 'main.zip'));
    expect(bytes.subarray(0, 4).toString('latin1')).toBe('PK\u0003\u0004');
    expect(bytes.toString('latin1')).toContain(`${home.at.repo.toLowerCase()}/README.md`);
  }
});

requirement('gitea.archives.tar.200', async (target) => {
  const home = await withFolders(target);
  const folder = home.at.repo.toLowerCase();
  expect(await membersOf(await download(home, 'feature/x.tar.gz'))).toContain(`${folder}/src/c.ts`);
  expect(await membersOf(await download(home, 'main.tar.gz', { path: 'docs' }))).toEqual(
    [`${folder}/`, `${folder}/docs/`, `${folder}/docs/a.md`, `${folder}/docs/b.md`].toSorted(),
  );
  const two = await membersOf(await download(home, 'main.tar.gz', { path: 'README.md' }));
  expect(two).toEqual([`${folder}/`, `${folder}/README.md`]);
  expect(await home.owner.refusal(repoGetArchive, { ...home.at, archive: 'main.tar.gz', query: { path: 'nowhere' } })).toBeLessThan(500);
});

requirement('gitea.archives.bundle.200', async (target) => {
  const home = await withFolders(target);
  const commits = await onDisk(await download(home, 'main.bundle'), async (file, folder) => {
    await execute('git', ['clone', '-q', '-b', 'bundle', file, join(folder, 'clone')]);
    return (await execute('git', ['-C', join(folder, 'clone'), 'rev-list', '--count', 'HEAD'])).stdout.trim();
  });
  expect(commits).toBe('2');
});

requirement('gitea.archives.404', async (target) => {
  const { owner, at } = await target.home();
  expect(await owner.refusal(repoGetArchive, { ...at, archive: 'nowhere.zip' })).toBe(404);
});

requirement('gitea.archives.format', async (target) => {
  const { owner, at } = await target.home();
  expect([400, 422]).toContain(await owner.refusal(repoGetArchive, { ...at, archive: 'main.rar' }));
});

requirement('gitea.archives.web', async (target) => {
  const { owner, at } = await target.home();
  await owner.call(repoCreateRelease, { ...at, body: { tag_name: 'v1/x' } });
  const { tarball_url, zipball_url } = await owner.call(repoGetTag, { ...at, tag: 'v1/x' });
  for (const url of [tarball_url, zipball_url]) {
    const answer = await target.send('')({ method: 'GET', path: new URL(url).pathname });
    expect([url, answer.status, (await answer.bytes()).length > 100]).toEqual([url, 200, true]);
  }
});
