import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';

import {
  createCurrentUserRepo,
  getGeneralAPISettings,
  getVersion,
  issueListLabels,
  orgGet,
  orgListCurrentUserOrgs,
  repoAddCollaborator,
  repoCheckCollaborator,
  repoCreateBranch,
  repoDelete,
  repoDeleteCollaborator,
  repoEdit,
  repoGet,
  repoGetByID,
  repoGetRepoPermissions,
  repoListCollaborators,
  repoListPullRequests,
  repoSearch,
  userCurrentListRepos,
  userGet,
  userGetCurrent,
  userListRepos,
} from '@mosaic/contracts/gitea';

import { startForge, TOKENS, type ForgeHarness } from './harness.ts';

/* Each operation on repositories and people through its door: what it answers, and that each parameter changes the answer. */

let bench: ForgeHarness;
const ada = () => bench.as(TOKENS.ada);
const bob = () => bench.as(TOKENS.bob);
const names = (repositories: { name: string }[]) => repositories.map(({ name }) => name);

/** Of ada's: beta, which bob may write to, alpha, which is hidden, and old, which is archived; of bob's: gamma, where ada may read. */
beforeAll(async () => {
  bench = await startForge();
  await ada().call(createCurrentUserRepo, { body: { name: 'beta', description: 'Second letter' } });
  await ada().call(createCurrentUserRepo, { body: { name: 'alpha', private: true } });
  await ada().call(createCurrentUserRepo, { body: { name: 'old' } });
  await ada().call(repoEdit, { owner: 'ada', repo: 'old', body: { archived: true } });
  await bob().call(createCurrentUserRepo, { body: { name: 'gamma' } });
  await ada().call(repoAddCollaborator, { owner: 'ada', repo: 'beta', collaborator: 'bob', body: {} });
  await bob().call(repoAddCollaborator, { owner: 'bob', repo: 'gamma', collaborator: 'ada', body: { permission: 'read' } });
});
afterAll(() => bench[Symbol.asyncDispose]());

test('the server and the people', async () => {
  expect(await ada().call(getVersion, {})).toEqual({ version: expect.stringMatching(/^1\.\d+\.\d+$/) as string });
  expect(await ada().call(getGeneralAPISettings, {})).toMatchObject({
    max_response_items: 50,
    default_paging_num: 30,
    default_git_trees_per_page: 1_000,
  });
  expect(await ada().call(userGetCurrent, {})).toMatchObject({ login: 'ada', full_name: 'Ada Lovelace', is_admin: false });
  expect(await bench.as(TOKENS.root).call(userGetCurrent, {})).toMatchObject({ login: 'root', is_admin: true });
  expect(await ada().call(userGet, { username: 'bob' })).toMatchObject({ login: 'bob', username: 'bob', visibility: 'public' });
  expect(await ada().callOrNull(userGet, { username: 'nobody' })).toBeNull();
  expect(await ada().call(orgListCurrentUserOrgs, {})).toEqual([]);
  expect(await ada().callOrNull(orgGet, { org: 'ada' })).toBeNull();
  expect(await ada().call(repoListPullRequests, { owner: 'ada', repo: 'beta' })).toEqual([]);
});

test('lists of repositories, page by page', async () => {
  const mine = (query: z.input<typeof userCurrentListRepos.query>) => ada().callPage(userCurrentListRepos, { query });
  const all = await mine({});
  expect([names(all.items).toSorted(), all.total]).toEqual([['alpha', 'beta', 'gamma', 'old'], 4]);
  const [first, second] = [await mine({ limit: 3 }), await mine({ limit: 3, page: 2 })];
  expect([names([...first.items, ...second.items]), second.items.length]).toEqual([names(all.items), 1]);
  const of = (query: z.input<typeof userListRepos.query>) => bob().callPage(userListRepos, { username: 'ada', query });
  const seen = await of({});
  expect([names(seen.items).toSorted(), seen.total]).toEqual([['beta', 'old'], 2]);
  expect([names((await of({ limit: 1 })).items), names((await of({ limit: 1, page: 2 })).items)]).toEqual(
    names(seen.items).map((name) => [name]),
  );
});

test('the search, filter by filter', async () => {
  const uid = (await ada().call(userGet, { username: 'bob' })).id;
  const found = async (query: z.input<typeof repoSearch.query>) =>
    names((await ada().callPage(repoSearch, { query: { sort: 'alpha', ...query } })).items);
  expect(await found({})).toEqual(['alpha', 'beta', 'old', 'gamma']);
  expect([await found({ limit: 3 }), await found({ limit: 3, page: 2 })]).toEqual([['alpha', 'beta', 'old'], ['gamma']]);
  expect([await found({ q: 'BET' }), await found({ q: 'letter' })]).toEqual([['beta'], []]);
  expect(await found({ q: 'letter', includeDesc: 'true' })).toEqual(['beta']);
  expect([await found({ uid }), await found({ uid, exclusive: 'true' })]).toEqual([['beta', 'gamma'], ['gamma']]);
  expect(await found({ priority_owner_id: uid })).toEqual(['gamma', 'alpha', 'beta', 'old']);
  expect(await found({ private: 'false' })).toEqual(['beta', 'old', 'gamma']);
  expect([await found({ is_private: 'true' }), await found({ is_private: 'false' })]).toEqual([['alpha'], ['beta', 'old', 'gamma']]);
  expect([await found({ archived: 'true' }), await found({ archived: 'false' })]).toEqual([['old'], ['alpha', 'beta', 'gamma']]);
  expect([await found({ sort: 'id' }), await found({ order: 'desc' })]).toEqual([
    ['beta', 'alpha', 'old', 'gamma'],
    ['gamma', 'old', 'beta', 'alpha'],
  ]);
});

test('a new repository, member by member', async () => {
  const made = await ada().call(createCurrentUserRepo, {
    body: { name: 'full', description: 'All of it', private: true, default_branch: 'trunk', auto_init: true, issue_labels: 'Default' },
  });
  const shown = { full_name: 'ada/full', description: 'All of it', private: true, default_branch: 'trunk', empty: false };
  expect(made).toMatchObject({ ...shown, owner: { login: 'ada' }, permissions: { admin: true, push: true, pull: true } });
  expect(await ada().call(repoGet, { owner: 'ada', repo: 'full' })).toMatchObject({ ...shown, id: made.id, branch_count: 1 });
  expect(await ada().call(repoGetByID, { id: made.id })).toMatchObject({ ...shown, id: made.id });
  const labels = async (repo: string) => (await ada().call(issueListLabels, { owner: 'ada', repo })).map(({ name }) => name);
  expect(await labels('full')).toContain('bug');
  const plain = await ada().call(createCurrentUserRepo, { body: { name: 'plain' } });
  expect(plain).toMatchObject({ description: '', private: false, default_branch: 'main', empty: true });
  expect(await labels('plain')).toEqual([]);
  expect(await bob().callOrNull(repoGet, { owner: 'ada', repo: 'full' })).toBeNull();
  expect(await bob().callOrNull(repoGetByID, { id: made.id })).toBeNull();
  await expect(ada().call(createCurrentUserRepo, { body: { name: 'Full' } })).rejects.toMatchObject({ status: 409 });
  for (const repo of ['full', 'plain']) expect(await ada().call(repoDelete, { owner: 'ada', repo })).toBeUndefined();
  expect(await ada().callOrNull(repoGet, { owner: 'ada', repo: 'full' })).toBeNull();
});

test('a repository is changed one member at a time, and keeps the others', async () => {
  const { id } = await ada().call(createCurrentUserRepo, { body: { name: 'before', auto_init: true } });
  await ada().call(repoCreateBranch, { owner: 'ada', repo: 'before', body: { new_branch_name: 'next' } });
  let shown: object = { id, name: 'before', description: '', private: false, archived: false, default_branch: 'main' };
  for (const change of [
    { description: 'Words' },
    { private: true },
    { default_branch: 'next' },
    { name: 'after' },
    { archived: true },
    { archived: false },
  ]) {
    const { name: repo } = await ada().call(repoGetByID, { id });
    shown = { ...shown, ...change };
    expect(await ada().call(repoEdit, { owner: 'ada', repo, body: change })).toMatchObject(shown);
    expect(await ada().call(repoGetByID, { id })).toMatchObject(shown);
  }
  await expect(bob().call(repoEdit, { owner: 'ada', repo: 'beta', body: { private: true } })).rejects.toMatchObject({ status: 403 });
  await ada().call(repoDelete, { owner: 'ada', repo: 'after' });
});

test('collaborators: added with what they may, listed, changed and removed', async () => {
  const given = { owner: 'ada', repo: 'shared' };
  await ada().call(createCurrentUserRepo, { body: { name: 'shared', private: true } });
  const add = (collaborator: string, body: z.input<typeof repoAddCollaborator.body>) =>
    ada().call(repoAddCollaborator, { ...given, collaborator, body });
  const may = async (collaborator: string) => (await ada().call(repoGetRepoPermissions, { ...given, collaborator })).permission;
  expect([await may('ada'), await may('bob')]).toEqual(['owner', 'none']);
  expect(await ada().callOrNull(repoCheckCollaborator, { ...given, collaborator: 'bob' })).toBeNull();
  expect(await add('bob', {})).toBeUndefined();
  await add('eve', { permission: 'read' });
  expect([await may('bob'), await may('eve')]).toEqual(['write', 'read']);
  await add('eve', { permission: 'admin' });
  expect(await ada().call(repoGetRepoPermissions, { ...given, collaborator: 'eve' })).toMatchObject({
    permission: 'admin',
    role_name: 'admin',
    user: { login: 'eve' },
  });
  expect(await ada().call(repoCheckCollaborator, { ...given, collaborator: 'bob' })).toBeUndefined();
  const logins = async (query: z.input<typeof repoListCollaborators.query>) =>
    (await ada().call(repoListCollaborators, { ...given, query })).map(({ login }) => login);
  expect([await logins({}), await logins({ limit: 1 }), await logins({ limit: 1, page: 2 })]).toEqual([['bob', 'eve'], ['bob'], ['eve']]);
  expect(await bob().call(repoGet, given)).toMatchObject({ permissions: { admin: false, push: true, pull: true } });
  expect(await ada().call(repoDeleteCollaborator, { ...given, collaborator: 'bob' })).toBeUndefined();
  expect([await logins({}), await bob().callOrNull(repoGet, given)]).toEqual([['eve'], null]);
  await ada().call(repoDelete, given);
});
