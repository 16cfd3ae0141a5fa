import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';

import {
  repoCompareDiff,
  repoCreateBranch,
  repoCreateStatus,
  repoDeleteBranch,
  repoGetBranch,
  repoGetCombinedStatusByRef,
  repoGetTag,
  repoListAllGitRefs,
  repoListBranches,
  repoListGitRefs,
  repoListStatuses,
  repoListStatusesByRef,
  repoListTags,
} from '@mosaic/contracts/gitea';
import { locate, nativeCalls } from '@mosaic/contracts/mosaic';

import { commit, runGit, startForge, TOKENS, type ForgeHarness } from './harness.ts';

/* Each operation on branches, tags and statuses through its door: what it answers, and that each parameter changes the answer. */

const lib = { owner: 'ada', repo: 'lib' };

let bench: ForgeHarness;
const ada = () => bench.as(TOKENS.ada);
/** Commits by their message, and the id of the annotated tag. */
let [first, second, tag] = ['', '', ''];

/** Two commits on main; rel/1.0 and the annotated tag v1 at the first, the plain tag edge at the second. */
beforeAll(async () => {
  bench = await startForge();
  await ada().createRepository({ name: 'lib' });
  const work = await bench.workspace('ada/lib', TOKENS.ada, { 'docs/a.md': 'one\n' });
  const git = (...args: string[]) => runGit(args, { cwd: work }).then((text) => text.trim());
  first = await git('rev-parse', 'HEAD');
  await git('branch', 'rel/1.0');
  await git('tag', '-a', 'v1', '-m', 'Words of the release');
  second = await commit(work, { 'docs/a.md': 'two\n' }, 'Second');
  await git('tag', 'edge');
  tag = await git('rev-parse', 'v1');
  await git('push', '-q', 'origin', 'main', 'rel/1.0', 'v1', 'edge');
});
afterAll(() => bench[Symbol.asyncDispose]());

test('branches and tags: listed, page by page, by a part of their name, and one', async () => {
  for (const [operation, all] of [
    [repoListBranches, ['main', 'rel/1.0']],
    [repoListTags, ['edge', 'v1']],
  ] as const) {
    const names = async (query: z.input<typeof operation.query>) =>
      (await ada().callPage(operation, { ...lib, query })).items.map(({ name }) => name);
    expect(await names({})).toEqual(all);
    expect([await names({ limit: 1 }), await names({ limit: 1, page: 2 })]).toEqual(all.map((name) => [name]));
    expect(await names({ q: all[1].toUpperCase() })).toEqual([all[1]]);
  }
  const [main] = await ada().call(repoListBranches, lib);
  expect(main).toMatchObject({ name: 'main', commit: { id: second, message: expect.stringMatching(/^Second/) as string } });
  expect(await ada().call(repoGetBranch, { ...lib, branch: 'rel/1.0' })).toMatchObject({ name: 'rel/1.0', commit: { id: first } });
  expect(await ada().callOrNull(repoGetBranch, { ...lib, branch: 'none' })).toBeNull();
  const annotated = { name: 'v1', id: tag, message: 'Words of the release', commit: { sha: first } };
  expect(await ada().call(repoListTags, lib)).toMatchObject([{ name: 'edge', id: second, commit: { sha: second } }, annotated]);
  expect(await ada().call(repoGetTag, { ...lib, tag: 'v1' })).toMatchObject(annotated);
  expect(await ada().callOrNull(repoGetTag, { ...lib, tag: 'none' })).toBeNull();
});

test('refs: all, one by its very name, and those that begin alike', async () => {
  const refs = {
    main: { ref: 'refs/heads/main', object: { type: 'commit', sha: second } },
    rel: { ref: 'refs/heads/rel/1.0', object: { type: 'commit', sha: first } },
    edge: { ref: 'refs/tags/edge', object: { type: 'commit', sha: second } },
    v1: { ref: 'refs/tags/v1', object: { type: 'tag', sha: tag } },
  };
  expect(await ada().call(repoListAllGitRefs, lib)).toMatchObject(Object.values(refs));
  const at = (ref: string) => ada().call(repoListGitRefs, { ...lib, ref });
  expect(await at('heads/main')).toMatchObject([refs.main]);
  expect([await at('heads'), await at('tags/e')]).toMatchObject([[refs.main, refs.rel], [refs.edge]]);
  expect(await ada().callOrNull(repoListGitRefs, { ...lib, ref: 'heads/none' })).toBeNull();
});

test('a branch begins where it is told to, and is gone when it is deleted', async () => {
  const create = (body: z.input<typeof repoCreateBranch.body>) => ada().call(repoCreateBranch, { ...lib, body });
  expect(await create({ new_branch_name: 'plain' })).toMatchObject({ name: 'plain', commit: { id: second } });
  expect(await create({ new_branch_name: 'of/branch', old_branch_name: 'rel/1.0' })).toMatchObject({ commit: { id: first } });
  expect(await create({ new_branch_name: 'of/ref', old_ref_name: 'v1', old_branch_name: 'main' })).toMatchObject({ commit: { id: first } });
  await expect(create({ new_branch_name: 'plain' })).rejects.toMatchObject({ status: 409 });
  for (const branch of ['plain', 'of/branch', 'of/ref']) {
    expect((await ada().call(repoGetBranch, { ...lib, branch })).name).toBe(branch);
    expect(await ada().call(repoDeleteBranch, { ...lib, branch })).toBeUndefined();
    expect(await ada().callOrNull(repoGetBranch, { ...lib, branch })).toBeNull();
  }
  const eve = bench.as(TOKENS.eve);
  await expect(eve.call(repoCreateBranch, { ...lib, body: { new_branch_name: 'mine' } })).rejects.toMatchObject({ status: 403 });
  await expect(eve.call(repoDeleteBranch, { ...lib, branch: 'rel/1.0' })).rejects.toMatchObject({ status: 403 });
});

test('what one ref has and another has not', async () => {
  const compare = (basehead: string) => ada().call(repoCompareDiff, { ...lib, basehead });
  const forth = await compare('rel/1.0...main');
  expect(forth).toMatchObject({ total_commits: 1, commits: [{ sha: second }], diff_truncated: false });
  expect(forth.diff).toContain('-one\n+two\n');
  expect(await compare('main...rel/1.0')).toMatchObject({ total_commits: 0, commits: [], diff: '' });
});

test("what a page's address means", async () => {
  const at = (filepath: string) => nativeCalls(bench.send(TOKENS.ada)).call(locate, { ...lib, filepath });
  const branch = { kind: 'branch', name: 'rel/1.0', ref: 'refs/heads/rel/1.0', commit: first, path: 'docs/a.md' };
  expect(await at('branch/rel/1.0/docs/a.md')).toEqual(branch);
  expect(await at('tag/v1')).toEqual({ kind: 'tag', name: 'v1', ref: 'refs/tags/v1', commit: first, path: '' });
  expect(await at(`commit/${second}/docs`)).toEqual({ kind: 'commit', name: second, ref: second, commit: second, path: 'docs' });
  await expect(at('branch/none')).rejects.toMatchObject({ status: 404 });
});

test('statuses: written, listed, filter by filter, and what they make together', async () => {
  const create = (body: z.input<typeof repoCreateStatus.body>) => ada().call(repoCreateStatus, { ...lib, sha: 'rel/1.0', body });
  const combined = (query: z.input<typeof repoGetCombinedStatusByRef.query> = {}) =>
    ada().call(repoGetCombinedStatusByRef, { ...lib, ref: first, query });
  expect(await combined()).toMatchObject({ state: 'pending', sha: first, total_count: 0, statuses: [] });
  const plain = await create({ state: 'pending' });
  expect(plain).toMatchObject({ status: 'pending', context: 'default', description: '', target_url: '', creator: { login: 'ada' } });
  const full = { context: 'ci/test', description: 'Two of three', target_url: 'https://ci.example.test/1' };
  const told = await create({ state: 'success', ...full });
  expect(told).toMatchObject({ status: 'success', ...full });
  const last = await create({ state: 'failure' });
  for (const list of [
    (query: z.input<typeof repoListStatuses.query>) => ada().call(repoListStatuses, { ...lib, sha: first, query }),
    (query: z.input<typeof repoListStatusesByRef.query>) => ada().call(repoListStatusesByRef, { ...lib, ref: 'v1', query }),
  ]) {
    const ids = async (query: z.input<typeof repoListStatuses.query>) => (await list(query)).map(({ id }) => id);
    expect(await list({})).toEqual([last, told, plain]);
    expect([await ids({ limit: 2 }), await ids({ limit: 2, page: 2 })]).toEqual([[last.id, told.id], [plain.id]]);
    expect([await ids({ state: 'success' }), await ids({ state: 'pending' })]).toEqual([[told.id], [plain.id]]);
    expect(await ids({ sort: 'oldest' })).toEqual([plain.id, told.id, last.id]);
  }
  const all = await combined();
  expect(all).toMatchObject({ state: 'failure', sha: first, total_count: 2, repository: { full_name: 'ada/lib' } });
  expect(all.statuses.map(({ id }) => id).toSorted((a, b) => a - b)).toEqual([told.id, last.id]);
  const page = async (number: number) => (await combined({ limit: 1, page: number })).statuses;
  expect([...(await page(1)), ...(await page(2))]).toEqual(all.statuses);
  expect((await page(1)).length).toBe(1);
});
