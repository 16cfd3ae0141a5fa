import { expect } from 'vitest';

import { deleteRepo, getUser, getUserRepos } from '@mosaic/contracts/woodpecker';

import { requirement } from './suite.ts';

requirement('woodpecker.user.self.200', async ({ ada, root }) => {
  expect(await ada.call(getUser, {})).toMatchObject({ login: 'ada', admin: false });
  expect(await root.call(getUser, {})).toMatchObject({ login: 'root', admin: true });
});

requirement('woodpecker.user.401', async ({ anyone }) => {
  expect([await anyone.refusal(getUser, {}), await anyone.refusal(getUserRepos, {})]).toEqual([401, 401]);
});

requirement('woodpecker.user.repos.200', async (target) => {
  const { ada } = target;
  const [ran, off] = [await target.home(), await target.home()];
  const { number } = await ran.ran(await ran.push('a.txt'));
  await ada.call(deleteRepo, { repo_id: off.id });
  const list = async (all?: 'true' | 'false') => {
    const found = await ada.call(getUserRepos, { query: all === undefined ? {} : { all } });
    return new Map(found.map((repo) => [repo.full_name, repo]));
  };
  const [ranName, offName] = [ran, off].map(({ at }) => `ada/${at.repo}`) as [string, string];
  expect((await list()).get(ranName)).toMatchObject({ id: ran.id, active: true, last_pipeline: { number, event: 'push' } });
  expect([(await list()).has(offName), (await list('false')).has(offName), (await list('true')).has(offName)]).toEqual([
    false,
    false,
    true,
  ]);
  const names = [...(await list()).keys()];
  expect(names).toEqual(names.toSorted());
});

requirement('woodpecker.user.repos.name', async (target) => {
  for (const { at } of [await target.home(), await target.home()]) {
    const found = await target.ada.call(getUserRepos, { query: { name: at.repo } });
    expect(found.map(({ name }) => name)).toEqual([at.repo]);
  }
});
