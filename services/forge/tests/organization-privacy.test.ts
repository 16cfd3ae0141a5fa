import { afterAll, beforeAll, expect, it } from 'vitest';

import {
  createFork,
  listForks,
  orgAddTeamMember,
  orgEdit,
  orgGet,
  orgGetAll,
  orgListMembers,
  orgListPublicMembers,
  orgListTeams,
  orgListUserOrgs,
  orgPublicizeMember,
  repoAddCollaborator,
  repoCreateBranch,
  repoCreateFile,
  repoCreatePullRequest,
  repoEdit,
  repoGet,
  repoGetPullRequest,
  repoListPullRequests,
  repoSearch,
  userGet,
  userListRepos,
} from '@mosaic/contracts/gitea';
import { eventData, nativeCalls, repositoryModified, viewRepositories } from '@mosaic/contracts/mosaic';

import { remoteUrl, runGit, startForge, TOKENS, type ForgeHarness } from './harness.ts';
import { organizationWith, ownersOf, teamWith } from './organization.ts';

let bench: ForgeHarness;
beforeAll(async () => {
  bench = await startForge();
});
afterAll(() => bench[Symbol.asyncDispose]());

const as = (who: keyof typeof TOKENS) => bench.as(TOKENS[who]);
const anyone = () => bench.as('');
const status = (asked: Promise<unknown>) =>
  asked.then(
    () => 200,
    (error: { status?: number }) => error.status,
  );

it('what a hidden organization shows inside is shown to its members alone, at every door', async () => {
  const { at, id, fullName } = await organizationWith(bench, 'veiled', { profile: { visibility: 'private' }, isPrivate: false });
  await teamWith(bench, 'veiled', { people: ['bob'], units: { 'repo.wiki': 'read' } });
  const view = async (login: string) =>
    (await nativeCalls(bench.send(TOKENS.root)).call(viewRepositories, { body: { login, repositories: [id] } })).repositories;
  const seenBy = async (client: ReturnType<typeof as>, token: string) => [
    await status(client.call(repoGet, at)),
    (await client.call(repoSearch, { query: { q: fullName } })).data.length,
    await status(client.call(repoListPullRequests, at)),
    await status(client.call(listForks, at)),
    await status(runGit(['ls-remote', remoteUrl(bench.url, fullName, token)])),
    await status(client.call(userListRepos, { username: 'veiled' })),
  ];
  const nothing = [404, 0, 404, 404, undefined, 404];
  expect(await seenBy(as('bob'), TOKENS.bob)).toEqual([200, 1, 200, 200, 200, 200]);
  expect([await seenBy(as('eve'), TOKENS.eve), await seenBy(anyone(), '')]).toEqual([nothing, nothing]);
  expect([await view('bob'), await view('eve')]).toEqual([[expect.objectContaining({ private: true, permission: 'read' })], []]);
  const eve = as('eve');
  expect([await status(eve.call(orgGet, { org: 'veiled' })), await status(eve.call(userGet, { username: 'veiled' }))]).toEqual([404, 404]);
  expect((await eve.call(orgGetAll, { query: { limit: 50 } })).map(({ name }) => name)).not.toContain('veiled');
  // Who works on one of its repositories is no member, and sees that one alone.
  await as('ada').call(repoAddCollaborator, { ...at, collaborator: 'eve', body: { permission: 'write' } });
  expect([await status(eve.call(repoGet, at)), await status(eve.call(orgGet, { org: 'veiled' }))]).toEqual([200, 404]);
});

it('strangers are told of members who say so themselves, and of no team', async () => {
  await organizationWith(bench, 'club');
  await teamWith(bench, 'club', { people: ['bob'], units: { 'repo.code': 'read' } });
  const listed = async (client: ReturnType<typeof as>, operation: typeof orgListMembers | typeof orgListPublicMembers) =>
    (await client.call(operation, { org: 'club' })).map(({ login }) => login);
  expect([await listed(as('bob'), orgListMembers), await listed(as('eve'), orgListMembers)]).toEqual([['ada', 'bob'], []]);
  await as('bob').call(orgPublicizeMember, { org: 'club', username: 'bob' });
  expect([await listed(as('eve'), orgListMembers), await listed(as('bob'), orgListPublicMembers)]).toEqual([['bob'], ['bob']]);
  const of = async (username: string) => (await as('eve').call(orgListUserOrgs, { username })).map(({ name }) => name);
  expect([(await of('bob')).includes('club'), (await of('ada')).includes('club')]).toEqual([true, false]);
  expect([await status(as('eve').call(orgListTeams, { org: 'club' })), await status(anyone().call(orgListTeams, { org: 'club' }))]).toEqual(
    [403, 401],
  );
});

it('a fork of what not everybody sees is private, and stays so', async () => {
  for (const visibility of ['limited', 'private'] as const) {
    const org = `inner-${visibility}`;
    const { at } = await organizationWith(bench, org, { profile: { visibility }, isPrivate: false });
    await teamWith(bench, org, { people: ['bob'], units: { 'repo.code': 'read' } });
    const fork = await as('bob').call(createFork, { ...at, body: { name: org } });
    expect(fork).toMatchObject({ private: true, parent: { full_name: `${org}/hall` } });
    const own = { owner: 'bob', repo: org };
    expect([await status(as('eve').call(repoGet, own)), await status(anyone().call(repoGet, own))]).toEqual([404, 404]);
    expect(await status(as('bob').call(repoEdit, { ...own, body: { private: false } }))).toBe(422);
    await as('ada').call(orgEdit, { org, body: { visibility: 'public' } });
    expect((await as('bob').call(repoEdit, { ...own, body: { private: false } })).private).toBe(false);
  }
});

it('an organization that hides itself hides what was forked from it, and tells of both', async () => {
  const { at } = await organizationWith(bench, 'turning', { isPrivate: false });
  await as('bob').call(createFork, { ...at, body: { name: 'turned' } });
  const own = { owner: 'bob', repo: 'turned' };
  await as('ada').call(orgEdit, { org: 'turning', body: { description: 'Still open' } });
  expect(await status(as('eve').call(repoGet, own))).toBe(200);
  const before = (await bench.events()).at(-1)?.seq ?? 0;
  await as('ada').call(orgEdit, { org: 'turning', body: { visibility: 'limited' } });
  expect([await status(as('eve').call(repoGet, own)), await status(anyone().call(repoGet, at))]).toEqual([404, 404]);
  const told = (await bench.events(before)).filter(({ type }) => type === repositoryModified.type);
  const seen = new Set(told.map((event) => eventData(repositoryModified, event)).map((one) => `${one.repository} ${one.private}`));
  expect(seen).toEqual(new Set(['bob/turned true', 'turning/hall true']));
});

it('a pull request from a fork of a hidden organization keeps that fork from who may not see it', async () => {
  const { at } = await organizationWith(bench, 'source', { profile: { visibility: 'private' }, isPrivate: false });
  for (const who of ['bob', 'eve'])
    await teamWith(bench, 'source', { people: [who], units: { 'repo.code': 'read', 'repo.pulls': 'read' } });
  await as('bob').call(createFork, { ...at, body: { name: 'copy' } });
  const own = { owner: 'bob', repo: 'copy' };
  await as('bob').call(repoCreateBranch, { ...own, body: { new_branch_name: 'topic' } });
  await as('bob').call(repoCreateFile, { ...own, filepath: 'b.txt', body: { content: 'eAo=', branch: 'topic' } });
  const { number: index } = await as('bob').call(repoCreatePullRequest, {
    ...at,
    body: { head: 'bob:topic', base: 'main', title: 'Topic' },
  });
  expect((await as('eve').call(repoGetPullRequest, { ...at, index })).head.repo).toBeNull();
  // Its own branches are offered by who writes them: what members read, strangers may not be shown.
  const body = { head: 'source:main', base: 'main', title: 'Leak' };
  await as('bob').call(repoAddCollaborator, { ...own, collaborator: 'eve', body: { permission: 'read' } });
  expect(await status(as('eve').call(repoCreatePullRequest, { ...own, body }))).toBe(403);
});

it('who comes second to a name makes nothing under it, and sees no more by it', async () => {
  await organizationWith(bench, 'named');
  await as('ada').call(orgAddTeamMember, { id: await ownersOf(bench, 'named'), username: 'bob' });
  // As if accounts had given that login after the organization had it.
  await bench.store.rows("update owners set name = 'Eve', name_lower = 'eve' where name = 'named'");
  await expect(as('eve').createRepository({ name: 'mine' })).rejects.toMatchObject({ status: 409 });
  const work = await bench.workspace('eve/mine', TOKENS.eve);
  await expect(runGit(['push', 'origin', 'main'], { cwd: work })).rejects.toThrow(/belongs to an organization|409/);
  expect([
    await status(as('eve').call(repoGet, { owner: 'eve', repo: 'hall' })),
    await status(as('bob').call(repoGet, { owner: 'eve', repo: 'hall' })),
  ]).toEqual([404, 200]);
});
