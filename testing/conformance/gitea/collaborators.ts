import { expect } from 'vitest';
import type { z } from 'zod';

import {
  repoAddCollaborator,
  repoCheckCollaborator,
  repoDeleteCollaborator,
  repoGet,
  repoGetRepoPermissions,
  repoListCollaborators,
} from '@mosaic/contracts/gitea';

import { departure, requirement } from './suite.ts';
import type { Home } from './target.ts';

const nameOf = ({ at }: Home) => (at.owner === 'ada' ? 'bob' : 'ada');
const add = ({ owner, at }: Home, collaborator: string, permission?: 'read' | 'write' | 'admin') =>
  owner.call(repoAddCollaborator, { ...at, collaborator, body: permission === undefined ? {} : { permission } });
const may = async ({ owner, at }: Home, collaborator: string) =>
  (await owner.call(repoGetRepoPermissions, { ...at, collaborator })).permission;

requirement('gitea.collaborators.add.204', async (target) => {
  for (const home of await target.homes({ private: true })) {
    for (const name of [nameOf(home), 'eve']) {
      expect(await may(home, name)).toBe('none');
      await add(home, name);
      expect(await may(home, name)).toBe('write');
      for (const permission of ['read', 'admin', 'write'] as const) {
        await add(home, name, permission);
        expect(await may(home, name)).toBe(permission);
      }
      await home.owner.call(repoCheckCollaborator, { ...home.at, collaborator: name });
    }
    expect(await home.other.call(repoGet, home.at)).toMatchObject({ permissions: { admin: false, push: true, pull: true } });
  }
});

requirement('gitea.collaborators.add.refused', async (target) => {
  const home = await target.home();
  expect(await home.owner.refusal(repoAddCollaborator, { ...home.at, collaborator: target.word(), body: {} })).toBe(422);
  expect(await home.other.refusal(repoAddCollaborator, { ...home.at, collaborator: 'bob', body: { permission: 'admin' } })).toBe(403);
  expect(await may(home, 'bob')).not.toBe('admin');
});

requirement('gitea.collaborators.add.unknown-permission', async (target) => {
  const { owner, at } = await target.home();
  expect(await owner.refusal(repoAddCollaborator, { ...at, collaborator: 'bob', body: { permission: 'king' as 'read' } })).toBe(422);
});
departure('gitea.collaborators.add.unknown-permission', 'Upstream fails with 500.');

requirement('gitea.collaborators.list.pages', async (target) => {
  for (const home of await target.homes()) {
    const all = [nameOf(home), 'eve'];
    for (const name of all) await add(home, name);
    const list = async (query: z.input<typeof repoListCollaborators.query>) =>
      (await home.owner.call(repoListCollaborators, { ...home.at, query })).map(({ login }) => login);
    expect((await list({})).toSorted()).toEqual(all.toSorted());
    const pages = [await list({ limit: 1, page: 1 }), await list({ limit: 1, page: 2 }), await list({ limit: 2, page: 1 })];
    expect([...(pages[0] ?? []), ...(pages[1] ?? [])]).toEqual(pages[2]);
    expect(pages.map(({ length }) => length)).toEqual([1, 1, 2]);
  }
});

requirement('gitea.collaborators.list.404', async (target) => {
  const { other, at } = await target.home({ private: true });
  expect(await other.refusal(repoListCollaborators, at)).toBe(404);
});

requirement('gitea.collaborators.check.404', async (target) => {
  const { owner, at } = await target.home();
  expect(await owner.refusal(repoCheckCollaborator, { ...at, collaborator: 'bob' })).toBe(404);
});

requirement('gitea.collaborators.delete.204', async (target) => {
  for (const home of await target.homes({ private: true })) {
    for (const name of [nameOf(home), 'eve']) {
      await add(home, name);
      await home.owner.call(repoDeleteCollaborator, { ...home.at, collaborator: name });
      expect(await home.owner.refusal(repoCheckCollaborator, { ...home.at, collaborator: name })).toBe(404);
    }
    expect([await home.owner.call(repoListCollaborators, home.at), await home.other.refusal(repoGet, home.at)]).toEqual([[], 404]);
  }
});

requirement('gitea.collaborators.delete.forbidden', async (target) => {
  const home = await target.home();
  await add(home, 'eve');
  expect(await home.other.refusal(repoDeleteCollaborator, { ...home.at, collaborator: 'eve' })).toBe(403);
  await home.owner.call(repoCheckCollaborator, { ...home.at, collaborator: 'eve' });
});

requirement('gitea.collaborators.permission.own', async (target) => {
  for (const home of await target.homes()) {
    expect(await may(home, home.at.owner)).toBe('owner');
    await add(home, nameOf(home), 'read');
    const own = await home.other.call(repoGetRepoPermissions, { ...home.at, collaborator: nameOf(home) });
    expect(own).toMatchObject({ permission: 'read', role_name: 'read', user: { login: nameOf(home) } });
  }
});

requirement('gitea.collaborators.permission.others', async (target) => {
  const home = await target.home();
  expect(await home.other.refusal(repoGetRepoPermissions, { ...home.at, collaborator: 'eve' })).toBe(403);
});
