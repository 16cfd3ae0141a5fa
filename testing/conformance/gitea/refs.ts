import { expect } from 'vitest';
import type { z } from 'zod';

import {
  repoCreateBranch,
  repoDeleteBranch,
  repoEdit,
  repoGetBranch,
  repoGetTag,
  repoListBranches,
  repoListTags,
} from '@mosaic/contracts/gitea';

import { histories } from './history.ts';
import { departure, requirement } from './suite.ts';

type NewBranch = z.input<typeof repoCreateBranch.body>;

const LISTS = [
  ['branches', repoListBranches, ['main', 'next', 'rel/1.0']],
  ['tags', repoListTags, ['edge', 'v1']],
] as const;

for (const [noun, operation, all] of LISTS) {
  requirement(`gitea.${noun}.list.pages`, async (target) => {
    for (const { owner, at } of await histories(target)) {
      const names = async (query: z.input<typeof operation.query>) =>
        (await owner.call(operation, { ...at, query })).map(({ name }) => name);
      expect((await names({})).toSorted()).toEqual(all);
      const pages = [await names({ limit: 1, page: 1 }), await names({ limit: 1, page: 2 }), await names({ limit: 2, page: 1 })];
      expect(pages.map(({ length }) => length)).toEqual([1, 1, 2]);
      expect([...(pages[0] ?? []), ...(pages[1] ?? [])]).toEqual(pages[2]);
    }
  });

  requirement(`gitea.${noun}.list.named`, async (target) => {
    for (const { owner, at } of await histories(target)) {
      const names = async (q: string) => (await owner.call(operation, { ...at, query: { q } })).map(({ name }) => name);
      for (const name of all.slice(-2)) expect(await names(name.toUpperCase())).toEqual([name]);
    }
  });
  departure(`gitea.${noun}.list.named`, '`q` is ours: upstream answers all names and leaves the search to its pages.');

  requirement(`gitea.${noun}.list.404`, async (target) => {
    const { at, other } = await target.home({ private: true });
    expect(await other.refusal(operation, at)).toBe(404);
  });
}

requirement('gitea.branches.get.200', async (target) => {
  for (const { owner, at, id } of await histories(target)) {
    const main = { name: 'main', protected: false, commit: { id: id.Second, message: expect.stringMatching(/^Second\n?$/) as string } };
    expect(await owner.call(repoGetBranch, { ...at, branch: 'main' })).toMatchObject(main);
    expect(await owner.call(repoGetBranch, { ...at, branch: 'rel/1.0' })).toMatchObject({ name: 'rel/1.0', commit: { id: id.First } });
    const listed = await owner.call(repoListBranches, at);
    expect(listed.find(({ name }) => name === 'main')).toEqual(await owner.call(repoGetBranch, { ...at, branch: 'main' }));
  }
});

requirement('gitea.branches.get.404', async (target) => {
  for (const { owner, at } of await histories(target)) expect(await owner.refusal(repoGetBranch, { ...at, branch: 'none' })).toBe(404);
});

requirement('gitea.branches.get.encoded', async (target) => {
  const [{ at } = await target.home()] = await histories(target);
  for (const name of ['rel/1.0', 'rel%2F1.0']) {
    const response = await target.send(at.owner as 'ada')({ method: 'GET', path: `/api/v1/repos/${at.owner}/${at.repo}/branches/${name}` });
    expect(await response.json()).toMatchObject({ name: 'rel/1.0' });
  }
});

requirement('gitea.branches.create.201', async (target) => {
  for (const home of await target.homes()) {
    const { git, commit } = await target.clone(home);
    const { owner, at } = home;
    const first = await git('rev-parse', 'HEAD');
    await git('branch', 'old');
    await git('tag', 'v1');
    const second = await commit({ 'a.txt': 'a' }, 'Second');
    await git('push', '-q', 'origin', 'main', 'old', 'v1');
    const bodies: [NewBranch, string][] = [
      [{ new_branch_name: 'plain' }, second],
      [{ new_branch_name: 'of/branch', old_branch_name: 'old' }, first],
      [{ new_branch_name: 'of/main', old_branch_name: 'main' }, second],
      [{ new_branch_name: 'of/tag', old_ref_name: 'v1', old_branch_name: 'main' }, first],
      [{ new_branch_name: 'of/id', old_ref_name: first }, first],
    ];
    for (const [body, id] of bodies) {
      const branch = body.new_branch_name;
      expect(await owner.call(repoCreateBranch, { ...at, body }), branch).toMatchObject({ name: branch, commit: { id } });
      expect(await owner.call(repoGetBranch, { ...at, branch })).toMatchObject({ name: branch, commit: { id } });
    }
  }
});

requirement('gitea.branches.create.409', async (target) => {
  const { owner, at } = await target.home();
  expect(await owner.refusal(repoCreateBranch, { ...at, body: { new_branch_name: 'main' } })).toBe(409);
});

requirement('gitea.branches.create.404', async (target) => {
  const { owner, at } = await target.home();
  const body = { new_branch_name: 'next', old_branch_name: 'none' };
  expect(await owner.refusal(repoCreateBranch, { ...at, body })).toBe(404);
});

requirement('gitea.branches.create.unknown-ref', async (target) => {
  const { owner, at } = await target.home();
  const body = { new_branch_name: 'next', old_ref_name: 'none' };
  expect(await owner.refusal(repoCreateBranch, { ...at, body })).toBe(404);
});
departure('gitea.branches.create.unknown-ref', 'Upstream fails with 500.');

requirement('gitea.branches.create.dash', async (target) => {
  const { owner, at } = await target.home();
  expect(await owner.refusal(repoCreateBranch, { ...at, body: { new_branch_name: '-a' } })).toBe(422);
});
departure('gitea.branches.create.dash', 'Upstream makes a branch that git takes for an option.');

requirement('gitea.branches.create.422', async (target) => {
  const { owner, at } = await target.home();
  for (const name of ['a..b', 'a b', 'a.lock', ''])
    expect(await owner.refusal(repoCreateBranch, { ...at, body: { new_branch_name: name } }), name).toBe(422);
});

requirement('gitea.branches.forbidden', async (target) => {
  const { owner, other, at } = await target.home();
  await owner.call(repoCreateBranch, { ...at, body: { new_branch_name: 'next' } });
  expect(await other.refusal(repoCreateBranch, { ...at, body: { new_branch_name: 'mine' } })).toBe(403);
  expect(await other.refusal(repoDeleteBranch, { ...at, branch: 'next' })).toBe(403);
  expect((await owner.call(repoListBranches, at)).map(({ name }) => name).toSorted()).toEqual(['main', 'next']);
});

requirement('gitea.branches.delete.204', async (target) => {
  for (const { owner, at } of await target.homes()) {
    for (const branch of ['next', 'with/slash']) {
      await owner.call(repoCreateBranch, { ...at, body: { new_branch_name: branch } });
      await owner.call(repoDeleteBranch, { ...at, branch });
      expect(await owner.refusal(repoGetBranch, { ...at, branch })).toBe(404);
    }
    expect((await owner.call(repoListBranches, at)).map(({ name }) => name)).toEqual(['main']);
  }
});

requirement('gitea.branches.delete.404', async (target) => {
  const { owner, at } = await target.home();
  expect(await owner.refusal(repoDeleteBranch, { ...at, branch: 'none' })).toBe(404);
});

requirement('gitea.branches.delete.default', async (target) => {
  const { owner, at } = await target.home();
  expect(await owner.refusal(repoDeleteBranch, { ...at, branch: 'main' })).toBe(403);
  await owner.call(repoCreateBranch, { ...at, body: { new_branch_name: 'next' } });
  await owner.call(repoEdit, { ...at, body: { default_branch: 'next' } });
  await owner.call(repoDeleteBranch, { ...at, branch: 'main' });
});

requirement('gitea.tags.get.200', async (target) => {
  for (const { owner, at, id } of await histories(target)) {
    const annotated = {
      name: 'v1',
      id: id.v1,
      message: expect.stringMatching(/^Words of the release\n?$/) as string,
      commit: { sha: id.First },
    };
    expect(await owner.call(repoGetTag, { ...at, tag: 'v1' })).toMatchObject(annotated);
    expect(await owner.call(repoGetTag, { ...at, tag: 'edge' })).toMatchObject({ name: 'edge', id: id.Second, commit: { sha: id.Second } });
  }
});

requirement('gitea.tags.get.404', async (target) => {
  for (const { owner, at } of await histories(target)) expect(await owner.refusal(repoGetTag, { ...at, tag: 'none' })).toBe(404);
});
