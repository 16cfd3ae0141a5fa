import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';

import { repoCreateStatus, repoGetCombinedStatusByRef, repoListStatuses, repoListStatusesByRef } from '@mosaic/contracts/gitea';
import { locate, nativeCalls } from '@mosaic/contracts/mosaic';

import { commit, runGit, startForge, TOKENS, type ForgeHarness } from './harness.ts';

/* What of refs and statuses is ours alone; the rest is required (contracts/gitea/src/requirements.ts). */

const lib = { owner: 'ada', repo: 'lib' };

let bench: ForgeHarness;
const ada = () => bench.as(TOKENS.ada);
let [first, second] = ['', ''];

/** Two commits on main; rel/1.0 and the annotated tag v1 at the first. */
beforeAll(async () => {
  bench = await startForge();
  await ada().createRepository({ name: 'lib' });
  const work = await bench.workspace('ada/lib', TOKENS.ada, { 'docs/a.md': 'one\n' });
  const git = (...args: string[]) => runGit(args, { cwd: work }).then((text) => text.trim());
  first = await git('rev-parse', 'HEAD');
  await git('branch', 'rel/1.0');
  await git('tag', '-a', 'v1', '-m', 'Words of the release');
  second = await commit(work, { 'docs/a.md': 'two\n' }, 'Second');
  await git('push', '-q', 'origin', 'main', 'rel/1.0', 'v1');
});
afterAll(() => bench[Symbol.asyncDispose]());

test("what a page's address means", async () => {
  const at = (filepath: string) => nativeCalls(bench.send(TOKENS.ada)).call(locate, { ...lib, filepath });
  const branch = { kind: 'branch', name: 'rel/1.0', ref: 'refs/heads/rel/1.0', commit: first, path: 'docs/a.md' };
  expect(await at('branch/rel/1.0/docs/a.md')).toEqual(branch);
  expect(await at('tag/v1')).toEqual({ kind: 'tag', name: 'v1', ref: 'refs/tags/v1', commit: first, path: '' });
  expect(await at(`commit/${second}/docs`)).toEqual({ kind: 'commit', name: second, ref: second, commit: second, path: 'docs' });
  await expect(at('branch/none')).rejects.toMatchObject({ status: 404 });
});

test('statuses of one moment stand in the order of their writing, alone and together', async () => {
  const create = (state: 'pending' | 'success' | 'failure', context?: string) =>
    ada().call(repoCreateStatus, { ...lib, sha: 'rel/1.0', body: { state, ...(context === undefined ? {} : { context }) } });
  const combined = (query: z.input<typeof repoGetCombinedStatusByRef.query> = {}) =>
    ada().call(repoGetCombinedStatusByRef, { ...lib, ref: first, query });
  expect(await combined()).toMatchObject({ state: 'pending', sha: first, total_count: 0, statuses: [] });
  const [plain, told, last] = [await create('pending'), await create('success', 'ci/test'), await create('failure')];
  for (const list of [
    (query: z.input<typeof repoListStatuses.query>) => ada().call(repoListStatuses, { ...lib, sha: first, query }),
    (query: z.input<typeof repoListStatusesByRef.query>) => ada().call(repoListStatusesByRef, { ...lib, ref: 'v1', query }),
  ]) {
    expect(await list({})).toEqual([last, told, plain]);
    expect(await list({ sort: 'oldest' })).toEqual([plain, told, last]);
    expect([await list({ limit: 2 }), await list({ limit: 2, page: 2 })]).toEqual([[last, told], [plain]]);
  }
  const all = await combined();
  expect(all).toMatchObject({ state: 'failure', total_count: 2, repository: { full_name: 'ada/lib' } });
  const page = async (number: number) => (await combined({ limit: 1, page: number })).statuses;
  expect([...(await page(1)), ...(await page(2))]).toEqual(all.statuses);
});
