import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { createFork, repoCreateBranch, repoCreateFile, repoDelete, repoDeleteBranch, repoEdit, repoGet } from '@mosaic/contracts/gitea';
import { eventData, repositoryForked } from '@mosaic/contracts/mosaic';

import { remoteUrl, runGit, startForge, TOKENS, type ForgeHarness } from './harness.ts';

let bench: ForgeHarness;
beforeAll(async () => {
  bench = await startForge();
});
afterAll(() => bench[Symbol.asyncDispose]());

const folderOf = (id: number) => join(bench.folder, 'forge', 'repositories', `${id}.git`);

async function home(name: string, members = {}): Promise<{ at: { owner: string; repo: string }; id: number }> {
  const { id } = await bench.as(TOKENS.ada).createRepository({ name, auto_init: true, ...members });
  return { at: { owner: 'ada', repo: name }, id };
}

const write = async (at: { owner: string; repo: string }, branch: string, filepath: string) =>
  (await bench.as(TOKENS.ada).call(repoCreateFile, { ...at, filepath, body: { content: 'eAo=', branch } })).commit.sha;

it('what only a deleted branch or a hidden ref of the parent holds is not in the fork, by its id neither', async () => {
  const { at, id } = await home('kept');
  await bench.as(TOKENS.ada).call(repoCreateBranch, { ...at, body: { new_branch_name: 'secret' } });
  const deleted = await write(at, 'secret', 'secret.txt');
  await bench.as(TOKENS.ada).call(repoDeleteBranch, { ...at, branch: 'secret' });
  const hidden = await runGit(['--git-dir', folderOf(id), 'commit-tree', '-m', 'Proposal', 'refs/heads/main^{tree}']);
  await runGit(['--git-dir', folderOf(id), 'update-ref', 'refs/pull/9/head', hidden.trim()]);
  const bob = bench.as(TOKENS.bob);
  const fork = await bob.call(createFork, { ...at, body: {} });
  const read = async (owner: string, sha: string) => {
    const answer = await bench.send(TOKENS.bob)({ method: 'GET', path: `/api/v1/repos/${owner}/kept/git/commits/${sha}` });
    await answer.discard();
    return answer.status;
  };
  expect([await read('ada', deleted), await read('ada', hidden.trim())]).toEqual([200, 200]);
  expect([await read('bob', deleted), await read('bob', hidden.trim())]).toEqual([404, 404]);
  await expect(runGit(['fetch', '-q', remoteUrl(bench.url, 'bob/kept', TOKENS.bob), deleted], { cwd: folderOf(fork.id) })).rejects.toThrow(
    /not our ref/,
  );
  expect(await runGit(['--git-dir', folderOf(fork.id), 'for-each-ref', '--format=%(refname)'])).toBe('refs/heads/main\n');
});

it('a fork that asks for the default branch alone gets no other branch, no tag, and nothing that only those reach', async () => {
  const { at, id } = await home('narrow');
  await bench.as(TOKENS.ada).call(repoCreateBranch, { ...at, body: { new_branch_name: 'side' } });
  const side = await write(at, 'side', 'side.txt');
  await runGit(['--git-dir', folderOf(id), 'tag', 'v1', side]);
  const fork = await bench.as(TOKENS.bob).call(createFork, { ...at, body: { name: 'slim', default_branch_only: true } });
  expect(fork).toMatchObject({ full_name: 'bob/slim', default_branch: 'main', empty: false });
  expect(await runGit(['--git-dir', folderOf(fork.id), 'for-each-ref', '--format=%(refname)'])).toBe('refs/heads/main\n');
  await expect(runGit(['--git-dir', folderOf(fork.id), 'cat-file', '-e', side])).rejects.toThrow();
});

it('a fork shares nothing on disk with its parent: what becomes of the one leaves the other whole', async () => {
  const { at, id } = await home('parent');
  const fork = await bench.as(TOKENS.bob).call(createFork, { ...at, body: { name: 'child' } });
  await bench.as(TOKENS.ada).call(repoDelete, at);
  expect(await readdir(join(bench.folder, 'forge', 'repositories'))).not.toContain(`${id}.git`);
  await runGit(['--git-dir', folderOf(fork.id), 'fsck', '--strict', '--connectivity-only']);
  expect(await runGit(['ls-remote', '--heads', remoteUrl(bench.url, 'bob/child', '')])).toContain('refs/heads/main');
});

it('a fork of a fork is hidden with the first, told of, and not shown again with it', async () => {
  const { at } = await home('chain');
  const first = await bench.as(TOKENS.bob).call(createFork, { ...at, body: {} });
  const second = await bench.as(TOKENS.eve).call(createFork, { owner: 'bob', repo: 'chain', body: {} });
  const before = (await bench.events()).at(-1)?.seq ?? 0;
  const show = async () => [
    (await bench.as(TOKENS.bob).call(repoGet, { owner: 'bob', repo: 'chain' })).private,
    (await bench.as(TOKENS.eve).call(repoGet, { owner: 'eve', repo: 'chain' })).private,
  ];
  await bench.as(TOKENS.ada).call(repoEdit, { ...at, body: { private: true } });
  expect(await show()).toEqual([true, true]);
  const told = (await bench.events(before)).map(({ type, data }) => [type, data['repositoryId'], data['private']]);
  for (const { id } of [first, second]) expect(told).toContainEqual(['dev.cdevents.repository.modified', id, true]);
  const opening = { owner: 'bob', repo: 'chain', body: { private: false } };
  await expect(bench.as(TOKENS.bob).call(repoEdit, opening)).rejects.toMatchObject({ status: 422 });
  await bench.as(TOKENS.ada).call(repoEdit, { ...at, body: { private: false } });
  expect(await show()).toEqual([true, true]);
  await bench.as(TOKENS.bob).call(repoEdit, opening);
  expect(await show()).toEqual([false, true]);
});

it('the parent hears of it once; a fork that fails is gone without a trace', async () => {
  const { at, id } = await home('told');
  const { id: forkId } = await bench.as(TOKENS.bob).call(createFork, { ...at, body: {} });
  const told = (await bench.events()).filter(({ type, data }) => type === repositoryForked.type && data['repositoryId'] === id);
  expect(told.map((event) => eventData(repositoryForked, event))).toMatchObject([{ repository: 'ada/told', fork: 'bob/told', forkId }]);
  await rm(join(folderOf(id), 'objects'), { recursive: true });
  await expect(bench.as(TOKENS.eve).call(createFork, { ...at, body: {} })).rejects.toMatchObject({ status: 503 });
  expect(await bench.as(TOKENS.eve).getRepository('eve', 'told')).toBeNull();
  expect(await bench.store.rows("select id from repositories where state = 'creating'")).toEqual([]);
  expect((await readdir(join(bench.folder, 'forge', 'repositories'))).filter((name) => name.startsWith('.'))).toEqual([]);
});

it('no name that none may bear, and no organization', async () => {
  const { at } = await home('named');
  for (const body of [{ name: '../x' }, { name: 'a b' }, { organization: 'tools' }])
    await expect(bench.as(TOKENS.bob).call(createFork, { ...at, body })).rejects.toMatchObject({ status: 422 });
});
