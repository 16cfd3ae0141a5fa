import { expect } from 'vitest';

import {
  issueCreateIssue,
  issueListIssues,
  repoGet,
  repoListBranches,
  userGetCurrent,
  type GiteaRequirement,
} from '@mosaic/contracts/gitea';

import { requirement } from './suite.ts';

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

/** Ways to show a token, by what follows in their ids. */
const FORMS: Record<string, (token: string) => { authorization?: string; query?: string }> = {
  token: (token) => ({ authorization: `token ${token}` }),
  bearer: (token) => ({ authorization: `Bearer ${token}` }),
  'basic-password': (token) => ({ authorization: basic(`ada:${token}`) }),
  'basic-name': (token) => ({ authorization: basic(`${token}:`) }),
  'basic-x-oauth': (token) => ({ authorization: basic(`${token}:x-oauth-basic`) }),
  'query-token': (token) => ({ query: `?token=${token}` }),
  'query-access-token': (token) => ({ query: `?access_token=${token}` }),
};

for (const [name, form] of Object.entries(FORMS))
  requirement(`gitea.auth.${name}` as GiteaRequirement, async ({ send, token }) => {
    const ask = async (text: string) => {
      const { authorization, query = '' } = form(text);
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      const response = await send('')({ method: 'GET', path: `/api/v1/user${query}`, headers });
      return { status: response.status, answer: (await response.json()) as object };
    };
    expect(await ask(token('ada'))).toMatchObject({ status: 200, answer: { login: 'ada' } });
    expect(await ask('0'.repeat(40))).toMatchObject({ status: 401 });
  });

requirement('gitea.auth.sudo', async ({ root }) => {
  for (const login of ['ada', 'BOB']) expect((await root.call(userGetCurrent, {}, { sudo: login })).login).toBe(login.toLowerCase());
});

requirement('gitea.auth.sudo.rights', async (target) => {
  const { at } = await target.home({ private: true });
  expect((await target.root.call(repoGet, at, { sudo: 'ada' })).permissions?.admin).toBe(true);
  expect(await target.root.refusal(repoGet, at, { sudo: 'eve' })).toBe(404);
});

requirement('gitea.auth.sudo.403', async ({ eve }) => expect(await eve.refusal(userGetCurrent, {}, { sudo: 'ada' })).toBe(403));

requirement('gitea.auth.sudo.404', async (target) =>
  expect(await target.root.refusal(userGetCurrent, {}, { sudo: target.word() })).toBe(404),
);

requirement('gitea.paging.count', async (target) => {
  const { owner, at } = await target.home();
  for (const title of ['One', 'Two', 'Three']) await owner.call(issueCreateIssue, { ...at, body: { title } });
  const { headers } = await owner.respond(issueListIssues, { ...at, query: { limit: 2 } });
  expect(headers['x-total-count']).toBe('3');
});

requirement('gitea.paging.links', async (target) => {
  const { owner, at } = await target.home();
  for (const title of ['One', 'Two', 'Three']) await owner.call(issueCreateIssue, { ...at, body: { title } });
  const links = async (page: number) => {
    const { headers } = await owner.respond(issueListIssues, { ...at, query: { limit: 1, page } });
    return Object.fromEntries(
      [...(headers['link'] ?? '').matchAll(/<([^>]*)>; ?rel="(\w+)"/g)].map(([, href = '', rel = '']) => [
        rel,
        new URL(href).searchParams.get('page'),
      ]),
    );
  };
  expect([await links(1), await links(2), await links(3)]).toEqual([
    { next: '2', last: '3' },
    { next: '3', last: '3', first: '1', prev: '1' },
    { first: '1', prev: '2' },
  ]);
});

requirement('gitea.paging.bounds', async (target) => {
  const { owner, at } = await target.home();
  for (const title of ['One', 'Two']) await owner.call(issueCreateIssue, { ...at, body: { title } });
  const count = async (query: object) => (await owner.call(issueListIssues, { ...at, query })).length;
  expect([await count({ page: 0, limit: 0 }), await count({ limit: 1000 }), await count({ page: 9 }), await count({ page: -1 })]).toEqual([
    2, 2, 0, 2,
  ]);
});

requirement('gitea.errors.body', async (target) => {
  const { answer } = await target.ada.respond(repoGet, { owner: 'ada', repo: target.word() });
  expect(answer).toMatchObject({ message: expect.any(String) as string, url: expect.stringMatching(/^http.*\/api\/swagger$/) as string });
});

requirement('gitea.errors.json', async ({ send, token }) => {
  const response = await send('ada')({
    method: 'POST',
    path: '/api/v1/user/repos',
    headers: { authorization: `token ${token('ada')}`, 'content-type': 'application/json' },
    body: '{',
  });
  expect([400, 422]).toContain(response.status);
  expect(await response.json()).toMatchObject({ message: expect.any(String) as string });
});

requirement('gitea.errors.unknown-path', async ({ send }) => {
  const response = await send('ada')({ method: 'GET', path: '/api/v1/nothing' });
  await response.discard();
  expect(response.status).toBe(404);
});

requirement('gitea.privacy.hidden', async (target) => {
  const { at, other } = await target.home({ private: true });
  const hidden = await other.respond(repoListBranches, at);
  const missing = await other.respond(repoListBranches, { ...at, repo: target.word() });
  expect([hidden.status, missing.status]).toEqual([404, 404]);
});

requirement('gitea.privacy.anonymous', async (target) => {
  const [shown, hidden] = [await target.home(), await target.home({ private: true })];
  expect((await target.anyone.call(repoListBranches, shown.at)).map(({ name }) => name)).toEqual(['main']);
  expect(await target.anyone.refusal(repoListBranches, hidden.at)).toBe(404);
});
