import { afterAll, beforeAll, expect, it } from 'vitest';

import {
  orgAddTeamMember,
  orgAddTeamRepository,
  orgDeleteTeam,
  orgEditTeam,
  orgRemoveTeamMember,
  orgRemoveTeamRepository,
  repoAddCollaborator,
  repoCreateBranchProtection,
  repoCreateFile,
  repoCreatePullRequest,
  repoCreatePullReview,
  repoCreateTagProtection,
  repoEditBranchProtection,
  repoGetBranch,
  repoGetBranchProtection,
  repoGetTagProtection,
  repoMergePullRequest,
  userCurrentPostKey,
} from '@mosaic/contracts/gitea';

import { runGit, startForge, TOKENS, type ForgeHarness } from './harness.ts';
import { organizationWith, teamWith } from './organization.ts';
import { sshClient } from './ssh-client.ts';

let bench: ForgeHarness;
beforeAll(async () => {
  bench = await startForge();
});
afterAll(() => bench[Symbol.asyncDispose]());

const ada = () => bench.as(TOKENS.ada);
const bob = () => bench.as(TOKENS.bob);
const eve = () => bench.as(TOKENS.eve);
const base64 = (text: string) => Buffer.from(text).toString('base64');
const CODE = { 'repo.code': 'write', 'repo.issues': 'write', 'repo.pulls': 'write' } as const;

let made = 0;
/** A repository of an organization in which bob is in one team and eve in another; both may write. */
async function home() {
  const org = `guard-${(made += 1)}`;
  const { at } = await organizationWith(bench, org);
  const keepers = await teamWith(bench, org, { people: ['bob'], units: CODE, name: 'Keepers', includes_all_repositories: false });
  await ada().call(orgAddTeamRepository, { id: keepers, org, repo: at.repo });
  await teamWith(bench, org, { people: ['eve'], units: CODE });
  return { org, at, keepers };
}
type Home = Awaited<ReturnType<typeof home>>;

const statusOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'taken',
    (error: { status?: number }) => error.status,
  );
const write = ({ at }: Home, who = bob()) =>
  statusOf(
    who.call(repoCreateFile, { ...at, filepath: `f-${(made += 1)}.txt`, body: { content: base64('a'), message: 'a', branch: 'main' } }),
  );
const PUSH = { enable_push: true, enable_push_whitelist: true, push_whitelist_teams: ['keepers'] };
const protect = ({ at }: Home, body: Record<string, unknown>) =>
  ada().call(repoCreateBranchProtection, { ...at, body: { rule_name: 'main', ...body } } as never);
const readRule = ({ at }: Home) => ada().call(repoGetBranchProtection, { ...at, name: 'main' });

it('a team is known by its id: renamed it keeps what it may, and its name is told as it is now', async () => {
  const one = await home();
  expect(await protect(one, PUSH)).toMatchObject({ push_whitelist_teams: ['Keepers'] });
  await ada().call(orgEditTeam, { id: one.keepers, body: { name: 'wardens' } });
  expect(await readRule(one)).toMatchObject({ push_whitelist_teams: ['wardens'] });
  expect([await write(one), await write(one, eve())]).toEqual(['taken', 403]);
  // A new team of the former name is another one.
  await teamWith(bench, one.org, { people: ['eve'], units: CODE, name: 'keepers' });
  expect(await write(one, eve())).toBe(403);
});

it('membership is of the moment: who joins may, who has left may not', async () => {
  const one = await home();
  await protect(one, PUSH);
  await ada().call(orgAddTeamMember, { id: one.keepers, username: 'eve' });
  expect(await write(one, eve())).toBe('taken');
  await ada().call(orgRemoveTeamMember, { id: one.keepers, username: 'eve' });
  expect(await write(one, eve())).toBe(403);
});

it('a team that loses the repository or is deleted counts no more, and is told no more', async () => {
  const one = await home();
  await protect(one, PUSH);
  await ada().call(repoAddCollaborator, { ...one.at, collaborator: 'bob', body: { permission: 'write' } });
  const tags = await ada().call(repoCreateTagProtection, { ...one.at, body: { name_pattern: 'v*', whitelist_teams: ['keepers'] } });
  const readTags = () => ada().call(repoGetTagProtection, { ...one.at, id: tags.id });
  await ada().call(orgRemoveTeamRepository, { id: one.keepers, org: one.org, repo: one.at.repo });
  expect(await readRule(one)).toMatchObject({ push_whitelist_teams: [] });
  expect(await readTags()).toMatchObject({ whitelist_teams: [] });
  expect(await write(one)).toBe(403);
  // What is changed while it is gone is written without it.
  await ada().call(repoEditBranchProtection, { ...one.at, name: 'main', body: { required_approvals: 1 } });
  await ada().call(orgAddTeamRepository, { id: one.keepers, org: one.org, repo: one.at.repo });
  expect(await readRule(one)).toMatchObject({ push_whitelist_teams: [] });
  expect(await readTags()).toMatchObject({ whitelist_teams: ['Keepers'] });
  await ada().call(orgDeleteTeam, { id: one.keepers });
  expect(await readTags()).toMatchObject({ whitelist_teams: [] });
});

it('a team that may see neither code nor pull requests is in no rule', async () => {
  const one = await home();
  await teamWith(bench, one.org, { people: ['bob'], units: { 'repo.issues': 'write' }, name: 'desk' });
  expect(await protect(one, { ...PUSH, push_whitelist_teams: ['desk'] })).toMatchObject({ push_whitelist_teams: [] });
  expect(await write(one)).toBe(403);
});

it('git by HTTP and by SSH are held to it: branches and tags are for those in the team', async () => {
  const one = await home();
  await protect(one, PUSH);
  await ada().call(repoCreateTagProtection, { ...one.at, body: { name_pattern: 'v*', whitelist_teams: ['keepers'] } });
  const attempt = (run: Promise<unknown>) =>
    run.then(
      () => 'taken',
      (error: { stderr: string }) => error.stderr,
    );
  for (const [token, word] of [
    [TOKENS.eve, 'eve'],
    [TOKENS.bob, 'bob'],
  ] as const) {
    const work = await bench.workspace(`${one.at.owner}/${one.at.repo}`, token);
    await runGit(['fetch', '-q', 'origin'], { cwd: work });
    await runGit(['checkout', '-q', '-B', 'main', 'origin/main'], { cwd: work });
    await runGit(['commit', '-q', '--allow-empty', '-m', word], { cwd: work });
    await runGit(['tag', `v-${word}`], { cwd: work });
    const said = [
      await attempt(runGit(['push', 'origin', 'main'], { cwd: work })),
      await attempt(runGit(['push', 'origin', `v-${word}`], { cwd: work })),
    ];
    if (word === 'bob') expect(said).toEqual(['taken', 'taken']);
    else expect(said).toEqual([expect.stringContaining('Not allowed to push'), expect.stringContaining('is protected')]);
    await using client = await sshClient(() => bench.sshPort);
    await bench.as(token).call(userCurrentPostKey, { body: { title: word, key: client.publicKey } });
    await runGit(['commit', '-q', '--allow-empty', '-m', `${word} again`], { cwd: work });
    const bySsh = await attempt(client.git(['push', client.url(`${one.at.owner}/${one.at.repo}`), 'main'], work));
    if (word === 'bob') expect(bySsh).toBe('taken');
    else expect(bySsh).toContain('Not allowed to push');
  }
});

it('merging, approving and passing over conditions are for those in the team', async () => {
  const one = await home();
  await protect(one, {
    enable_merge_whitelist: true,
    merge_whitelist_teams: ['keepers'],
    required_approvals: 1,
    enable_approvals_whitelist: true,
    approvals_whitelist_teams: ['keepers'],
  });
  await ada().call(repoCreateFile, {
    ...one.at,
    filepath: 'topic.txt',
    body: { content: base64('t'), message: 't', branch: 'main', new_branch: 'topic' },
  });
  const { number: index } = await ada().call(repoCreatePullRequest, { ...one.at, body: { head: 'topic', base: 'main', title: 'Topic' } });
  const merge = (who = bob(), force = false) =>
    statusOf(who.call(repoMergePullRequest, { ...one.at, index, body: { Do: 'merge', force_merge: force } }));
  const approve = (who = bob()) => who.call(repoCreatePullReview, { ...one.at, index, body: { event: 'APPROVED' } });
  await approve(eve());
  expect([await merge(), await merge(eve()), await merge(bob(), true)]).toEqual([405, 405, 405]);
  const bypass = { enable_bypass_allowlist: true, bypass_allowlist_teams: ['keepers'] };
  await ada().call(repoEditBranchProtection, { ...one.at, name: 'main', body: bypass });
  expect((await ada().call(repoGetBranch, { ...one.at, branch: 'main' })).user_can_merge).toBe(false);
  expect(await merge(eve(), true)).toBe(405);
  await approve();
  expect(await merge(eve())).toBe(405);
  expect(await merge()).toBe('taken');
});
