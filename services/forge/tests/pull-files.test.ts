import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { repoCreatePullRequest, repoGetPullRequest, repoGetSingleCommit, repoMergePullRequest } from '@mosaic/contracts/gitea';
import { getMergeMessage, getPullChange, listPullChanges, nativeCalls } from '@mosaic/contracts/mosaic';
import type { WireError } from '@mosaic/contracts/wire';

import { commit, runGit, startForge, TOKENS, type ForgeHarness } from './harness.ts';

let bench: ForgeHarness;
beforeAll(async () => {
  bench = await startForge();
});
afterAll(() => bench[Symbol.asyncDispose]());

/** A private repository of ada's with a pull request that moves, changes, deletes and adds files. */
async function proposed(repo: string) {
  const at = { owner: 'ada', repo };
  await bench.as(TOKENS.ada).createRepository({ name: repo, private: true });
  const long = Array.from({ length: 20 }, (_, line) => `line ${line}\n`).join('');
  const folder = await bench.workspace(`ada/${repo}`, TOKENS.ada, { 'old.txt': long, 'gone.txt': 'gone\n', 'a.txt': 'one\ntwo\n' });
  await runGit(['push', '-q', 'origin', 'HEAD:refs/heads/main'], { cwd: folder });
  for (const path of ['old.txt', 'gone.txt']) await rm(join(folder, path));
  await writeFile(Buffer.concat([Buffer.from(`${folder}/l`), Buffer.from([0xe9])]), 'bytes\n');
  await commit(folder, { 'new.txt': `${long}more\n`, 'a.txt': 'one\n  two\nthree\n' });
  await runGit(['push', '-q', 'origin', 'HEAD:refs/heads/topic'], { cwd: folder });
  await bench.as(TOKENS.ada).call(repoCreatePullRequest, { ...at, body: { head: 'topic', base: 'main', title: 'Topic' } });
  return { ...at, index: 1 };
}

const ada = () => nativeCalls(bench.send(TOKENS.ada));
const textOf = async (given: Parameters<typeof read>[0]) => Buffer.from(await read(given)).toString();
const read = (given: { owner: string; repo: string; index: number; filepath: string; query?: object }) => ada().call(getPullChange, given);

it('the files of a pull request are told with ids, modes and former names, and each is sent by itself', async () => {
  const at = await proposed('files');
  const { files, from, to, truncated } = await ada().call(listPullChanges, at);
  const pull = await bench.as(TOKENS.ada).call(repoGetPullRequest, at);
  expect([from, to, truncated]).toEqual([pull.merge_base, pull.head.sha, false]);
  expect(files.map(({ path, formerPath, kind, additions, deletions }) => [path, formerPath, kind, additions, deletions])).toEqual([
    ['a.txt', null, 'modified', 2, 1],
    ['gone.txt', null, 'deleted', 0, 1],
    ['l\udce9', null, 'added', 1, 0],
    ['new.txt', 'old.txt', 'renamed', 1, 0],
  ]);
  expect(files[0]).toMatchObject({ binary: false, before: { mode: '100644' }, after: { mode: '100644' } });
  expect(await textOf({ ...at, filepath: 'a.txt' })).toMatch(/\n@@ -1,2 \+1,3 @@\n one\n-two\n\+ {2}two\n\+three\n$/);
  expect(await textOf({ ...at, filepath: 'a.txt', query: { space: 'ignore', context: 0 } })).toMatch(/\n@@ -2,0 \+3 @@ two\n\+three\n$/);
  expect(await textOf({ ...at, filepath: 'l\udce9' })).toMatch(/\n\+bytes\n$/);
  expect(await textOf({ ...at, filepath: 'new.txt', query: { former: 'old.txt' } })).toMatch(/ line 19\n\+more\n$/);
  await expect(read({ ...at, filepath: 'nowhere' })).rejects.toMatchObject({ status: 404 });
  await bench.as(TOKENS.ada).call(repoMergePullRequest, { ...at, body: { Do: 'merge' } });
  expect((await ada().call(listPullChanges, at)).files).toEqual(files);
});

it('the message of a merge is the one that a merge without words gets', async () => {
  const at = await proposed('words');
  expect(await ada().call(getMergeMessage, { ...at, query: { style: 'squash' } })).toEqual({ title: 'Topic (#1)', body: '' });
  const usual = await ada().call(getMergeMessage, at);
  expect(usual).toEqual({ title: "Merge pull request 'Topic' (#1) from topic into main", body: '' });
  await bench.as(TOKENS.ada).call(repoMergePullRequest, { ...at, body: { Do: 'merge' } });
  const { merge_commit_sha: sha } = await bench.as(TOKENS.ada).call(repoGetPullRequest, at);
  const merged = await bench.as(TOKENS.ada).call(repoGetSingleCommit, { ...at, sha: sha ?? '' });
  expect(merged.commit.message.trim()).toBe(usual.title);
});

it('a stranger finds none of it, and what is no pull request has none', async () => {
  const at = await proposed('hidden');
  const eve = nativeCalls(bench.send(TOKENS.eve));
  const refused = expect.objectContaining({ status: 404 }) as WireError;
  await expect(eve.call(listPullChanges, at)).rejects.toEqual(refused);
  await expect(eve.call(getPullChange, { ...at, filepath: 'a.txt' })).rejects.toEqual(refused);
  await expect(eve.call(getMergeMessage, at)).rejects.toEqual(refused);
  await expect(ada().call(listPullChanges, { ...at, index: 2 })).rejects.toEqual(refused);
});
