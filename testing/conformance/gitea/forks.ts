import { expect } from 'vitest';

import {
  createFork,
  listForks,
  repoAddCollaborator,
  repoDelete,
  repoDeleteCollaborator,
  repoEdit,
  repoGet,
  repoListBranches,
  repoListTags,
} from '@mosaic/contracts/gitea';

import type { Caller } from '../src/caller.ts';
import { departure, requirement } from './suite.ts';
import type { Home } from './target.ts';

/** A fork of the other developer's, gone when the case ends. */
async function forked({ at, owner, other }: Home, name = '') {
  const login = at.owner === 'ada' ? 'bob' : 'ada';
  const fork = await other.call(createFork, { ...at, body: name === '' ? {} : { name } });
  const place = { owner: login, repo: fork.name };
  return { at, owner, other, fork, place, [Symbol.asyncDispose]: async () => void (await other.respond(repoDelete, place)) };
}

const forksOf = async (caller: Caller, at: Home['at'], query = {}) =>
  (await caller.call(listForks, { ...at, query })).map(({ full_name: name }) => name);

requirement('gitea.forks.create.202', async (target) => {
  for (const home of await target.homes({ description: 'Words' })) {
    const work = await target.clone(home);
    await work.git('tag', '-a', '-m', 'First', 'v1');
    await work.git('push', '-q', 'origin', 'main:side', 'v1');
    await using made = await forked(home);
    const { at, fork, other, place } = made;
    expect(fork).toMatchObject({ name: at.repo, fork: true, empty: false, private: false, description: 'Words', default_branch: 'main' });
    expect(await other.call(repoGet, place)).toMatchObject({
      id: fork.id,
      fork: true,
      parent: { full_name: `${at.owner}/${at.repo}`, fork: false },
      permissions: { admin: true },
    });
    const [its, parents] = [await other.call(repoListBranches, place), await other.call(repoListBranches, at)];
    expect(its.map(({ name, commit }) => [name, commit.id])).toEqual(parents.map(({ name, commit }) => [name, commit.id]));
    expect((await other.call(repoListTags, place)).map(({ name, id }) => [name, id])).toEqual(
      (await other.call(repoListTags, at)).map(({ name, id }) => [name, id]),
    );
  }
});

requirement('gitea.forks.create.name', async (target) => {
  const home = await target.home();
  const name = target.word();
  await using made = await forked(home, name);
  expect(made.fork.full_name).toBe(`bob/${name}`);
});

requirement('gitea.forks.create.409', async (target) => {
  const home = await target.home();
  await using made = await forked(home);
  expect(await made.other.refusal(createFork, { ...made.at, body: { name: target.word() } })).toBe(409);
  const second = await target.home();
  expect(await second.other.refusal(createFork, { ...second.at, body: { name: made.fork.name.toUpperCase() } })).toBe(409);
});

requirement('gitea.forks.create.404', async (target) => {
  const { at, other } = await target.home({ private: true });
  expect(await other.refusal(createFork, { ...at, body: {} })).toBe(404);
  expect(await target.anyone.refusal(createFork, { ...(await target.home()).at, body: {} })).toBe(401);
});

requirement('gitea.forks.create.private', async (target) => {
  const home = await target.home({ private: true });
  await home.owner.call(repoAddCollaborator, { ...home.at, collaborator: 'bob', body: { permission: 'read' } });
  await using made = await forked(home);
  expect(made.fork).toMatchObject({ private: true, parent: { name: home.at.repo } });
  expect(await target.eve.refusal(repoGet, made.place)).toBe(404);
});

requirement('gitea.forks.create.empty', async (target) => {
  await using made = await forked(await target.home({ auto_init: false }));
  expect(made.fork).toMatchObject({ fork: true, empty: true });
});

requirement('gitea.forks.list.pages', async (target) => {
  for (const home of await target.homes()) {
    await using made = await forked(home);
    const { name } = await target.eve.call(createFork, { ...home.at, body: {} });
    const [first, second] = [made.fork.full_name, `eve/${name}`];
    const page = (query: object) => forksOf(target.anyone, home.at, query);
    expect(await page({ page: 1, limit: 2 })).toEqual([first, second]);
    expect([await page({ page: 1, limit: 1 }), await page({ page: 2, limit: 1 })]).toEqual([[first], [second]]);
    expect((await target.anyone.call(repoGet, home.at)).forks_count).toBe(2);
    await target.eve.call(repoDelete, { owner: 'eve', repo: name });
    expect((await target.anyone.call(repoGet, home.at)).forks_count).toBe(1);
  }
});

requirement('gitea.forks.list.seen', async (target) => {
  const home = await target.home({ private: true });
  for (const collaborator of ['bob', 'eve'])
    await home.owner.call(repoAddCollaborator, { ...home.at, collaborator, body: { permission: 'read' } });
  await using made = await forked(home);
  expect([await forksOf(home.other, home.at), await forksOf(target.eve, home.at)]).toEqual([[made.fork.full_name], []]);
});

requirement('gitea.forks.list.404', async (target) => {
  const { at, other } = await target.home({ private: true });
  expect(await other.refusal(listForks, at)).toBe(404);
});

departure('gitea.forks.parent.hidden', 'Upstream shows the parent with what the asker may do in the fork.');
requirement('gitea.forks.parent.hidden', async (target) => {
  const home = await target.home({ private: true });
  const given = { ...home.at, collaborator: 'bob' };
  await home.owner.call(repoAddCollaborator, { ...given, body: { permission: 'read' } });
  await using made = await forked(home);
  await home.owner.call(repoDeleteCollaborator, given);
  const seen = await made.other.call(repoGet, made.place);
  expect([seen.fork, seen.parent]).toEqual([true, null]);
});

requirement('gitea.forks.parent.deleted', async (target) => {
  const home = await target.home();
  await using made = await forked(home);
  await home.owner.call(repoDelete, home.at);
  const seen = await made.other.call(repoGet, made.place);
  expect([seen.fork, seen.parent]).toEqual([false, null]);
  expect((await made.other.call(repoListBranches, made.place)).map(({ name }) => name)).toEqual(['main']);
});

requirement('gitea.forks.parent.made-private', async (target) => {
  const home = await target.home();
  await using made = await forked(home);
  await home.owner.call(repoEdit, { ...home.at, body: { private: true } });
  expect(await target.eve.refusal(repoGet, made.place)).toBe(404);
});

requirement('gitea.forks.stays-private', async (target) => {
  const home = await target.home({ private: true });
  await home.owner.call(repoAddCollaborator, { ...home.at, collaborator: 'bob', body: { permission: 'read' } });
  await using made = await forked(home);
  await made.other.respond(repoEdit, { ...made.place, body: { private: false } });
  expect((await made.other.call(repoGet, made.place)).private).toBe(true);
});
