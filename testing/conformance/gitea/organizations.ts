import { expect } from 'vitest';
import type { z } from 'zod';

import {
  adminCreateOrg,
  adminGetAllOrgs,
  createOrgRepo,
  createOrgRepoDeprecated,
  issueListLabels,
  orgConcealMember,
  orgCreate,
  orgDelete,
  orgDeleteMember,
  orgEdit,
  orgGet,
  orgGetAll,
  orgGetUserPermissions,
  orgIsMember,
  orgIsPublicMember,
  orgListCurrentUserOrgs,
  orgListMembers,
  orgListPublicMembers,
  orgListRepos,
  orgListUserOrgs,
  orgPublicizeMember,
  renameOrg,
  repoDelete,
  repoGet,
  repoSearch,
  userGet,
  userListRepos,
} from '@mosaic/contracts/gitea';

import type { Caller } from '../src/caller.ts';
import { found, repositoryOf, teamOf } from './organization.ts';
import { departure, requirement } from './suite.ts';

type Profile = Omit<z.input<typeof orgCreate.body>, 'username'>;

const PROFILES: readonly Profile[] = [
  {
    full_name: 'The First',
    email: 'first@example.org',
    description: 'Words',
    website: 'https://example.org',
    location: 'Here',
    visibility: 'limited',
    repo_admin_change_team_access: true,
  },
  {
    full_name: 'The Second',
    email: 'second@example.org',
    description: 'Other words',
    website: 'http://example.org/x',
    location: 'There',
    visibility: 'private',
    repo_admin_change_team_access: false,
  },
];

const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);
const logins = (list: readonly { login: string }[]) => list.map(({ login }) => login);

requirement('gitea.organizations.create.201', async (target) => {
  for (const profile of PROFILES) {
    const org = await found(target, profile);
    expect(await target.ada.call(orgGet, { org })).toMatchObject({ name: org, username: org, ...profile });
    expect(names(await target.ada.call(orgListCurrentUserOrgs, { query: { limit: 50 } }))).toContain(org);
  }
});

requirement('gitea.organizations.create.422', async (target) => {
  const org = await found(target);
  for (const username of [org, org.toUpperCase(), 'bob', 'BOB', 'api', 'a--b', '.git'])
    expect([username, await target.ada.refusal(orgCreate, { body: { username } })]).toEqual([username, 422]);
  expect(await target.ada.refusal(orgCreate, { body: { username: target.word(), visibility: 'secret' as 'public' } })).toBe(422);
});

requirement('gitea.organizations.create.admin', async (target) => {
  for (const [at, username] of ['bob', 'ada'].entries()) {
    const body = { username: target.word(), ...PROFILES[at] };
    expect(await target.root.call(adminCreateOrg, { username, body })).toMatchObject({ ...PROFILES[at], name: body.username });
    const may = await target.root.call(orgGetUserPermissions, { username, org: body.username });
    expect(may).toMatchObject({ is_owner: true });
    expect(await target.bob.refusal(adminCreateOrg, { username, body: { username: target.word() } })).toBe(403);
  }
});

requirement('gitea.organizations.get.200', async (target) => {
  const org = await found(target, { email: 'us@example.org' });
  expect(await target.bob.call(orgGet, { org: org.toUpperCase() })).toMatchObject({ name: org, email: 'us@example.org' });
  expect((await target.anyone.call(orgGet, { org })).email).toBe('');
  expect(await target.bob.call(userGet, { username: org })).toMatchObject({ login: org, visibility: 'public' });
  expect(await target.bob.refusal(orgGet, { org: target.word() })).toBe(404);
});

requirement('gitea.organizations.edit.200', async (target) => {
  const org = await found(target, PROFILES[1]);
  const other = await found(target);
  for (const [at, name] of [org, other].entries()) {
    expect(await target.ada.call(orgEdit, { org: name, body: { ...PROFILES[at] } })).toMatchObject({ ...PROFILES[at], name });
    expect(await target.ada.call(orgEdit, { org: name, body: { description: 'x' } })).toMatchObject({ ...PROFILES[at], description: 'x' });
  }
  expect(await target.bob.refusal(orgEdit, { org, body: { description: 'mine' } })).toBe(403);
  expect((await target.ada.call(orgGet, { org })).description).toBe('x');
});

requirement('gitea.organizations.rename.204', async (target) => {
  for (const _round of [1, 2]) {
    const org = await found(target);
    const { repo } = await repositoryOf(target, org);
    const new_name = target.word();
    await target.ada.call(renameOrg, { org, body: { new_name } });
    expect((await target.ada.call(repoGet, { owner: new_name, repo })).full_name).toBe(`${new_name}/${repo}`);
    expect((await target.ada.call(orgGet, { org: new_name })).name).toBe(new_name);
  }
});

requirement('gitea.organizations.rename.refused', async (target) => {
  const org = await found(target);
  expect(await target.ada.refusal(renameOrg, { org, body: { new_name: 'bob' } })).toBe(422);
  expect(await target.ada.refusal(renameOrg, { org, body: { new_name: await found(target) } })).toBe(422);
  expect(await target.bob.refusal(renameOrg, { org, body: { new_name: target.word() } })).toBe(403);
  expect((await target.ada.call(orgGet, { org })).name).toBe(org);
});

requirement('gitea.organizations.delete.204', async (target) => {
  for (const _round of [1, 2]) {
    const org = await found(target);
    expect(await target.bob.refusal(orgDelete, { org })).toBe(403);
    await target.ada.call(orgDelete, { org });
    expect(await target.ada.refusal(orgGet, { org })).toBe(404);
    expect(names(await target.ada.call(orgListCurrentUserOrgs, { query: { limit: 50 } }))).not.toContain(org);
  }
});

requirement('gitea.organizations.delete.repositories', async (target) => {
  const org = await found(target);
  const at = await repositoryOf(target, org);
  expect(await target.ada.refusal(orgDelete, { org })).toBe(422);
  await target.ada.call(repoDelete, at);
  await target.ada.call(orgDelete, { org });
});
departure('gitea.organizations.delete.repositories', 'Upstream fails with 500.');

async function allOf(ask: (page: number) => Promise<readonly { name: string }[]>): Promise<string[]> {
  const all: string[] = [];
  for (let page = 1; ; page += 1) {
    const some = await ask(page);
    all.push(...names(some));
    if (some.length < 50) return all;
  }
}

requirement('gitea.organizations.list.pages', async (target) => {
  const [open, hidden] = [await found(target), await found(target, { visibility: 'private' })];
  for (const operation of [orgGetAll, adminGetAllOrgs] as const) {
    const all = await allOf((page) => target.root.call(operation, { query: { limit: 50, page } }));
    expect(all).toEqual(expect.arrayContaining([open, hidden]) as unknown);
    const pages = [
      await target.root.call(operation, { query: { limit: 1, page: 1 } }),
      await target.root.call(operation, { query: { limit: 1, page: 2 } }),
    ];
    expect(names(pages.flat())).toEqual(all.slice(0, 2));
  }
  const seen = await allOf((page) => target.bob.call(orgGetAll, { query: { limit: 50, page } }));
  expect([seen.includes(open), seen.includes(hidden)]).toEqual([true, false]);
  expect(await target.bob.refusal(adminGetAllOrgs, {})).toBe(403);
});

requirement('gitea.organizations.mine.pages', async (target) => {
  const [open, hidden] = [await found(target), await found(target, { visibility: 'private' })];
  const all = await allOf((page) => target.ada.call(orgListCurrentUserOrgs, { query: { limit: 50, page } }));
  expect(all).toEqual(expect.arrayContaining([open, hidden]) as unknown);
  const pages = [1, 2].map((page) => target.ada.call(orgListCurrentUserOrgs, { query: { limit: 1, page } }));
  expect(names((await Promise.all(pages)).flat())).toEqual(all.slice(0, 2));
});

requirement('gitea.organizations.of-user', async (target) => {
  const org = await found(target);
  await teamOf(target, org, ['bob']);
  const of = (by: Caller, username: string) => allOf((page) => by.call(orgListUserOrgs, { username, query: { limit: 50, page } }));
  expect(await of(target.bob, 'bob')).toContain(org);
  expect(await of(target.root, 'ada')).toContain(org);
  expect(await of(target.eve, 'bob')).not.toContain(org);
  await target.bob.call(orgPublicizeMember, { org, username: 'bob' });
  expect(await of(target.eve, 'bob')).toContain(org);
  const pages = [1, 2].map((page) => target.ada.call(orgListUserOrgs, { username: 'ada', query: { limit: 1, page } }));
  expect((await Promise.all(pages)).flat()).toHaveLength(2);
  expect(await target.ada.refusal(orgListUserOrgs, { username: target.word() })).toBe(404);
});

requirement('gitea.organizations.hidden', async (target) => {
  const [hidden, limited] = [await found(target, { visibility: 'private' }), await found(target, { visibility: 'limited' })];
  await teamOf(target, hidden, ['bob']);
  for (const [org, sees, not] of [
    [hidden, [target.bob, target.root], [target.eve, target.anyone]],
    [limited, [target.eve, target.root], [target.anyone]],
  ] as const) {
    // What is not private itself is seen by whoever may know of the organization.
    const at = await repositoryOf(target, org, { private: false });
    for (const one of sees) {
      expect((await one.call(orgGet, { org })).name).toBe(org);
      expect((await one.call(repoGet, at)).name).toBe(at.repo);
      expect((await one.call(repoSearch, { query: { q: at.repo } })).data).toHaveLength(1);
    }
    for (const one of not) {
      expect([await one.refusal(orgGet, { org }), await one.refusal(repoGet, at), await one.refusal(orgListRepos, { org })]).toEqual([
        404, 404, 404,
      ]);
      expect((await one.call(repoSearch, { query: { q: at.repo } })).data).toEqual([]);
      expect(await one.refusal(userListRepos, { username: org })).toBe(404);
    }
  }
  expect(await target.eve.refusal(orgListMembers, { org: hidden })).toBe(404);
});

requirement('gitea.organizations.permissions.200', async (target) => {
  const [org, other] = [await found(target), await found(target)];
  const may = (username: string, of = org) => target.ada.call(orgGetUserPermissions, { username, org: of });
  const all = { is_owner: true, is_admin: true, can_write: true, can_read: true, can_create_repository: true };
  expect([await may('ada'), await may('ada', other)]).toEqual([all, all]);
  expect(await may('bob')).toEqual({ is_owner: false, is_admin: false, can_write: false, can_read: false, can_create_repository: false });
  await teamOf(target, org, ['bob'], { permission: 'admin' });
  expect(await may('bob')).toEqual({ ...all, is_owner: false, can_create_repository: false });
  await teamOf(target, org, ['eve'], { permission: 'read', can_create_org_repo: true });
  expect(await may('eve')).toEqual({ is_owner: false, is_admin: false, can_write: false, can_read: true, can_create_repository: true });
  expect(await target.ada.refusal(orgGetUserPermissions, { username: 'ada', org: target.word() })).toBe(404);
});

const WISHES = [
  {
    description: 'Words',
    private: true,
    default_branch: 'trunk',
    auto_init: true,
    readme: 'Default',
    issue_labels: 'Default',
    object_format_name: 'sha1',
    trust_model: 'default',
  },
  {
    description: 'Others',
    private: false,
    default_branch: 'main',
    auto_init: false,
    readme: '',
    issue_labels: '',
    object_format_name: '',
    trust_model: '',
  },
] as const;

requirement('gitea.organizations.repositories.create.201', async (target) => {
  const [first, second] = [await found(target), await found(target)];
  await teamOf(target, first, ['bob'], { can_create_org_repo: true });
  for (const operation of [createOrgRepo, createOrgRepoDeprecated] as const)
    for (const [org, by, wish] of [
      [first, target.bob, WISHES[0]],
      [second, target.ada, WISHES[1]],
    ] as const) {
      const body = { name: target.word(), ...wish };
      const { description, private: isPrivate, default_branch } = wish;
      const shown = { full_name: `${org}/${body.name}`, owner: { login: org }, description, private: isPrivate, default_branch };
      expect(await by.call(operation, { org, body })).toMatchObject({ ...shown, empty: !wish.auto_init });
      // Whoever makes one may administer it.
      expect((await by.call(repoGet, { owner: org, repo: body.name })).permissions?.admin).toBe(true);
      expect((await by.call(issueListLabels, { owner: org, repo: body.name })).length > 0).toBe(wish.issue_labels === 'Default');
    }
});

requirement('gitea.organizations.repositories.create.refused', async (target) => {
  const org = await found(target);
  const { repo } = await repositoryOf(target, org);
  await teamOf(target, org, ['bob'], { permission: 'admin' });
  expect(await target.ada.refusal(createOrgRepo, { org, body: { name: repo } })).toBe(409);
  for (const operation of [createOrgRepo, createOrgRepoDeprecated] as const)
    for (const one of [target.bob, target.eve]) expect(await one.refusal(operation, { org, body: { name: target.word() } })).toBe(403);
});

requirement('gitea.organizations.repositories.list', async (target) => {
  const org = await found(target);
  const [hidden, open] = [await repositoryOf(target, org), await repositoryOf(target, org, { private: false })];
  const list = async (by: Caller, query: z.input<typeof orgListRepos.query> = {}) => names(await by.call(orgListRepos, { org, query }));
  expect((await list(target.ada)).toSorted()).toEqual([hidden.repo, open.repo].toSorted());
  expect([await list(target.bob), await list(target.anyone)]).toEqual([[open.repo], [open.repo]]);
  expect([...(await list(target.ada, { limit: 1, page: 1 })), ...(await list(target.ada, { limit: 1, page: 2 }))]).toEqual(
    await list(target.ada, { limit: 2 }),
  );
  expect(names(await target.bob.call(orgListRepos, { org: org.toUpperCase() }))).toEqual([open.repo]);
});

requirement('gitea.organizations.members.list', async (target) => {
  const [org, other] = [await found(target), await found(target)];
  await teamOf(target, org, ['bob']);
  await target.bob.call(orgPublicizeMember, { org, username: 'bob' });
  await target.ada.call(orgPublicizeMember, { org: other, username: 'ada' });
  expect(logins(await target.bob.call(orgListMembers, { org })).toSorted()).toEqual(['ada', 'bob']);
  expect(logins(await target.eve.call(orgListMembers, { org }))).toEqual(['bob']);
  for (const operation of [orgListMembers, orgListPublicMembers] as const) {
    expect(logins(await target.ada.call(operation, { org: other }))).toEqual(['ada']);
    expect(await target.eve.call(operation, { org, query: { limit: 1, page: 2 } })).toEqual([]);
    expect(logins(await target.eve.call(operation, { org, query: { limit: 2, page: 1 } }))).toEqual(['bob']);
    expect(await target.eve.refusal(operation, { org: target.word() })).toBe(404);
  }
});

requirement('gitea.organizations.members.check', async (target) => {
  const [org, other] = [await found(target), await found(target)];
  await teamOf(target, org, ['bob']);
  await target.ada.call(orgIsMember, { org, username: 'bob' });
  await target.bob.call(orgIsMember, { org, username: 'ada' });
  await target.ada.call(orgIsMember, { org: other, username: 'ada' });
  expect([
    await target.ada.refusal(orgIsMember, { org, username: 'eve' }),
    await target.eve.refusal(orgIsMember, { org, username: 'eve' }),
  ]).toEqual([404, 404]);
  const sent = await target.eve.respond(orgIsMember, { org, username: 'bob' });
  expect([sent.status, sent.headers['location']]).toEqual([303, `/api/v1/orgs/${org}/public_members/bob`]);
});

requirement('gitea.organizations.members.delete', async (target) => {
  const [org, other] = [await found(target), await found(target)];
  const at = await repositoryOf(target, org);
  for (const [name, username] of [
    [org, 'bob'],
    [other, 'eve'],
  ] as const) {
    for (const all of [true, false]) await teamOf(target, name, [username], { includes_all_repositories: all });
    if (username === 'bob') expect((await target.bob.call(repoGet, at)).name).toBe(at.repo);
    await target.ada.call(orgDeleteMember, { org: name, username });
    expect(await target.ada.refusal(orgIsMember, { org: name, username })).toBe(404);
  }
  expect(await target.bob.refusal(repoGet, at)).toBe(404);
  expect(await target.bob.refusal(orgDeleteMember, { org, username: 'ada' })).toBe(403);
});

requirement('gitea.organizations.members.shown', async (target) => {
  const [org, other] = [await found(target), await found(target)];
  await teamOf(target, org, ['bob', 'eve']);
  for (const [name, by, username] of [
    [org, target.bob, 'bob'],
    [org, target.ada, 'eve'],
    [other, target.ada, 'ada'],
  ] as const) {
    const at = { org: name, username };
    expect(await target.anyone.refusal(orgIsPublicMember, at)).toBe(404);
    await by.call(orgPublicizeMember, at);
    await target.anyone.call(orgIsPublicMember, at);
    await by.call(orgConcealMember, at);
    expect(await target.anyone.refusal(orgIsPublicMember, at)).toBe(404);
  }
  for (const operation of [orgPublicizeMember, orgConcealMember] as const)
    expect(await target.bob.refusal(operation, { org, username: 'eve' })).toBe(403);
});
