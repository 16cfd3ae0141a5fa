import { expect } from 'vitest';
import type { z } from 'zod';

import { orgGet, orgListCurrentUserOrgs, userCurrentListRepos, userGet, userGetCurrent, userListRepos } from '@mosaic/contracts/gitea';

import { requirement } from './suite.ts';

requirement('gitea.users.current.200', async ({ ada, root }) => {
  expect(await ada.call(userGetCurrent, {})).toMatchObject({ login: 'ada', username: 'ada', is_admin: false, visibility: 'public' });
  expect(await root.call(userGetCurrent, {})).toMatchObject({ login: 'root', is_admin: true });
});

requirement('gitea.users.current.401', async ({ anyone }) => expect(await anyone.refusal(userGetCurrent, {})).toBe(401));

requirement('gitea.users.get.200', async ({ eve }) => {
  for (const username of ['ada', 'bob']) expect(await eve.call(userGet, { username })).toMatchObject({ login: username, username });
  expect((await eve.call(userGet, { username: 'ADA' })).login).toBe('ada');
});

requirement('gitea.users.get.404', async (target) => {
  expect(await target.ada.refusal(userGet, { username: target.word() })).toBe(404);
});

requirement('gitea.users.organizations.401', async ({ anyone }) => expect(await anyone.refusal(orgListCurrentUserOrgs, {})).toBe(401));

requirement('gitea.users.organizations.404', async ({ ada }) => expect(await ada.refusal(orgGet, { org: 'ada' })).toBe(404));

requirement('gitea.users.repositories.own', async (target) => {
  const [hidden, theirs] = [await target.home({ private: true }), (await target.homes())[1]];
  const list = async (query: z.input<typeof userCurrentListRepos.query>) =>
    (await target.ada.call(userCurrentListRepos, { query })).map(({ full_name }) => full_name);
  const all: string[] = [];
  for (let page = 1; ; page += 1) {
    const some = await list({ limit: 50, page });
    all.push(...some);
    if (some.length < 50) break;
  }
  expect(all).toContain(`ada/${hidden.at.repo}`);
  expect(all).not.toContain(`bob/${theirs?.at.repo}`);
  expect(await list({ limit: 2, page: 1 })).toEqual(all.slice(0, 2));
  expect(await list({ limit: 1, page: 2 })).toEqual(all.slice(1, 2));
});

requirement('gitea.users.repositories.own.401', async ({ anyone }) => expect(await anyone.refusal(userCurrentListRepos, {})).toBe(401));

requirement('gitea.users.repositories.seen', async (target) => {
  const hidden = await target.home({ private: true });
  for (const home of await target.homes()) {
    const username = home.at.owner;
    const list = async (query: z.input<typeof userListRepos.query>, by = home.other) =>
      (await by.call(userListRepos, { username, query })).map(({ name }) => name);
    const all: string[] = [];
    for (let page = 1; ; page += 1) {
      const some = await list({ limit: 50, page });
      all.push(...some);
      // Upstream takes what may not be seen out of a page after it was counted.
      if (some.length === 0) break;
    }
    expect(all).toContain(home.at.repo);
    expect(all).not.toContain(hidden.at.repo);
    const pages = [await list({ limit: 2, page: 1 }), await list({ limit: 2, page: 2 }), await list({ limit: 1, page: 1 })];
    expect(pages.flat().length).toBeLessThanOrEqual(5);
    expect(new Set(pages.slice(0, 2).flat()).size).toBe(pages.slice(0, 2).flat().length);
  }
});

requirement('gitea.users.repositories.404', async (target) => {
  expect(await target.ada.refusal(userListRepos, { username: target.word() })).toBe(404);
});
