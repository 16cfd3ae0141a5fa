import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { ADMIN_PASSWORD, PUBLIC_URL, json, startAccounts, type AccountsHarness } from './harness.ts';

describe('a write with the session cookie', () => {
  let stage: AccountsHarness;
  let cookie: string;
  beforeAll(async () => {
    stage = await startAccounts();
    cookie = await stage.signIn();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  const body = { name: 't', doors: ['forge'], grants: ['forge:repository:read'] };
  test.each<[Record<string, string>, number]>([
    [{ origin: PUBLIC_URL }, 201],
    [{ origin: PUBLIC_URL, 'sec-fetch-site': 'same-origin' }, 201],
    [{ origin: PUBLIC_URL, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' }, 201],
    [{}, 403],
    [{ 'sec-fetch-site': 'same-origin' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://evil.test' }, 403],
    [{ origin: 'http://localhost' }, 403],
    [{ origin: 'http://localhost:8081' }, 403],
    [{ origin: 'https://localhost:8080' }, 403],
    [{ origin: 'http://hello.localhost:8080' }, 403],
    [{ origin: `${PUBLIC_URL}.evil.test` }, 403],
    [{ origin: PUBLIC_URL, 'sec-fetch-site': 'cross-site' }, 403],
    [{ origin: PUBLIC_URL, 'sec-fetch-site': 'same-site' }, 403],
    [{ origin: PUBLIC_URL, 'sec-fetch-site': 'none', 'sec-fetch-mode': 'cors' }, 403],
  ])('%j is answered %i', async (headers, status) => {
    const response = await stage.fetch('/-/accounts/tokens', json(body, { headers: { cookie, ...headers } }));
    expect(response.status).toBe(status);
  });

  test('needs no Origin when a program sends the secret as a token', async () => {
    const secret = cookie.split('=')[1] as string;
    const response = await stage.fetch('/-/accounts/tokens', json(body, { headers: { authorization: `Bearer ${secret}` } }));
    expect(response.status).toBe(201);
  });

  test('reads by a page of another site do not carry the session', async () => {
    const headers = { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
    expect((await stage.fetch('/-/accounts/session', { headers })).status).toBe(401);
  });

  test.each([{ origin: 'http://evil.test' }, { origin: PUBLIC_URL, 'sec-fetch-site': 'cross-site' }])(
    'nobody is signed in by another site: %j',
    async (headers) => {
      const response = await stage.fetch(
        '/-/accounts/session',
        json({ username: 'root', password: ADMIN_PASSWORD }, { headers: headers as Record<string, string> }),
      );
      expect(response.status).toBe(403);
      expect(response.headers.getSetCookie()).toEqual([]);
    },
  );

  test('an old cookie does not keep anyone from signing in', async () => {
    const old = `${cookie.split('=')[0]}=${'0'.repeat(40)}`;
    const response = await stage.fetch(
      '/-/accounts/session',
      json({ username: 'root', password: ADMIN_PASSWORD }, { headers: { cookie: old, origin: PUBLIC_URL } }),
    );
    expect(response.status).toBe(200);
  });
});
