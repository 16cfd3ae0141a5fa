import { expect, vi } from 'vitest';
import type { z } from 'zod';

import {
  orgEditTeam,
  orgRemoveTeamMember,
  repoAddCollaborator,
  repoCreateBranch,
  repoCreateBranchProtection,
  repoCreateFile,
  repoCreatePullRequest,
  repoCreateTagProtection,
  repoDeleteBranch,
  repoDeleteBranchProtection,
  repoDeleteTagProtection,
  repoEditBranchProtection,
  repoEditTagProtection,
  repoGetBranch,
  repoGetBranchProtection,
  repoGetTagProtection,
  repoListBranchProtection,
  repoListBranches,
  repoListTagProtection,
  repoMergePullRequest,
  repoUpdateBranchProtectionPriories,
} from '@mosaic/contracts/gitea';

import { base64 } from './base64.ts';
import { found, repositoryOf, teamOf } from './organization.ts';
import { departure, gap, requirement } from './suite.ts';
import type { GiteaTarget, Home } from './target.ts';

type NewRule = z.input<typeof repoCreateBranchProtection.body>;
type RuleChange = z.input<typeof repoEditBranchProtection.body>;

const protect = ({ owner, at }: Home, body: NewRule = {}) =>
  owner.call(repoCreateBranchProtection, { ...at, body: { rule_name: 'main', ...body } });
const namesOf = async ({ owner, at }: Home) => (await owner.call(repoListBranchProtection, at)).map(({ rule_name }) => rule_name);
const keep = ({ owner, at }: Home, body: Partial<z.input<typeof repoCreateTagProtection.body>> = {}) =>
  owner.call(repoCreateTagProtection, { ...at, body: { name_pattern: 'v*', whitelist_usernames: ['ada'], ...body } });

/** Homes into which the other may write. */
async function shared(target: GiteaTarget): Promise<Home[]> {
  const homes = await target.homes();
  for (const { owner, at } of homes)
    for (const collaborator of ['ada', 'bob'].filter((login) => login !== at.owner))
      await owner.call(repoAddCollaborator, { ...at, collaborator, body: { permission: 'write' } });
  return homes;
}

/** Each member with two values; those that mean something only where pushing is let come with it. */
const PUSH = { enable_push: true };
const LIST = { ...PUSH, enable_push_whitelist: true };
const FORCE = { ...PUSH, enable_force_push: true };
const FORCE_LIST = { ...FORCE, enable_force_push_allowlist: true };
const CHANGES: RuleChange[] = [
  { priority: 3 },
  { priority: 7 },
  PUSH,
  { enable_push: false },
  LIST,
  { ...PUSH, enable_push_whitelist: false },
  { ...LIST, push_whitelist_usernames: ['ada', 'bob'].slice(0, 1) },
  { ...LIST, push_whitelist_usernames: [] },
  { ...LIST, push_whitelist_deploy_keys: true },
  { ...LIST, push_whitelist_deploy_keys: false },
  FORCE,
  { ...PUSH, enable_force_push: false },
  FORCE_LIST,
  { ...FORCE, enable_force_push_allowlist: false },
  { ...FORCE_LIST, force_push_allowlist_usernames: ['ada'] },
  { ...FORCE_LIST, force_push_allowlist_usernames: [] },
  { ...FORCE_LIST, force_push_allowlist_deploy_keys: true },
  { ...FORCE_LIST, force_push_allowlist_deploy_keys: false },
  { enable_merge_whitelist: true, merge_whitelist_usernames: ['ada'] },
  { enable_merge_whitelist: false, merge_whitelist_usernames: [] },
  { enable_status_check: true, status_check_contexts: ['ci/*', 'other'] },
  { enable_status_check: false, status_check_contexts: [] },
  { required_approvals: 2 },
  { required_approvals: 0 },
  { enable_approvals_whitelist: true, approvals_whitelist_username: ['ada'] },
  { enable_approvals_whitelist: false, approvals_whitelist_username: [] },
  { block_on_rejected_reviews: true },
  { block_on_rejected_reviews: false },
  { block_on_official_review_requests: true },
  { block_on_official_review_requests: false },
  { block_on_outdated_branch: true },
  { block_on_outdated_branch: false },
  { block_admin_merge_override: true },
  { block_admin_merge_override: false },
  { dismiss_stale_approvals: true },
  { dismiss_stale_approvals: false },
  { ignore_stale_approvals: true },
  { ignore_stale_approvals: false },
  { protected_file_patterns: 'a;b' },
  { protected_file_patterns: '' },
  { unprotected_file_patterns: 'docs/**' },
  { unprotected_file_patterns: '' },
];
const BYPASS: RuleChange[] = [
  { enable_bypass_allowlist: true, bypass_allowlist_usernames: ['ada'] },
  { enable_bypass_allowlist: false, bypass_allowlist_usernames: [] },
];

requirement('gitea.protections.create.201', async (target) => {
  for (const home of await target.homes()) {
    expect(await protect(home)).toMatchObject({
      rule_name: 'main',
      branch_name: 'main',
      priority: 1,
      enable_push: false,
      required_approvals: 0,
      status_check_contexts: [],
    });
    expect(await protect(home, { rule_name: '', branch_name: 'release/*' })).toMatchObject({ rule_name: 'release/*', priority: 2 });
    expect(await protect(home, { rule_name: '', branch_name: 'other' })).toMatchObject({ rule_name: 'other', priority: 3 });
    expect(await namesOf(home)).toEqual(['main', 'release/*', 'other']);
  }
});

requirement('gitea.protections.create.members', async (target) => {
  const home = await target.home();
  for (const [index, body] of CHANGES.entries()) expect(await protect(home, { rule_name: `r${index}`, ...body })).toMatchObject(body);
});

requirement('gitea.protections.bypass', async (target) => {
  const home = await target.home();
  for (const [index, body] of BYPASS.entries()) {
    expect(await protect(home, { rule_name: `r${index}`, ...body })).toMatchObject(body);
    expect(await home.owner.call(repoEditBranchProtection, { ...home.at, name: `r${index}`, body: BYPASS[1 - index] ?? {} })).toMatchObject(
      BYPASS[1 - index] ?? {},
    );
  }
});
departure('gitea.protections.bypass', 'Upstream has these members since 1.27.');

requirement('gitea.protections.create.403', async (target) => {
  const home = await target.home();
  await protect(home);
  expect(await home.owner.refusal(repoCreateBranchProtection, { ...home.at, body: { rule_name: 'main', enable_push: true } })).toBe(403);
  expect(await home.owner.call(repoGetBranchProtection, { ...home.at, name: 'main' })).toMatchObject({ enable_push: false });
});

requirement('gitea.protections.create.422', async (target) => {
  const home = await target.home();
  const body = { rule_name: 'main', push_whitelist_usernames: [target.word()] };
  expect(await home.owner.refusal(repoCreateBranchProtection, { ...home.at, body })).toBe(422);
  expect(await namesOf(home)).toEqual([]);
});

requirement('gitea.protections.create.nameless', async (target) => {
  const { owner, at } = await target.home();
  expect(await owner.refusal(repoCreateBranchProtection, { ...at, body: {} })).toBe(400);
});
gap('gitea.protections.create.nameless', 'A body that is wrong is 422 everywhere here, and the words say what is missing.');

requirement('gitea.protections.get.200', async (target) => {
  for (const home of await target.homes()) {
    await protect(home, { rule_name: 'release/*' });
    const other = await protect(home, PUSH);
    expect(await home.owner.call(repoGetBranchProtection, { ...home.at, name: 'main' })).toEqual(other);
    expect(await home.owner.call(repoGetBranchProtection, { ...home.at, name: 'release/*' })).toMatchObject({ enable_push: false });
  }
});

requirement('gitea.protections.edit.200', async (target) => {
  const home = await target.home();
  const { owner, at } = home;
  for (const name of ['main', 'release/*']) {
    await protect(home, { rule_name: name, required_approvals: 1, ...FORCE_LIST, ...LIST });
    for (const body of CHANGES) {
      const before = await owner.call(repoGetBranchProtection, { ...at, name });
      const after = await owner.call(repoEditBranchProtection, { ...at, name, body });
      expect(after).toMatchObject(body);
      if (!('enable_push' in body)) expect(after).toEqual({ ...before, ...body, updated_at: after.updated_at });
    }
  }
  for (const { owner: one, at: other } of (await target.homes()).slice(1)) {
    await one.call(repoCreateBranchProtection, { ...other, body: { rule_name: 'main' } });
    expect(await one.call(repoEditBranchProtection, { ...other, name: 'main', body: PUSH })).toMatchObject(PUSH);
  }
});

requirement('gitea.protections.404', async (target) => {
  for (const { owner, at } of await target.homes()) {
    const named = { ...at, name: target.word() };
    expect(await owner.refusal(repoGetBranchProtection, named)).toBe(404);
    expect(await owner.refusal(repoEditBranchProtection, { ...named, body: PUSH })).toBe(404);
    expect(await owner.refusal(repoDeleteBranchProtection, named)).toBe(404);
    const numbered = { ...at, id: 999_999_999 };
    expect(await owner.refusal(repoGetTagProtection, numbered)).toBe(404);
    expect(await owner.refusal(repoEditTagProtection, { ...numbered, body: { name_pattern: 'x' } })).toBe(404);
    expect(await owner.refusal(repoDeleteTagProtection, numbered)).toBe(404);
  }
});

requirement('gitea.protections.delete.204', async (target) => {
  for (const home of await target.homes()) {
    await protect(home);
    await protect(home, { rule_name: 'release/*' });
    await home.owner.call(repoDeleteBranchProtection, { ...home.at, name: 'release/*' });
    expect(await namesOf(home)).toEqual(['main']);
    await home.owner.call(repoDeleteBranchProtection, { ...home.at, name: 'main' });
    expect(await namesOf(home)).toEqual([]);
  }
});

requirement('gitea.protections.order', async (target) => {
  // Ids are in no answer: in an installation of its own the first ones are theirs.
  for (const home of await target.homes()) {
    await protect(home);
    await home.owner.call(repoUpdateBranchProtectionPriories, { ...home.at, body: { ids: [] } });
    await home.owner.call(repoUpdateBranchProtectionPriories, { ...home.at, body: { ids: [999_999_999] } });
    expect(await home.owner.call(repoGetBranchProtection, { ...home.at, name: 'main' })).toMatchObject({ priority: 1 });
  }
});

requirement('gitea.protections.forbidden', async (target) => {
  for (const home of await shared(target)) {
    await protect(home);
    const { id } = await keep(home);
    const { other, at } = home;
    const named = { ...at, name: 'main' };
    expect(await other.refusal(repoListBranchProtection, at)).toBe(403);
    expect(await other.refusal(repoCreateBranchProtection, { ...at, body: { rule_name: 'x' } })).toBe(403);
    expect(await other.refusal(repoUpdateBranchProtectionPriories, { ...at, body: { ids: [1] } })).toBe(403);
    expect(await other.refusal(repoGetBranchProtection, named)).toBe(403);
    expect(await other.refusal(repoEditBranchProtection, { ...named, body: PUSH })).toBe(403);
    expect(await other.refusal(repoDeleteBranchProtection, named)).toBe(403);
    expect(await other.refusal(repoListTagProtection, at)).toBe(403);
    expect(await other.refusal(repoCreateTagProtection, { ...at, body: { name_pattern: 'x', whitelist_usernames: ['bob'] } })).toBe(403);
    expect(await other.refusal(repoGetTagProtection, { ...at, id })).toBe(403);
    expect(await other.refusal(repoEditTagProtection, { ...at, id, body: { name_pattern: 'y' } })).toBe(403);
    expect(await other.refusal(repoDeleteTagProtection, { ...at, id })).toBe(403);
    expect(await namesOf(home)).toEqual(['main']);
  }
});

/** Each list of teams of a rule, with what it means something beside. */
const TEAM_LISTS = [
  [LIST, 'push_whitelist_teams'],
  [FORCE_LIST, 'force_push_allowlist_teams'],
  [{ enable_merge_whitelist: true }, 'merge_whitelist_teams'],
  [{ enable_approvals_whitelist: true }, 'approvals_whitelist_teams'],
] as const;

requirement('gitea.protections.teams', async (target) => {
  const org = await found(target);
  const at = await repositoryOf(target, org);
  const home = { at, owner: target.ada, other: target.bob };
  const { name } = await teamOf(target, org, ['bob'], { permission: 'write', includes_all_repositories: true });
  const apart = await teamOf(target, org, ['bob']);
  for (const [beside, list] of TEAM_LISTS) {
    const { rule_name } = await protect(home, { rule_name: list, ...beside, [list]: [name, apart.name] });
    const read = () => target.ada.call(repoGetBranchProtection, { ...at, name: rule_name });
    expect(await read()).toMatchObject({ [list]: [name] });
    const change = (teams: string[]) => target.ada.call(repoEditBranchProtection, { ...at, name: rule_name, body: { [list]: teams } });
    expect(await change([])).toMatchObject({ [list]: [] });
    expect(await change([name.toUpperCase()])).toMatchObject({ [list]: [name] });
    expect(await target.ada.refusal(repoEditBranchProtection, { ...at, name: rule_name, body: { [list]: [target.word()] } })).toBe(422);
    expect(await read()).toMatchObject({ [list]: [name] });
    expect(await protect(home, { rule_name: `${list}-none`, [list]: [] })).toMatchObject({ [list]: [] });
  }
  const tags = await keep(home, { whitelist_usernames: [], whitelist_teams: [name] });
  expect(tags).toMatchObject({ whitelist_usernames: [], whitelist_teams: [name] });
  expect(await keep(home, { name_pattern: 'w*', whitelist_teams: [] })).toMatchObject({ whitelist_teams: [] });
  const body = { whitelist_teams: [], whitelist_usernames: ['ada'] };
  expect(await target.ada.call(repoEditTagProtection, { ...at, id: tags.id, body })).toMatchObject(body);
  expect(await target.ada.call(repoEditTagProtection, { ...at, id: tags.id, body: { whitelist_teams: [name] } })).toMatchObject({
    whitelist_teams: [name],
  });
  expect(await target.ada.refusal(repoEditTagProtection, { ...at, id: tags.id, body: { whitelist_teams: [target.word()] } })).toBe(422);
});

requirement('gitea.protections.teams.bypass', async (target) => {
  const org = await found(target);
  const at = await repositoryOf(target, org);
  const { name } = await teamOf(target, org, ['bob'], { includes_all_repositories: true });
  const home = { at, owner: target.ada, other: target.bob };
  const on = { enable_bypass_allowlist: true, bypass_allowlist_teams: [name] };
  expect(await protect(home, on)).toMatchObject(on);
  expect(await target.ada.call(repoEditBranchProtection, { ...at, name: 'main', body: { bypass_allowlist_teams: [] } })).toMatchObject({
    bypass_allowlist_teams: [],
  });
  expect(await target.ada.call(repoEditBranchProtection, { ...at, name: 'main', body: on })).toMatchObject(on);
  expect(await protect(home, { rule_name: 'other', bypass_allowlist_teams: [] })).toMatchObject({ bypass_allowlist_teams: [] });
});
departure('gitea.protections.teams.bypass', 'Upstream has these members since 1.27.');

requirement('gitea.protections.teams.push', async (target) => {
  const org = await found(target);
  const at = await repositoryOf(target, org);
  const team = await teamOf(target, org, ['bob'], { permission: 'write', includes_all_repositories: true });
  await protect({ at, owner: target.ada, other: target.bob }, { ...LIST, push_whitelist_teams: [team.name] });
  const write = (who: 'ada' | 'bob') =>
    target[who].respond(repoCreateFile, {
      ...at,
      filepath: `${target.word()}.txt`,
      body: { content: base64('a'), message: 'a', branch: 'main' },
    });
  expect((await write('ada')).status).toBe(403);
  expect((await write('bob')).status).toBe(201);
  await target.ada.call(orgEditTeam, { id: team.id, body: { name: target.word() } });
  expect((await write('bob')).status).toBe(201);
  await target.ada.call(orgRemoveTeamMember, { id: team.id, username: 'bob' });
  await target.ada.call(repoAddCollaborator, { ...at, collaborator: 'bob', body: { permission: 'write' } });
  expect((await write('bob')).status).toBe(403);
});

requirement('gitea.protections.teams.person', async (target) => {
  const home = await target.home();
  expect(await protect(home, { ...LIST, push_whitelist_teams: [target.word()] })).toMatchObject({ push_whitelist_teams: [] });
});

requirement('gitea.protections.branch', async (target) => {
  const [home] = await shared(target);
  if (home === undefined) return;
  const rule = {
    ...LIST,
    push_whitelist_usernames: ['bob'],
    required_approvals: 2,
    enable_status_check: true,
    status_check_contexts: ['ci'],
  };
  await protect(home, { ...rule, rule_name: 'ma*', enable_merge_whitelist: true, merge_whitelist_usernames: ['ada'] });
  const told = {
    protected: true,
    required_approvals: 2,
    enable_status_check: true,
    status_check_contexts: ['ci'],
    effective_branch_protection_name: 'ma*',
  };
  const hers = await home.owner.call(repoGetBranch, { ...home.at, branch: 'main' });
  expect(hers).toMatchObject({ ...told, user_can_push: false, user_can_merge: true });
  const his = await home.other.call(repoGetBranch, { ...home.at, branch: 'main' });
  expect(his).toMatchObject({ ...told, user_can_push: true, user_can_merge: false });
  expect(await home.owner.call(repoListBranches, home.at)).toEqual([hers]);
});

requirement('gitea.protections.push', async (target) => {
  for (const home of await shared(target)) {
    await protect(home);
    const { git, commit } = await target.clone(home);
    await commit({ 'a.txt': 'a' }, 'a');
    await expect(git('push', 'origin', 'HEAD:main')).rejects.toThrow('Not allowed to push to protected branch main');
    await home.owner.call(repoEditBranchProtection, { ...home.at, name: 'main', body: PUSH });
    await git('push', '-q', 'origin', 'HEAD:main');
    await git('commit', '-q', '--amend', '-m', 'b');
    await expect(git('push', '--force', 'origin', 'HEAD:main')).rejects.toThrow('branch main is protected from force push');
    await home.owner.call(repoEditBranchProtection, { ...home.at, name: 'main', body: FORCE });
    await git('push', '-q', '--force', 'origin', 'HEAD:main');
  }
});

requirement('gitea.protections.files', async (target) => {
  const home = await target.home();
  await protect(home, { ...PUSH, protected_file_patterns: 'ci/**' });
  const { git, commit } = await target.clone(home);
  await commit({ 'ci/run': 'a' }, 'a');
  await expect(git('push', 'origin', 'HEAD:main')).rejects.toThrow('branch main is protected from changing file ci/run');
  await git('reset', '-q', '--hard', 'origin/main');
  await commit({ 'src/run': 'a' }, 'a');
  await git('push', '-q', 'origin', 'HEAD:main');
});

requirement('gitea.protections.api', async (target) => {
  const home = await target.home();
  await protect(home);
  const body = { content: base64('a'), message: 'a', branch: 'main' };
  expect(await home.owner.refusal(repoCreateFile, { ...home.at, filepath: 'a.txt', body })).toBe(403);
  await home.owner.call(repoCreateBranch, { ...home.at, body: { new_branch_name: 'side' } });
  await protect(home, { rule_name: 'side', ...PUSH });
  expect(await home.owner.refusal(repoDeleteBranch, { ...home.at, branch: 'side' })).toBe(403);
});

requirement('gitea.protections.merge', async (target) => {
  const home = await target.home();
  const { owner, at } = home;
  await owner.call(repoCreateFile, {
    ...at,
    filepath: 'a.txt',
    body: { content: base64('a'), message: 'a', branch: 'main', new_branch: 'topic' },
  });
  await owner.call(repoCreatePullRequest, { ...at, body: { head: 'topic', base: 'main', title: 'Topic' } });
  await protect(home, { required_approvals: 1, block_admin_merge_override: true });
  const merge = (members: object) => owner.refusal(repoMergePullRequest, { ...at, index: 1, body: { Do: 'merge' as const, ...members } });
  await expect.poll(() => merge({}), { timeout: 10_000 }).toBe(405);
  expect(await merge({ force_merge: true })).toBe(405);
  await owner.call(repoEditBranchProtection, { ...at, name: 'main', body: { block_admin_merge_override: false } });
  expect(await merge({ force_merge: false })).toBe(405);
  await owner.call(repoMergePullRequest, { ...at, index: 1, body: { Do: 'merge', force_merge: true } });
  await owner.call(repoEditBranchProtection, { ...at, name: 'main', body: { required_approvals: 0 } });
  await owner.call(repoCreateFile, { ...at, filepath: 'b.txt', body: { content: base64('b'), message: 'b', branch: 'topic' } });
  await owner.call(repoCreatePullRequest, { ...at, body: { head: 'topic', base: 'main', title: 'Topic' } });
  await vi.waitFor(() => owner.call(repoMergePullRequest, { ...at, index: 2, body: { Do: 'merge', force_merge: false } }), {
    timeout: 10_000,
  });
});

requirement('gitea.protections.tags.201', async (target) => {
  for (const home of await target.homes()) {
    const first = await keep(home);
    expect(first).toMatchObject({ name_pattern: 'v*', whitelist_usernames: ['ada'], whitelist_teams: [] });
    const second = await keep(home, { name_pattern: 'release-*', whitelist_usernames: ['bob'] });
    expect(await home.owner.call(repoListTagProtection, home.at)).toEqual([first, second]);
    expect(await home.owner.call(repoGetTagProtection, { ...home.at, id: second.id })).toEqual(second);
    expect(
      await home.owner.refusal(repoCreateTagProtection, { ...home.at, body: { name_pattern: 'v*', whitelist_usernames: ['bob'] } }),
    ).toBe(403);
  }
});

requirement('gitea.protections.tags.422', async (target) => {
  const { owner, at } = await target.home();
  const body = { name_pattern: 'v*', whitelist_usernames: [target.word()] };
  expect(await owner.refusal(repoCreateTagProtection, { ...at, body })).toBe(422);
});

requirement('gitea.protections.tags.edit', async (target) => {
  for (const home of await target.homes()) {
    const rule = await keep(home);
    const edit = (body: z.input<typeof repoEditTagProtection.body>) =>
      home.owner.call(repoEditTagProtection, { ...home.at, id: rule.id, body });
    expect(await edit({ name_pattern: 'w*' })).toMatchObject({ name_pattern: 'w*', whitelist_usernames: ['ada'] });
    expect(await edit({ whitelist_usernames: ['bob'] })).toMatchObject({ name_pattern: 'w*', whitelist_usernames: ['bob'] });
    expect(await edit({ name_pattern: 'x*', whitelist_usernames: ['ada'] })).toMatchObject({
      name_pattern: 'x*',
      whitelist_usernames: ['ada'],
    });
    const other = await keep(home);
    await home.owner.call(repoDeleteTagProtection, { ...home.at, id: rule.id });
    expect(await home.owner.call(repoListTagProtection, home.at)).toEqual([other]);
  }
});

requirement('gitea.protections.tags.push', async (target) => {
  for (const home of await shared(target)) {
    const rule = await keep(home, { whitelist_usernames: home.at.owner === 'ada' ? ['bob'] : ['ada'] });
    const { git } = await target.clone(home);
    await git('tag', 'v1');
    await expect(git('push', 'origin', 'v1')).rejects.toThrow('Tag v1 is protected');
    await home.owner.call(repoEditTagProtection, { ...home.at, id: rule.id, body: { whitelist_usernames: [home.at.owner] } });
    await git('push', '-q', 'origin', 'v1');
  }
});
