import { afterAll, beforeAll, expect, it } from 'vitest';

import {
  acceptRepoTransfer,
  createCurrentUserRepo,
  orgAddTeamMember,
  orgRemoveTeamMember,
  rejectRepoTransfer,
  repoAddCollaborator,
  repoGet,
  repoListCollaborators,
  repoTransfer,
} from '@mosaic/contracts/gitea';
import { repositoryModified } from '@mosaic/contracts/mosaic';

import { remoteUrl, runGit, startForge, TOKENS, type ForgeHarness } from './harness.ts';
import { organizationWith, ownersOf, teamWith } from './organization.ts';

let bench: ForgeHarness;
beforeAll(async () => {
  bench = await startForge();
});
afterAll(() => bench[Symbol.asyncDispose]());

type Who = keyof typeof TOKENS;
const as = (who: Who) => bench.as(TOKENS[who]);
let made = 0;
async function home({ isPrivate = true, owner = 'ada' as 'ada' | 'bob' } = {}) {
  const repo = `given-${(made += 1)}`;
  const { id } = await as(owner).call(createCurrentUserRepo, { body: { name: repo, private: isPrivate, auto_init: true } });
  return { id, at: { owner, repo } };
}
type At = { owner: string; repo: string };

const statusOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'done',
    (error: { status?: number }) => error.status,
  );
const give = (who: Who, at: At, body: { new_owner: string; team_ids?: number[] }) => as(who).call(repoTransfer, { ...at, body });
const seen = (who: Who, at: At) => statusOf(as(who).call(repoGet, at));

it('an offer waits for the person, who may look at it, takes it, and then owns it alone', async () => {
  const { id, at } = await home();
  const offered = await give('ada', at, { new_owner: 'BOB' });
  expect(offered).toMatchObject({ full_name: `ada/${at.repo}`, repo_transfer: { doer: { login: 'ada' }, recipient: { login: 'bob' } } });
  expect(await seen('bob', at)).toBe('done');
  expect(await as('bob').call(repoGet, at)).toMatchObject({ permissions: { pull: true, push: false }, repo_transfer: { teams: [] } });
  expect(await statusOf(give('ada', at, { new_owner: 'eve' }))).toBe(409);
  expect([await statusOf(as('ada').call(acceptRepoTransfer, at)), await statusOf(as('eve').call(acceptRepoTransfer, at))]).toEqual([
    403, 404,
  ]);
  expect(await as('bob').call(acceptRepoTransfer, at)).toMatchObject({ id, full_name: `bob/${at.repo}`, repo_transfer: null });
  expect(await as('bob').call(repoListCollaborators, { owner: 'bob', repo: at.repo, query: {} })).toEqual([]);
  expect([await seen('ada', { ...at, owner: 'bob' }), await seen('ada', at)]).toEqual([404, 404]);
  expect(await statusOf(as('bob').call(acceptRepoTransfer, { ...at, owner: 'bob' }))).toBe(404);
});

it('what is declined or taken back stays where it was, and what was let for the offer ends', async () => {
  const { at } = await home();
  await give('ada', at, { new_owner: 'bob' });
  expect(await statusOf(as('eve').call(rejectRepoTransfer, at))).toBe(404);
  expect(await as('bob').call(rejectRepoTransfer, at)).toMatchObject({ full_name: `ada/${at.repo}` });
  expect(await seen('bob', at)).toBe(404);
  expect(await statusOf(as('ada').call(rejectRepoTransfer, at))).toBe(404);
  await as('ada').call(repoAddCollaborator, { ...at, collaborator: 'bob', body: { permission: 'write' } });
  await give('ada', at, { new_owner: 'bob' });
  expect(await as('ada').call(rejectRepoTransfer, at)).toMatchObject({ repo_transfer: null });
  // A collaborator stays one.
  expect((await as('bob').call(repoGet, at)).permissions).toMatchObject({ push: true });
});

it('others who read it are told of no offer, and neither decline nor take it', async () => {
  const { at } = await home({ isPrivate: false });
  await give('ada', at, { new_owner: 'bob' });
  expect((await as('eve').call(repoGet, at)).repo_transfer).toBeNull();
  expect([await statusOf(as('eve').call(acceptRepoTransfer, at)), await statusOf(as('eve').call(rejectRepoTransfer, at))]).toEqual([
    403, 403,
  ]);
});

it('an administrator gives at once, and so does who makes repositories in the organization; its teams have it then', async () => {
  const org = `guild-${(made += 1)}`;
  const other = await organizationWith(bench, `${org}-other`);
  await organizationWith(bench, org);
  const units = { 'repo.code': 'write' } as const;
  const team = await teamWith(bench, org, { people: ['eve'], units, includes_all_repositories: false });
  const strange = await teamWith(bench, other.at.owner, { people: ['eve'], units });
  const { at } = await home();
  expect(await statusOf(give('ada', at, { new_owner: org, team_ids: [strange] }))).toBe(403);
  expect(await statusOf(give('ada', at, { new_owner: org, team_ids: [999_999] }))).toBe(422);
  expect(await statusOf(give('ada', at, { new_owner: 'bob', team_ids: [team] }))).toBe(422);
  expect(await give('ada', at, { new_owner: org, team_ids: [team] })).toMatchObject({
    full_name: `${org}/${at.repo}`,
    repo_transfer: null,
  });
  expect([await seen('eve', { ...at, owner: org }), await seen('bob', { ...at, owner: org })]).toEqual(['done', 404]);
  expect(await give('root', { owner: org, repo: at.repo }, { new_owner: 'eve' })).toMatchObject({ full_name: `eve/${at.repo}` });
});

it('an organization’s offer is taken by whoever makes repositories there at that moment', async () => {
  const org = `guild-${(made += 1)}`;
  await organizationWith(bench, org);
  const { at } = await home({ owner: 'bob' });
  await give('bob', at, { new_owner: org });
  expect(await statusOf(as('eve').call(acceptRepoTransfer, at))).toBe(404);
  const owners = await ownersOf(bench, org);
  await as('ada').call(orgAddTeamMember, { id: owners, username: 'eve' });
  await as('ada').call(orgRemoveTeamMember, { id: owners, username: 'ada' });
  expect(await as('eve').call(acceptRepoTransfer, at)).toMatchObject({ full_name: `${org}/${at.repo}` });
});

it('only who owns it gives it, to somebody that they may know of, who has none of its name', async () => {
  const hidden = `guild-${(made += 1)}`;
  await organizationWith(bench, hidden, { profile: { visibility: 'private' } });
  const { at } = await home({ owner: 'bob' });
  expect(await statusOf(give('bob', at, { new_owner: hidden }))).toBe(404);
  expect(await statusOf(give('bob', at, { new_owner: 'nobody-here' }))).toBe(404);
  await as('bob').call(repoAddCollaborator, { ...at, collaborator: 'eve', body: { permission: 'admin' } });
  expect(await statusOf(give('eve', at, { new_owner: 'eve' }))).toBe(403);
  expect(await statusOf(give('bob', at, { new_owner: 'bob' }))).toBe(422);
  await as('ada').call(createCurrentUserRepo, { body: { name: at.repo.toUpperCase() } });
  expect(await statusOf(give('bob', at, { new_owner: 'ada' }))).toBe(422);
  expect(await statusOf(give('root', at, { new_owner: 'ada' }))).toBe(422);
  expect((await as('bob').call(repoGet, at)).repo_transfer).toBeNull();
});

it('the former address leads on for API and git, others hear of the new one, and teams of the former owner have it no more', async () => {
  const org = `guild-${(made += 1)}`;
  const { at, id } = await organizationWith(bench, org);
  await teamWith(bench, org, { people: ['bob'], units: { 'repo.code': 'write' } });
  expect(await seen('bob', at)).toBe('done');
  const name = `${at.repo}-${made}`;
  const renamed = await bench.send(TOKENS.ada)({ method: 'PATCH', path: `/api/v1/repos/${org}/${at.repo}`, body: { name } });
  expect(renamed.status).toBe(200);
  await give('ada', { owner: org, repo: name }, { new_owner: 'ada' });
  const answer = await fetch(`${bench.url}/api/v1/repos/${org}/${at.repo}/branches`, {
    redirect: 'manual',
    headers: { authorization: `token ${TOKENS.ada}` },
  });
  expect([answer.status, answer.headers.get('location')]).toEqual([301, `/api/v1/repos/ada/${name}/branches`]);
  expect(await runGit(['ls-remote', remoteUrl(bench.url, `${org}/${name}`, TOKENS.ada)])).toContain('refs/heads/main');
  expect([await seen('bob', at), await seen('bob', { owner: 'ada', repo: name })]).toEqual([404, 404]);
  const heard = (await bench.events()).filter(({ type, data }) => type === repositoryModified.type && data['repositoryId'] === id);
  expect(heard.at(-1)?.data).toMatchObject({ repository: `ada/${name}`, owner: 'ada' });
});
