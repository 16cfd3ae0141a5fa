import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import {
  createFork,
  issueCreateComment,
  issueCreateIssue,
  issueGetIssue,
  orgAddTeamMember,
  orgDeleteMember,
  orgEditTeam,
  orgGetTeam,
  orgRemoveTeamMember,
  repoAddCollaborator,
  repoCompareDiff,
  repoCreateBranch,
  repoCreateFile,
  repoCreatePullRequest,
  repoCreatePullReview,
  repoCreatePullReviewRequests,
  repoGet,
  repoGetPullRequest,
  repoListPullRequests,
  repoListPullReviews,
  repoMergePullRequest,
  repoMergeUpstream,
  repoSearch,
  repoUpdatePullRequest,
} from '@mosaic/contracts/gitea';
import { listPullChanges, locate, nativeCalls, searchCode, viewRepositories } from '@mosaic/contracts/mosaic';

import { commit, remoteUrl, runGit, startForge, TOKENS, type ForgeHarness } from './harness.ts';
import { organizationWith, ownersOf, teamWith } from './organization.ts';

let bench: ForgeHarness;
beforeAll(async () => {
  bench = await startForge();
});
afterAll(() => bench[Symbol.asyncDispose]());

const as = (who: keyof typeof TOKENS) => bench.as(TOKENS[who]);
const native = (who: keyof typeof TOKENS) => nativeCalls(bench.send(TOKENS[who]));
const status = (asked: Promise<unknown>) =>
  asked.then(
    () => 200,
    (error: { status?: number }) => error.status,
  );
const fetched = (who: keyof typeof TOKENS, name: string) => runGit(['ls-remote', remoteUrl(bench.url, name, TOKENS[who])]);

/** The repository with an issue (1) and a pull request (2). */
async function busy(org: string) {
  const made = await organizationWith(bench, org);
  const { at } = made;
  await as('ada').call(issueCreateIssue, { ...at, body: { title: 'Bug' } });
  await as('ada').call(repoCreateFile, { ...at, filepath: 'a.txt', body: { content: 'eAo=', new_branch: 'topic' } });
  await as('ada').call(repoCreatePullRequest, { ...at, body: { head: 'topic', base: 'main', title: 'Topic' } });
  return made;
}

/** What somebody finds at each kind of door. */
async function doors(who: keyof typeof TOKENS, { at, id, fullName }: Awaited<ReturnType<typeof busy>>) {
  const [client, ours] = [as(who), native(who)];
  return {
    repository: await status(client.call(repoGet, at)),
    git: await fetched(who, fullName).then(
      () => 200,
      (error: Error) => Number(/error: (\d+)/.exec(error.message)?.[1] ?? (error.message.includes('not found') ? 404 : 0)),
    ),
    compare: await status(client.call(repoCompareDiff, { ...at, basehead: 'main...topic' })),
    located: await status(ours.call(locate, { ...at, filepath: 'branch/main' })),
    searched: await status(ours.call(searchCode, { ...at, query: { q: 'x' } })),
    issue: await status(client.call(issueGetIssue, { ...at, index: 1 })),
    pulls: await status(client.call(repoListPullRequests, at)),
    pull: await status(client.call(issueGetIssue, { ...at, index: 2 })),
    changes: await status(ours.call(listPullChanges, { ...at, index: 2 })),
    viewed: (await native('root').call(viewRepositories, { body: { login: who, repositories: [id] } })).repositories.length,
    listed: (await client.call(repoSearch, { query: { q: fullName } })).data.length,
  };
}

const NOTHING = { git: 404, compare: 404, located: 404, searched: 404, pulls: 404, changes: 404, viewed: 0, listed: 0 };

it('each part that a team has opens at its own doors, and no other', async () => {
  const made = await busy('parts');
  const none = { ...NOTHING, repository: 404, issue: 404, pull: 404 };
  expect(await doors('bob', made)).toEqual(none);
  const teamOf = (units: Parameters<typeof teamWith>[2]['units'], who: string) => teamWith(bench, 'parts', { people: [who], units });
  // Pull requests show code, so that alone they are nothing.
  const pullsAlone = await teamOf({ 'repo.pulls': 'write' }, 'bob');
  expect(await doors('bob', made)).toEqual(none);
  await as('ada').call(orgRemoveTeamMember, { id: pullsAlone, username: 'bob' });
  const tracker = await teamOf({ 'repo.issues': 'write' }, 'bob');
  const shut = { git: 403, compare: 403, located: 404, searched: 404, pulls: 403, pull: 404, changes: 404, viewed: 0 };
  expect(await doors('bob', made)).toEqual({ ...shut, repository: 200, issue: 200, listed: 1 });
  await as('ada').call(orgRemoveTeamMember, { id: tracker, username: 'bob' });
  await teamOf({ 'repo.code': 'read' }, 'bob');
  const code = { repository: 200, git: 200, compare: 200, located: 200, searched: 200, viewed: 1, listed: 1 };
  expect(await doors('bob', made)).toEqual({ ...code, issue: 403, pulls: 403, pull: 403, changes: 404 });
});

it('reading code and writing pull requests neither pushes, nor merges, nor makes a verdict that counts', async () => {
  const { at, fullName } = await busy('judges');
  await teamWith(bench, 'judges', { people: ['bob'], units: { 'repo.code': 'read', 'repo.pulls': 'write' } });
  const work = join(bench.folder, 'judged');
  await runGit(['clone', '-q', remoteUrl(bench.url, fullName, TOKENS.bob), work]);
  await commit(work, { 'b.txt': 'b\n' });
  await expect(runGit(['push', 'origin', 'HEAD:refs/heads/bobs'], { cwd: work })).rejects.toThrow(/403/);
  expect(await status(as('bob').call(repoMergePullRequest, { ...at, index: 2, body: { Do: 'merge' } }))).toBe(403);
  expect(await status(as('bob').call(repoUpdatePullRequest, { ...at, index: 2 }))).toBe(403);
  const review = { ...at, index: 2, body: { event: 'APPROVED', body: 'Good' } } as const;
  expect((await as('bob').call(repoCreatePullReview, review)).official).toBe(false);
  await teamWith(bench, 'judges', { people: ['bob'], units: { 'repo.code': 'write' } });
  expect((await as('bob').call(repoCreatePullReview, review)).official).toBe(true);
  await runGit(['push', 'origin', 'HEAD:refs/heads/bobs'], { cwd: work });
  await as('bob').call(repoMergePullRequest, { ...at, index: 2, body: { Do: 'merge' } });
});

it('who writes code and sees no pull requests merges none', async () => {
  const { at, fullName } = await busy('blind');
  await teamWith(bench, 'blind', { people: ['bob'], units: { 'repo.code': 'write', 'repo.issues': 'write' } });
  await as('bob').call(repoCreateBranch, { ...at, body: { new_branch_name: 'mine' } });
  await fetched('bob', fullName);
  expect(await status(as('bob').call(repoMergePullRequest, { ...at, index: 2, body: { Do: 'merge' } }))).toBe(403);
  expect(await status(as('bob').call(issueCreateComment, { ...at, index: 2, body: { body: 'Hm' } }))).toBe(404);
});

it('members are asked to review as far as their teams let them; an administrator of the organization’s teams counts', async () => {
  const { at } = await busy('asked');
  const ask = (...reviewers: string[]) => as('ada').call(repoCreatePullReviewRequests, { ...at, index: 2, body: { reviewers } });
  await teamWith(bench, 'asked', { people: ['bob'], units: { 'repo.issues': 'write' } });
  expect([await status(ask('bob')), await status(ask('eve'))]).toEqual([422, 422]);
  await teamWith(bench, 'asked', { people: ['bob'], units: { 'repo.code': 'read', 'repo.pulls': 'read' } });
  await teamWith(bench, 'asked', { people: ['eve'], units: {}, permission: 'admin' });
  await ask('bob', 'eve');
  const asked = await as('ada').call(repoListPullReviews, { ...at, index: 2 });
  expect(asked.map(({ user, official }) => [user?.login, official])).toEqual([
    ['bob', false],
    ['eve', true],
  ]);
  // Who writes pull requests may ask, without being a collaborator.
  await teamWith(bench, 'asked', { people: ['bob'], units: { 'repo.pulls': 'write' } });
  expect(await status(as('bob').call(repoCreatePullReviewRequests, { ...at, index: 2, body: { reviewers: ['root'] } }))).toBe(200);
});

it('who is taken out is outside at once, at git’s door and the API’s', async () => {
  const { at, fullName } = await busy('left');
  await teamWith(bench, 'left', { people: ['bob'], units: { 'repo.code': 'write', 'repo.pulls': 'read' } });
  const work = join(bench.folder, 'left');
  await runGit(['clone', '-q', remoteUrl(bench.url, fullName, TOKENS.bob), work]);
  await commit(work, { 'b.txt': 'b\n' });
  await runGit(['push', 'origin', 'HEAD:refs/heads/bobs'], { cwd: work });
  await as('ada').call(orgDeleteMember, { org: 'left', username: 'bob' });
  await expect(runGit(['push', 'origin', 'HEAD:refs/heads/more'], { cwd: work })).rejects.toThrow(/not found/);
  await expect(runGit(['fetch', 'origin'], { cwd: work })).rejects.toThrow(/not found/);
  expect([await status(as('bob').call(repoGet, at)), await status(as('bob').call(repoListPullRequests, at))]).toEqual([404, 404]);
});

it.each(['admin', 'write'] as const)('a team that had the permission %s and is to read writes no more', async (permission) => {
  const org = `lowered-${permission}`;
  const { at, fullName } = await busy(org);
  const units = { 'repo.code': 'write', 'repo.pulls': 'write' } as const;
  const id = await teamWith(bench, org, { people: ['bob'], units, permission });
  await as('bob').call(repoCreateBranch, { ...at, body: { new_branch_name: 'mine' } });
  const lowered = await as('ada').call(orgEditTeam, { id, body: { name: '', permission: 'read' } });
  expect([lowered.permission, lowered.units_map['repo.code'], lowered.units_map['repo.pulls']]).toEqual(['read', 'read', 'read']);
  expect(await status(as('bob').call(repoCreateBranch, { ...at, body: { new_branch_name: 'more' } }))).toBe(403);
  expect(await status(as('bob').call(repoMergePullRequest, { ...at, index: 2, body: { Do: 'merge' } }))).toBe(403);
  await fetched('bob', fullName);
});

it('of two owners who take each other out at once, one stays', async () => {
  await organizationWith(bench, 'duel');
  const id = await ownersOf(bench, 'duel');
  await as('ada').call(orgAddTeamMember, { id, username: 'bob' });
  const both = await Promise.all([
    status(as('ada').call(orgRemoveTeamMember, { id, username: 'bob' })),
    status(as('bob').call(orgDeleteMember, { org: 'duel', username: 'ada' })),
  ]);
  expect(both.filter((one) => one === 200)).toHaveLength(1);
  const left = both[0] === 200 ? 'ada' : 'bob';
  expect(await status(as(left).call(orgRemoveTeamMember, { id, username: left }))).toBe(422);
  expect(await status(as(left).call(orgDeleteMember, { org: 'duel', username: left }))).toBe(422);
});

it('a push makes a repository in the organization for who may, and for nobody else', async () => {
  await organizationWith(bench, 'makers');
  await teamWith(bench, 'makers', { people: ['bob'], units: { 'repo.code': 'read' }, can_create_org_repo: true });
  await teamWith(bench, 'makers', { people: ['eve'], units: { 'repo.code': 'write' } });
  const push = async (who: 'bob' | 'eve', name: string) =>
    runGit(['push', 'origin', 'main'], { cwd: await bench.workspace(`makers/${name}`, TOKENS[who]) });
  await push('bob', 'shed');
  expect(await as('bob').call(repoGet, { owner: 'makers', repo: 'shed' })).toMatchObject({ private: true, permissions: { admin: true } });
  await expect(push('eve', 'barn')).rejects.toThrow(/not found/);
});

it('who sees issues alone gets no code by way of a fork', async () => {
  const { at, fullName } = await busy('upstream');
  await teamWith(bench, 'upstream', { people: ['bob'], units: { 'repo.code': 'read', 'repo.pulls': 'read' } });
  await teamWith(bench, 'upstream', { people: ['eve'], units: { 'repo.issues': 'write' } });
  await as('bob').call(createFork, { ...at, body: { name: 'downstream' } });
  const fork = { owner: 'bob', repo: 'downstream' };
  for (const collaborator of ['eve', 'ada'])
    await as('bob').call(repoAddCollaborator, { ...fork, collaborator, body: { permission: 'write' } });
  await as('ada').call(repoCreateFile, { ...at, filepath: 'secret.txt', body: { content: 'eAo=' } });
  expect(await status(as('eve').call(repoMergeUpstream, { ...fork, body: { branch: 'main' } }))).toBe(404);
  expect(await status(as('eve').call(repoCompareDiff, { ...fork, basehead: `main...${fullName}:main` }))).toBe(404);
  const body = { head: `${fullName}:main`, base: 'main', title: 'News' };
  expect(await status(as('eve').call(repoCreatePullRequest, { ...fork, body }))).toBe(404);
  const { number: index } = await as('ada').call(repoCreatePullRequest, { ...fork, body });
  expect((await as('ada').call(repoGetPullRequest, { ...fork, index })).head.repo).toMatchObject({ full_name: fullName });
  expect((await as('eve').call(repoGetPullRequest, { ...fork, index })).head.repo).toBeNull();
});

it('a team is told to who is in it and to the owners', async () => {
  await organizationWith(bench, 'halves');
  const own = await teamWith(bench, 'halves', { people: ['bob'], units: { 'repo.code': 'read' } });
  const other = await teamWith(bench, 'halves', { people: ['eve'], units: { 'repo.code': 'read' } });
  const seen = (who: keyof typeof TOKENS, id: number) => status(as(who).call(orgGetTeam, { id }));
  expect([await seen('bob', own), await seen('bob', other), await seen('ada', other)]).toEqual([200, 403, 200]);
});
