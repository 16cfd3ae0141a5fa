import { expect } from 'vitest';

import {
  createOrgRepo,
  issueCreateIssue,
  issueListIssues,
  orgAddTeamMember,
  orgAddTeamRepository,
  orgCreateTeam,
  orgDeleteTeam,
  orgEditTeam,
  orgGetTeam,
  orgIsMember,
  orgListTeamMember,
  orgListTeamMembers,
  orgListTeamRepo,
  orgListTeamRepos,
  orgListTeams,
  orgRemoveTeamMember,
  orgRemoveTeamRepository,
  repoAddTeam,
  repoCheckTeam,
  repoCreateFile,
  repoDeleteTeam,
  repoGet,
  repoGetContentsList,
  repoListPullRequests,
  repoListTeams,
  teamSearch,
  userCurrentListRepos,
  userListTeams,
} from '@mosaic/contracts/gitea';

import { found, owners, repositoryOf, teamOf } from './organization.ts';
import { departure, requirement } from './suite.ts';

const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);

const WISHES = [
  {
    description: 'Words',
    permission: 'write',
    units: ['repo.code', 'repo.issues'],
    units_map: {},
    includes_all_repositories: true,
    can_create_org_repo: true,
  },
  {
    description: 'Others',
    permission: 'read',
    units: ['repo.wiki'],
    units_map: { 'repo.code': 'read', 'repo.pulls': 'write' },
    includes_all_repositories: false,
    can_create_org_repo: false,
  },
] as const;
const MAPS = [
  { 'repo.code': 'write', 'repo.issues': 'write' },
  { 'repo.code': 'read', 'repo.pulls': 'write' },
] as const;

requirement('gitea.teams.create.201', async (target) => {
  for (const [at, wish] of WISHES.entries()) {
    const org = await found(target);
    const body = { name: target.word(), ...wish, units: [...wish.units] };
    const made = await target.ada.call(orgCreateTeam, { org, body });
    const { description, permission, includes_all_repositories, can_create_org_repo } = wish;
    const shown = { name: body.name, description, permission, includes_all_repositories, can_create_org_repo, units_map: MAPS[at] };
    expect(made).toMatchObject({ ...shown, organization: { name: org } });
    expect(await target.ada.call(orgGetTeam, { id: made.id })).toEqual(made);
  }
  const all = await teamOf(target, await found(target), [], { permission: 'admin' });
  expect(all.units_map).toMatchObject({ 'repo.code': 'admin', 'repo.issues': 'admin', 'repo.pulls': 'admin' });
});

requirement('gitea.teams.create.refused', async (target) => {
  const org = await found(target);
  const { name } = await teamOf(target, org, ['bob']);
  const body = { name: target.word(), permission: 'read', units: ['repo.code'] } as const;
  expect(await target.ada.refusal(orgCreateTeam, { org, body: { ...body, units: [...body.units], name } })).toBe(422);
  expect(await target.ada.refusal(orgCreateTeam, { org, body: { name: target.word() } })).toBe(422);
  expect(await target.ada.refusal(orgCreateTeam, { org, body: { name: 'a b', permission: 'admin' } })).toBe(422);
  for (const one of [target.bob, target.eve])
    expect(await one.refusal(orgCreateTeam, { org, body: { ...body, units: [...body.units] } })).toBe(403);
});
departure('gitea.teams.create.refused', 'Upstream fails with 500 where nothing is said that the team may.');

requirement('gitea.teams.edit.200', async (target) => {
  const org = await found(target);
  for (const [at, wish] of WISHES.entries()) {
    const { id } = await teamOf(target, org, ['bob']);
    const body = { name: target.word(), ...wish, units: [...wish.units] };
    const { description, permission, includes_all_repositories, can_create_org_repo } = wish;
    const shown = { name: body.name, description, permission, includes_all_repositories, can_create_org_repo, units_map: MAPS[at] };
    expect(await target.ada.call(orgEditTeam, { id, body })).toMatchObject(shown);
    expect(await target.ada.call(orgEditTeam, { id, body: { name: '' } })).toMatchObject(shown);
    expect([403, 404]).toContain(await target.bob.refusal(orgEditTeam, { id, body: { permission: 'admin' } }));
    expect((await target.ada.call(orgGetTeam, { id })).permission).toBe(permission);
  }
});

requirement('gitea.teams.delete.204', async (target) => {
  for (const _round of [1, 2]) {
    const org = await found(target);
    const at = await repositoryOf(target, org);
    const { id } = await teamOf(target, org, ['bob'], { includes_all_repositories: true });
    expect((await target.bob.call(repoGet, at)).permissions?.push).toBe(false);
    expect([403, 404]).toContain(await target.bob.refusal(orgDeleteTeam, { id }));
    await target.ada.call(orgDeleteTeam, { id });
    expect([await target.bob.refusal(repoGet, at), await target.ada.refusal(orgGetTeam, { id })]).toEqual([404, 404]);
    expect(await target.ada.refusal(orgIsMember, { org, username: 'bob' })).toBe(404);
  }
});

requirement('gitea.teams.list.pages', async (target) => {
  const [org, other] = [await found(target), await found(target)];
  const team = await teamOf(target, org, ['bob']);
  const list = async (query: object) => names(await target.bob.call(orgListTeams, { org, query }));
  expect((await list({})).toSorted()).toEqual(['Owners', team.name].toSorted());
  expect([...(await list({ limit: 1, page: 1 })), ...(await list({ limit: 1, page: 2 }))]).toEqual(await list({ limit: 2 }));
  expect(names(await target.ada.call(orgListTeams, { org: other }))).toEqual(['Owners']);
  expect(await target.eve.refusal(orgListTeams, { org })).toBe(403);
});

requirement('gitea.teams.search', async (target) => {
  const [org, other] = [await found(target), await found(target)];
  const mark = target.word();
  const team = await teamOf(target, org, ['bob'], { description: `It is ${mark}` });
  const search = async (query: object, of = org) => names((await target.bob.call(teamSearch, { org: of, query })).data);
  expect(await search({ q: team.name.slice(2) })).toEqual([team.name]);
  expect([
    await search({ q: mark }),
    await search({ q: mark, include_desc: 'true' }),
    await search({ q: mark, include_desc: 'false' }),
  ]).toEqual([[team.name], [team.name], []]);
  expect(await search({ q: 'Owners' })).toEqual([]);
  expect([await search({ limit: 1, page: 1 }), await search({ limit: 2, page: 2 })]).toEqual([[team.name], []]);
  expect(names((await target.root.call(teamSearch, { org: other, query: { q: 'owner' } })).data)).toEqual(['Owners']);
  expect(await target.eve.refusal(teamSearch, { org })).toBe(403);
});

requirement('gitea.teams.mine', async (target) => {
  const org = await found(target);
  const team = await teamOf(target, org, ['eve']);
  const mine = await target.eve.call(userListTeams, { query: { limit: 50 } });
  expect(mine.find(({ id }) => id === team.id)).toMatchObject({ name: team.name, organization: { name: org } });
  const pages = [1, 2].map((page) => target.ada.call(userListTeams, { query: { limit: 1, page } }));
  expect((await Promise.all(pages)).flat()).toHaveLength(2);
  expect(await target.anyone.refusal(userListTeams, {})).toBe(401);
});

requirement('gitea.teams.get', async (target) => {
  const org = await found(target);
  const team = await teamOf(target, org, ['bob']);
  const other = await teamOf(target, org, ['eve']);
  expect(await target.bob.call(orgGetTeam, { id: team.id })).toMatchObject({ name: team.name, organization: { name: org } });
  expect((await target.ada.call(orgGetTeam, { id: other.id })).name).toBe(other.name);
  expect(await target.bob.refusal(orgGetTeam, { id: other.id })).toBe(403);
  const strange = await teamOf(target, await found(target), []);
  expect([await target.bob.refusal(orgGetTeam, { id: strange.id }), await target.bob.refusal(orgGetTeam, { id: 999_999_999 })]).toEqual([
    404, 404,
  ]);
});

requirement('gitea.teams.members', async (target) => {
  const org = await found(target);
  for (const username of ['bob', 'eve']) {
    const [first, second] = [await teamOf(target, org, [username]), await teamOf(target, org, [username, 'ada'])];
    const { id } = second;
    expect((await target.ada.call(orgListTeamMember, { id, username })).login).toBe(username);
    const list = async (query: object) => (await target.ada.call(orgListTeamMembers, { id, query })).map(({ login }) => login);
    expect((await list({})).toSorted()).toEqual(['ada', username].toSorted());
    expect([...(await list({ limit: 1, page: 1 })), ...(await list({ limit: 1, page: 2 }))]).toEqual(await list({ limit: 2 }));
    expect((await target.ada.call(orgListTeamMembers, { id: first.id })).map(({ login }) => login)).toEqual([username]);
    await target.ada.call(orgRemoveTeamMember, { id, username });
    expect(await target.ada.refusal(orgListTeamMember, { id, username })).toBe(404);
    await target.ada.call(orgIsMember, { org, username });
    await target.ada.call(orgRemoveTeamMember, { id: first.id, username });
    expect(await target.ada.refusal(orgIsMember, { org, username })).toBe(404);
    expect(await target.bob.refusal(orgListTeamMembers, { id })).toBe(404);
  }
  const { id } = await teamOf(target, org, ['bob']);
  expect((await target.ada.call(orgListTeamMember, { id, username: 'bob' })).login).toBe('bob');
  expect(await target.ada.refusal(orgAddTeamMember, { id, username: target.word() })).toBe(404);
  for (const operation of [orgAddTeamMember, orgRemoveTeamMember] as const)
    expect([403, 404]).toContain(await target.bob.refusal(operation, { id, username: 'eve' }));
});

requirement('gitea.teams.members.last-owner', async (target) => {
  const org = await found(target);
  const { id } = await owners(target, org);
  expect(await target.ada.refusal(orgRemoveTeamMember, { id, username: 'ada' })).toBe(422);
  await target.ada.call(orgAddTeamMember, { id, username: 'bob' });
  await target.bob.call(orgRemoveTeamMember, { id, username: 'ada' });
  expect(await target.bob.refusal(orgRemoveTeamMember, { id, username: 'bob' })).toBe(422);
  await target.bob.call(orgListTeamMember, { id, username: 'bob' });
});
departure('gitea.teams.members.last-owner', 'Upstream fails with 500.');

requirement('gitea.teams.owners', async (target) => {
  const { id } = await owners(target, await found(target));
  expect(await target.ada.refusal(orgDeleteTeam, { id })).toBe(422);
  expect(await target.ada.refusal(orgEditTeam, { id, body: { name: target.word() } })).toBe(422);
  const body = { permission: 'read', units: ['repo.code' as const], includes_all_repositories: false, can_create_org_repo: false } as const;
  expect(await target.ada.call(orgEditTeam, { id, body: { ...body, units: [...body.units], description: 'All of it' } })).toMatchObject({
    name: 'Owners',
    description: 'All of it',
    permission: 'owner',
    includes_all_repositories: true,
    can_create_org_repo: true,
  });
});
departure('gitea.teams.owners', 'Upstream deletes and renames it.');

requirement('gitea.teams.repositories', async (target) => {
  const orgs = [await found(target), await found(target)];
  for (const org of orgs) {
    const { id } = await teamOf(target, org, ['bob']);
    const [first, second] = [await repositoryOf(target, org), await repositoryOf(target, org)];
    const at = { id, org, repo: first.repo };
    expect(await target.bob.refusal(repoGet, first)).toBe(404);
    expect(await target.bob.refusal(orgAddTeamRepository, at)).toBe(404);
    await target.ada.call(orgAddTeamRepository, at);
    await target.ada.call(orgAddTeamRepository, { ...at, repo: second.repo });
    expect(await target.bob.call(orgListTeamRepo, at)).toMatchObject({ name: first.repo, permissions: { pull: true, push: false } });
    expect(names(await target.bob.call(userCurrentListRepos, { query: { limit: 50 } }))).toContain(first.repo);
    const list = async (query: object) => names(await target.bob.call(orgListTeamRepos, { id, query }));
    expect((await list({})).toSorted()).toEqual([first.repo, second.repo].toSorted());
    expect([...(await list({ limit: 1, page: 1 })), ...(await list({ limit: 1, page: 2 }))]).toEqual(await list({ limit: 2 }));
    expect(await target.bob.refusal(orgRemoveTeamRepository, at)).toBe(403);
    await target.ada.call(orgRemoveTeamRepository, at);
    await target.ada.call(orgRemoveTeamRepository, { ...at, repo: second.repo });
    expect([await target.bob.refusal(repoGet, first), await target.ada.refusal(orgListTeamRepo, at)]).toEqual([404, 404]);
    await target.ada.call(orgAddTeamRepository, { ...at, repo: second.repo });
    await target.ada.call(orgListTeamRepo, { ...at, repo: second.repo });
    expect(await target.eve.refusal(orgListTeamRepos, { id })).toBe(404);
  }
});

requirement('gitea.teams.repositories.rights', async (target) => {
  const org = await found(target);
  const at = await repositoryOf(target, org);
  const title = 'Found';
  await target.ada.call(issueCreateIssue, { ...at, body: { title } });
  const give = async (units_map: object) => {
    const { id } = await teamOf(target, org, ['bob'], { permission: '', units: [], units_map, includes_all_repositories: true });
    return id;
  };
  const tracker = await give({ 'repo.issues': 'write' });
  expect((await target.bob.call(repoGet, at)).permissions).toEqual({ admin: false, push: false, pull: false });
  expect((await target.bob.call(issueListIssues, at)).map((issue) => issue.title)).toEqual([title]);
  expect(await target.bob.refusal(repoGetContentsList, at)).toBeGreaterThanOrEqual(403);
  expect(await target.bob.refusal(repoListPullRequests, at)).toBeGreaterThanOrEqual(403);
  await target.ada.call(orgDeleteTeam, { id: tracker });
  await give({ 'repo.code': 'write' });
  expect((await target.bob.call(repoGet, at)).permissions).toEqual({ admin: false, push: true, pull: true });
  expect(await target.bob.refusal(issueListIssues, at)).toBeGreaterThanOrEqual(403);
  await target.bob.call(repoCreateFile, { ...at, filepath: 'new.txt', body: { content: Buffer.from('x').toString('base64') } });
});

requirement('gitea.teams.repositories.all', async (target) => {
  const org = await found(target);
  await teamOf(target, org, ['bob'], { permission: 'write', includes_all_repositories: true });
  const { name: repo } = await target.ada.call(createOrgRepo, { org, body: { name: target.word(), private: true } });
  expect((await target.bob.call(repoGet, { owner: org, repo })).permissions).toEqual({ admin: false, push: true, pull: true });
  expect(await target.eve.refusal(repoGet, { owner: org, repo })).toBe(404);
});

requirement('gitea.teams.of-repository', async (target) => {
  for (const admins of [true, false]) {
    const org = await found(target, { repo_admin_change_team_access: admins });
    const at = await repositoryOf(target, org);
    const { name: team } = await teamOf(target, org, []);
    const administers = await teamOf(target, org, ['bob'], { permission: 'admin', includes_all_repositories: true });
    expect(await target.ada.refusal(repoCheckTeam, { ...at, team })).toBe(404);
    if (admins) await target.bob.call(repoAddTeam, { ...at, team });
    else expect(await target.bob.refusal(repoAddTeam, { ...at, team })).toBe(403);
    if (!admins) await target.ada.call(repoAddTeam, { ...at, team });
    expect(await target.ada.refusal(repoAddTeam, { ...at, team })).toBe(422);
    expect((await target.ada.call(repoCheckTeam, { ...at, team })).name).toBe(team);
    expect(names(await target.ada.call(repoListTeams, at)).toSorted()).toEqual(['Owners', team, administers.name].toSorted());
    await target.ada.call(repoDeleteTeam, { ...at, team });
    expect(await target.ada.refusal(repoDeleteTeam, { ...at, team })).toBe(422);
    expect(await target.eve.refusal(repoListTeams, at)).toBe(404);
  }
});

requirement('gitea.teams.of-repository.405', async (target) => {
  const { owner, at } = await target.home();
  expect(await owner.refusal(repoListTeams, at)).toBe(405);
  for (const operation of [repoCheckTeam, repoAddTeam, repoDeleteTeam] as const)
    expect(await owner.refusal(operation, { ...at, team: 'Owners' })).toBe(405);
});
