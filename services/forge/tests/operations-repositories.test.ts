import { afterAll, beforeAll, expect, test } from 'vitest';

import { repoAddCollaborator, repoSearch, userCurrentListRepos, userGet, userGetCurrent, userListRepos } from '@mosaic/contracts/gitea';

import { startForge, TOKENS, type ForgeHarness } from './harness.ts';

/* What of repositories and people shows on a forge that holds nothing else; the rest is required (contracts/gitea/src/requirements.ts). */

let bench: ForgeHarness;
const ada = () => bench.as(TOKENS.ada);
const bob = () => bench.as(TOKENS.bob);
const names = (repositories: { name: string }[]) => repositories.map(({ name }) => name);

/** Of ada's: beta, which bob may write to, and alpha, which is hidden; of bob's: gamma, where ada may read. */
beforeAll(async () => {
  bench = await startForge();
  await ada().createRepository({ name: 'beta', auto_init: true });
  await ada().createRepository({ name: 'alpha', private: true });
  await bob().createRepository({ name: 'gamma' });
  await ada().call(repoAddCollaborator, { owner: 'ada', repo: 'beta', collaborator: 'bob', body: {} });
  await bob().call(repoAddCollaborator, { owner: 'bob', repo: 'gamma', collaborator: 'ada', body: { permission: 'read' } });
});
afterAll(() => bench[Symbol.asyncDispose]());

test('lists of repositories say how many there are that the caller may see, those where they work among them', async () => {
  const mine = await ada().callPage(userCurrentListRepos, {});
  expect([names(mine.items).toSorted(), mine.total]).toEqual([['alpha', 'beta', 'gamma'], 3]);
  const seen = await bob().callPage(userListRepos, { username: 'ada', query: { limit: 1 } });
  expect([names(seen.items), seen.total]).toEqual([['beta'], 1]);
});

test('the search by a person finds where they work, too, and the first by whose they are', async () => {
  const uid = (await ada().call(userGet, { username: 'bob' })).id;
  const found = async (query: object) => names((await ada().callPage(repoSearch, { query: { sort: 'alpha', ...query } })).items);
  expect(await found({ uid })).toEqual(['beta', 'gamma']);
  expect(await found({ priority_owner_id: uid })).toEqual(['gamma', 'alpha', 'beta']);
});

test('a person has their name, a repository its number of branches', async () => {
  expect(await ada().call(userGetCurrent, {})).toMatchObject({ login: 'ada', full_name: 'Ada Lovelace' });
  expect(await ada().getRepository('ada', 'beta')).toMatchObject({ branch_count: 1 });
});
