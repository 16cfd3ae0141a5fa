import { expect } from 'vitest';

import {
  createFork,
  listForks,
  repoAddCollaborator,
  repoCreateBranch,
  repoCreateFile,
  repoDelete,
  repoDeleteCollaborator,
  repoEdit,
  repoGet,
  repoGetBranch,
  repoGetSingleCommit,
  repoListBranches,
  repoListTags,
  repoMergeUpstream,
} from '@mosaic/contracts/gitea';

import type { Caller } from '../src/caller.ts';
import { base64 } from './base64.ts';
import { forked } from './forked.ts';
import { found } from './organization.ts';
import { departure, requirement } from './suite.ts';
import type { GiteaTarget, Home } from './target.ts';

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

requirement('gitea.forks.create.organization', async (target) => {
  const home = await target.home();
  for (const organization of [await found(target), await found(target)]) {
    const fork = await home.owner.call(createFork, { ...home.at, body: { organization } });
    expect(fork).toMatchObject({ full_name: `${organization}/${home.at.repo}`, fork: true, parent: { full_name: `ada/${home.at.repo}` } });
    expect(await home.other.refusal(createFork, { ...home.at, body: { organization } })).toBe(403);
    await home.owner.call(repoDelete, { owner: organization, repo: home.at.repo });
  }
  expect(await home.owner.refusal(createFork, { ...home.at, body: { organization: target.word() } })).toBe(422);
});

departure('gitea.forks.create.narrow', 'Upstream offers it on its page alone.');
requirement('gitea.forks.create.narrow', async (target) => {
  const home = await target.home();
  await home.owner.call(repoCreateBranch, { ...home.at, body: { new_branch_name: 'side' } });
  await (await forked(home, '', { default_branch_only: false }))[Symbol.asyncDispose]();
  await using made = await forked(home, '', { default_branch_only: true });
  expect((await made.other.call(repoListBranches, made.place)).map(({ name }) => name)).toEqual(['main']);
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

/** A fork with a branch that its parent has not, and a way to write in either. */
async function parted(target: GiteaTarget) {
  return partedFrom(await target.home());
}

async function partedFrom(home: Home) {
  const made = await forked(home);
  const body = (filepath: string, branch: string) => ({ content: base64(filepath), message: filepath, branch });
  await made.other.call(repoCreateBranch, { ...made.place, body: { new_branch_name: 'topic' } });
  return {
    ...made,
    /** Answers the commit's id. */
    writeBase: async (filepath: string) =>
      (await home.owner.call(repoCreateFile, { ...home.at, filepath, body: body(filepath, 'main') })).commit.sha,
    writeFork: async (filepath: string, branch: string) =>
      (await made.other.call(repoCreateFile, { ...made.place, filepath, body: body(filepath, branch) })).commit.sha,
    tip: async (branch: string) => (await made.other.call(repoGetBranch, { ...made.place, branch })).commit,
    bring: (branch: string, ff_only = false) => made.other.call(repoMergeUpstream, { ...made.place, body: { branch, ff_only } }),
  };
}

requirement('gitea.forks.upstream.forward', async (target) => {
  for (const home of await target.homes()) {
    await using fork = await partedFrom(home);
    expect(await fork.bring('main')).toEqual({ merge_type: 'up-to-date' });
    const sha = await fork.writeBase('news.txt');
    expect(await fork.bring('main', true)).toEqual({ merge_type: 'fast-forward' });
    expect((await fork.tip('main')).id).toBe(sha);
  }
});

requirement('gitea.forks.upstream.merge', async (target) => {
  await using fork = await parted(target);
  const theirs = await fork.writeBase('news.txt');
  const own = await fork.writeFork('own.txt', 'main');
  expect([400, 422]).toContain(await fork.other.refusal(repoMergeUpstream, { ...fork.place, body: { branch: 'main', ff_only: true } }));
  expect((await fork.tip('main')).id).toBe(own);
  expect(await fork.bring('main')).toEqual({ merge_type: 'merge' });
  const { id } = await fork.tip('main');
  const { parents } = await fork.other.call(repoGetSingleCommit, { ...fork.place, sha: id });
  expect(parents.map(({ sha }) => sha)).toEqual([own, theirs]);
});

requirement('gitea.forks.upstream.default', async (target) => {
  await using fork = await parted(target);
  const sha = await fork.writeBase('news.txt');
  expect(await fork.bring('topic')).toEqual({ merge_type: 'fast-forward' });
  expect((await fork.tip('topic')).id).toBe(sha);
});

requirement('gitea.forks.upstream.409', async (target) => {
  await using fork = await parted(target);
  await fork.writeBase('same.txt');
  const body = { content: base64('other'), message: 'Other', branch: 'main' };
  const own = (await fork.other.call(repoCreateFile, { ...fork.place, filepath: 'same.txt', body })).commit.sha;
  expect(await fork.other.refusal(repoMergeUpstream, { ...fork.place, body: { branch: 'main' } })).toBe(409);
  expect((await fork.tip('main')).id).toBe(own);
});

requirement('gitea.forks.upstream.refused', async (target) => {
  await using fork = await parted(target);
  expect([400, 422]).toContain(await fork.owner.refusal(repoMergeUpstream, { ...fork.at, body: { branch: 'main' } }));
  expect(await fork.other.refusal(repoMergeUpstream, { ...fork.place, body: { branch: 'nowhere' } })).toBe(404);
  expect(await fork.owner.refusal(repoMergeUpstream, { ...fork.place, body: { branch: 'main' } })).toBe(403);
});
