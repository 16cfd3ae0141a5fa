import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { resolveCommit, type CheckPush, type IncomingObjects } from '@mosaic/engines/git';
import { expect, it } from 'vitest';

import { GitFixture } from './git-fixture.ts';
import { GitServer } from './git-server.ts';

/** A user's working copy of a repository whose main has one commit, and a server that asks before refs move. */
async function withCheck(fixture: GitFixture, server: GitServer) {
  const first = await fixture.commit('first', { 'README.md': 'hello\n' });
  const work = join(fixture.folder, 'work');
  await fixture.git(['clone', '-q', server.url, work]);
  let check: CheckPush = () => Promise.resolve(null);
  const hooks = join(fixture.folder, 'hooks');
  server.hooks.check = { hooks, ask: (incoming) => check(incoming) };
  const git = (...args: string[]) => fixture.git(args, { cwd: work });
  const commit = async (path: string) => {
    await mkdir(join(work, path, '..'), { recursive: true });
    await writeFile(join(work, path), path);
    await git('add', '.');
    await git('commit', '-qm', path);
    return (await git('rev-parse', 'HEAD')).stdout.trim();
  };
  return { first, hooks, git, commit, decide: (by: CheckPush) => (check = by) };
}

it('a push is judged when its objects are there and no ref has moved', async () => {
  await using fixture = await GitFixture.create();
  await using server = await GitServer.create(fixture.repository);
  const { first, git, commit, decide } = await withCheck(fixture, server);
  await commit('a/b.txt');
  const second = await commit('caf\u00e9.txt');
  const seen: unknown[] = [];
  decide(async (incoming: IncomingObjects) => {
    seen.push(await incoming.isAncestor(first, second), await incoming.isAncestor(second, first));
    seen.push(await incoming.pathsBetween(first, second), await incoming.pathsOfNew(second));
    seen.push(await resolveCommit(fixture.repository, 'main'));
    return null;
  });
  await git('push', '-q', 'origin', 'main');
  expect(seen).toEqual([true, false, ['a/b.txt', 'caf\u00e9.txt'], ['caf\u00e9.txt', 'a/b.txt'], first]);
  expect(await resolveCommit(fixture.repository, 'main')).toBe(second);
});

it.each<[string, CheckPush, string]>([
  ['a reason is shown', () => Promise.resolve('branch main is\nprotected'), 'remote: branch main is protected'],
  ['a check that fails lets nothing pass', () => Promise.reject(new Error('secret')), 'remote: The push could not be checked; try again.'],
])('%s, and nothing of a refused push is kept', async (_what, ask, words) => {
  await using fixture = await GitFixture.create();
  await using server = await GitServer.create(fixture.repository);
  const { first, git, commit, decide } = await withCheck(fixture, server);
  const second = await commit('b.txt');
  decide(ask);
  const refused = (await git('push', 'origin', 'main', 'main:other').catch((error: unknown) => error)) as { stderr: string };
  expect(refused.stderr).toContain(words);
  expect(refused.stderr).not.toContain('secret');
  expect(await resolveCommit(fixture.repository, 'main')).toBe(first);
  expect(await resolveCommit(fixture.repository, 'other')).toBeNull();
  expect(await resolveCommit(fixture.repository, second)).toBeNull();
  expect((await readdir(join(fixture.repository.gitDir, 'objects'))).filter((name) => name.startsWith('tmp_'))).toEqual([]);
});

it('deletions, which bring no objects, are asked about too', async () => {
  await using fixture = await GitFixture.create();
  await using server = await GitServer.create(fixture.repository);
  const { git, decide, first } = await withCheck(fixture, server);
  await git('push', '-q', 'origin', 'main:other');
  decide(async (incoming) => ((await incoming.isAncestor(first, first)) ? 'no' : null));
  await expect(git('push', 'origin', ':other')).rejects.toThrow('remote: no');
  expect(await resolveCommit(fixture.repository, 'other')).toBe(first);
});

it('a hook that lost its right to run is made anew', async () => {
  await using fixture = await GitFixture.create();
  await using server = await GitServer.create(fixture.repository);
  const { git, commit, decide, hooks, first } = await withCheck(fixture, server);
  await commit('c.txt');
  await git('push', '-q', 'origin', 'main');
  await commit('d.txt');
  await chmod(join(hooks, 'pre-receive'), 0o600);
  decide(() => Promise.resolve('no'));
  await expect(git('push', 'origin', 'main')).rejects.toThrow('remote: no');
  expect(await resolveCommit(fixture.repository, 'main')).not.toBe(first);
});
