import { expect } from 'vitest';
import type { z } from 'zod';

import {
  deleteRepo,
  getRepo,
  getRepoBranches,
  getRepoPermissions,
  getRepos,
  getReposLookup,
  getRepoSecrets,
  patchRepo,
  postRepoPipelineCancel,
  postRepos,
} from '@mosaic/contracts/woodpecker';

import { departure, requirement } from './suite.ts';

const NOWHERE = 999_999_999;

requirement('woodpecker.repositories.activate.200', async (target) => {
  for (const home of [await target.home(), await target.home()]) {
    expect(await target.ada.call(getRepo, { repo_id: home.id })).toMatchObject({
      active: true,
      forge_remote_id: String(home.forgeId),
      full_name: `ada/${home.at.repo}`,
    });
    expect(await home.hooks()).toHaveLength(1);
  }
});

requirement('woodpecker.repositories.activate.again', async (target) => {
  const { id, forgeId, hooks } = await target.home();
  expect(await target.ada.call(postRepos, { query: { forge_remote_id: forgeId } })).toMatchObject({ id, active: true });
  expect(await hooks()).toHaveLength(1);
});
departure('woodpecker.repositories.activate.again', 'Upstream answers 409: who could not see the first answer cannot ask again.');

requirement('woodpecker.repositories.activate.403', async (target) => {
  const { id, forgeId } = await target.home();
  await target.ada.call(deleteRepo, { repo_id: id });
  expect(await target.bob.refusal(postRepos, { query: { forge_remote_id: forgeId } })).toBe(403);
  expect(await target.anyone.refusal(postRepos, { query: { forge_remote_id: forgeId } })).toBe(401);
});

requirement('woodpecker.repositories.activate.unknown', async ({ ada }) => {
  expect(await ada.refusal(postRepos, { query: { forge_remote_id: NOWHERE } })).toBe(404);
});
departure('woodpecker.repositories.activate.unknown', 'Upstream answers 500.');

requirement('woodpecker.repositories.lookup.200', async (target) => {
  for (const { id, at } of [await target.home(), await target.home()])
    expect(await target.ada.call(getReposLookup, { repo_full_name: `ada/${at.repo}` })).toMatchObject({ id, name: at.repo });
  expect(await target.ada.refusal(getReposLookup, { repo_full_name: 'ada/there-is-none' })).toBe(404);
});

requirement('woodpecker.repositories.lookup.hidden', async (target) => {
  const { id, at } = await target.home({ private: true });
  const repo_full_name = `ada/${at.repo}`;
  expect(await target.ada.call(getReposLookup, { repo_full_name })).toMatchObject({ id, private: true });
  expect(await target.eve.refusal(getReposLookup, { repo_full_name })).toBe(404);
});

requirement('woodpecker.repositories.get.200', async (target) => {
  for (const { id, at } of [await target.home(), await target.home()])
    expect(await target.bob.call(getRepo, { repo_id: id })).toMatchObject({ id, owner: 'ada', name: at.repo, private: false });
});

requirement('woodpecker.repositories.get.404', async ({ ada }) => {
  expect(await ada.refusal(getRepo, { repo_id: NOWHERE })).toBe(404);
});

requirement('woodpecker.repositories.hidden', async (target) => {
  const { id } = await target.home({ private: true });
  expect(await target.ada.call(getRepo, { repo_id: id })).toMatchObject({ private: true });
  const { eve } = target;
  expect([
    await eve.refusal(getRepo, { repo_id: id }),
    await eve.refusal(getRepoBranches, { repo_id: id }),
    await eve.refusal(getRepoSecrets, { repo_id: id }),
  ]).toEqual([404, 404, 404]);
});

requirement('woodpecker.repositories.hidden.anyone', async (target) => {
  const { id } = await target.home({ private: true });
  for (const repo_id of [id, NOWHERE]) expect(await target.anyone.refusal(getRepo, { repo_id })).toBe(404);
});
departure('woodpecker.repositories.hidden.anyone', 'Upstream answers 401 for both.');

requirement('woodpecker.repositories.list.pages', async (target) => {
  const [on, off] = [await target.home(), await target.home()];
  await target.ada.call(deleteRepo, { repo_id: off.id });
  const list = async (query: z.input<typeof getRepos.query>) => (await target.root.call(getRepos, { query })).map(({ id }) => id);
  const all = async (query: z.input<typeof getRepos.query> = {}) => {
    const found: number[] = [];
    for (let page = 1; ; page++) {
      const shown = await list({ ...query, page });
      if (shown.length === 0) return found;
      found.push(...shown);
    }
  };
  const first = (await all()).slice(0, 2);
  expect([...(await list({ page: 1, perPage: 1 })), ...(await list({ page: 2, perPage: 1 }))]).toEqual(first);
  expect(await list({ page: 1, perPage: 2 })).toEqual(first);
  const [everything, active] = [await all({ active: 'false' }), await all({ active: 'true' })];
  expect([everything.includes(on.id), everything.includes(off.id)]).toEqual([true, true]);
  expect([active.includes(on.id), active.includes(off.id)]).toEqual([true, false]);
});

requirement('woodpecker.repositories.list.403', async ({ ada, anyone }) => {
  expect([await ada.refusal(getRepos, {}), await anyone.refusal(getRepos, {})]).toEqual([403, 401]);
});

requirement('woodpecker.repositories.edit.200', async (target) => {
  for (const { id } of [await target.home(), await target.home()]) {
    const changes: z.input<typeof patchRepo.body>[] = [
      { config_file: 'ci/all.yaml' },
      { config_file: '' },
      { timeout: 7 },
      { timeout: 42 },
      { require_approval: 'all_events' },
      { require_approval: 'none' },
      { approval_allowed_users: ['bob'] },
      { approval_allowed_users: ['ada', 'bob'] },
      { cancel_previous_pipeline_events: ['push'] },
      { cancel_previous_pipeline_events: ['push', 'manual'] },
      { allow_pr: false },
      { allow_pr: true },
      { allow_deploy: true },
      { allow_deploy: false },
    ];
    for (const change of changes) {
      expect(await target.ada.call(patchRepo, { repo_id: id, body: change })).toMatchObject({ id, ...change });
      expect(await target.ada.call(getRepo, { repo_id: id })).toMatchObject(change);
    }
    expect(await target.ada.call(getRepo, { repo_id: id })).toMatchObject({ timeout: 42, approval_allowed_users: ['ada', 'bob'] });
  }
});

requirement('woodpecker.repositories.edit.400', async (target) => {
  const { id } = await target.home();
  const refused = (body: unknown) => target.ada.refusal(patchRepo, { repo_id: id, body: body as Record<string, unknown> });
  expect([await refused({ require_approval: 'never' }), await refused({ timeout: 0 }), await refused({ timeout: 'long' })]).toEqual([
    400, 400, 400,
  ]);
});

requirement('woodpecker.repositories.edit.403', async (target) => {
  const { id } = await target.home();
  expect([
    await target.bob.refusal(patchRepo, { repo_id: id, body: { timeout: 3 } }),
    await target.anyone.refusal(patchRepo, { repo_id: id, body: { timeout: 3 } }),
  ]).toEqual([403, expect.any(Number)]);
  expect((await target.ada.call(getRepo, { repo_id: id })).timeout).not.toBe(3);
});

requirement('woodpecker.repositories.edit.trust', async (target) => {
  const { id } = await target.home();
  const change = { network: true, volumes: false, security: false };
  expect(await target.ada.refusal(patchRepo, { repo_id: id, body: { trusted: change } })).toBe(403);
  for (const trusted of [change, { ...change, network: false, volumes: true }, { ...change, security: true }])
    expect(await target.root.call(patchRepo, { repo_id: id, body: { trusted } })).toMatchObject({ trusted });
});

requirement('woodpecker.repositories.delete.200', async (target) => {
  const [kept, forgotten] = [await target.home(), await target.home()];
  await forgotten.ran(await forgotten.push('a.txt'));
  await target.ada.call(deleteRepo, { repo_id: kept.id, query: { remove: 'false' } });
  expect(await target.ada.call(getRepo, { repo_id: kept.id })).toMatchObject({ active: false });
  await target.ada.call(deleteRepo, { repo_id: forgotten.id, query: { remove: 'true' } });
  expect(await target.ada.refusal(getRepo, { repo_id: forgotten.id })).toBe(404);
  expect([await kept.hooks(), await forgotten.hooks()]).toEqual([[], []]);
});

requirement('woodpecker.repositories.delete.running', async (target) => {
  const home = await target.home();
  const at = { repo_id: home.id, pipeline_number: await home.start({ SLEEP: '600s' }) };
  await home.settled(at.pipeline_number, ['running']);
  const refused = await target.ada.refusal(deleteRepo, { repo_id: home.id, query: { remove: 'true' } });
  await target.ada.call(postRepoPipelineCancel, at);
  expect(refused).toBe(409);
});
departure('woodpecker.repositories.delete.running', 'Upstream removes what runs, whose steps then report to nothing.');

requirement('woodpecker.repositories.delete.403', async (target) => {
  const { id } = await target.home();
  expect(await target.bob.refusal(deleteRepo, { repo_id: id })).toBe(403);
  expect(await target.ada.call(getRepo, { repo_id: id })).toMatchObject({ active: true });
});

requirement('woodpecker.repositories.permissions.200', async (target) => {
  for (const { id } of [await target.home(), await target.home()]) {
    expect(await target.ada.call(getRepoPermissions, { repo_id: id })).toMatchObject({ pull: true, push: true, admin: true });
    expect(await target.bob.call(getRepoPermissions, { repo_id: id })).toMatchObject({ pull: true, push: false, admin: false });
  }
});

requirement('woodpecker.repositories.permissions.404', async ({ ada }) => {
  expect(await ada.refusal(getRepoPermissions, { repo_id: NOWHERE })).toBe(404);
});

requirement('woodpecker.repositories.branches.pages', async (target) => {
  for (const home of [await target.home(), await target.home()]) {
    await home.push('a.txt', 'a', { newBranch: 'next' });
    const list = async (query: z.input<typeof getRepoBranches.query> = {}) => target.ada.call(getRepoBranches, { repo_id: home.id, query });
    const all = await list();
    expect(all.toSorted()).toEqual(['main', 'next']);
    expect([await list({ page: 1, perPage: 1 }), await list({ page: 2, perPage: 1 }), await list({ perPage: 2 })]).toEqual([
      all.slice(0, 1),
      all.slice(1),
      all,
    ]);
  }
});

requirement('woodpecker.repositories.branches.404', async ({ ada }) => {
  expect(await ada.refusal(getRepoBranches, { repo_id: NOWHERE })).toBe(404);
});
