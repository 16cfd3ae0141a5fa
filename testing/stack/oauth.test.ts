import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { createLink, createOauthApplication, endOauthGrant, listOauthGrants, nativeCalls, redeemLink } from '@mosaic/contracts/mosaic';
import { gitWithToken } from '@mosaic/server/demo';

import { TestStack, until, type TestPerson } from './src/index.ts';

/*
 * An application signs its people in through a whole stack, as Woodpecker does (server/forge/gitea) with Go's oauth2: the browser at one
 * address, the application's own questions at another, then Gitea's API and git with what it got.
 */

const BACK = 'http://ci.example.test/authorize';

let stack: TestStack;
let ada: TestPerson;
let folder: string;

beforeAll(async () => {
  stack = await TestStack.create();
  ada = await stack.person('ada');
  await ada.forge.createRepository({ name: 'secret', private: true, auto_init: true });
  folder = await mkdtemp(join(tmpdir(), 'mosaic-oauth-'));
}, 120_000);
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

const forgeUrl = () => `http://127.0.0.1:${stack.ports.forge}`;

/** A form as Go's oauth2 sends it: the secret in the Basic header first. */
async function trade(base: string, { clientId, clientSecret }: { clientId: string; clientSecret: string }, form: Record<string, string>) {
  const answered = await fetch(`${base}/login/oauth/access_token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}`, accept: 'application/json' },
    body: new URLSearchParams(form),
  });
  return { status: answered.status, body: (await answered.json()) as Record<string, string> };
}

test('an application signs a person in, acts for them at the API and with git, and is let out', async () => {
  const session = await redeemLink(stack.send('accounts', null), (await stack.accounts().call(createLink, { body: { login: 'ada' } })).url);
  const accounts = nativeCalls(stack.send('edge', session));
  const body = { name: 'Woodpecker', redirectUris: [BACK], confidential: true, trusted: false };
  const application = await accounts.call(createOauthApplication, { body });
  const wish = new URLSearchParams({ client_id: application.clientId, redirect_uri: BACK, response_type: 'code', state: 'abc' });
  const asked = wish.toString();

  // At the forge's own door the browser is sent to the public address, with all that was asked.
  const sent = await fetch(`${forgeUrl()}/login/oauth/authorize?${asked}`, { redirect: 'manual' });
  expect([sent.status, sent.headers.get('location')]).toEqual([303, `${stack.publicUrl}/login/oauth/authorize?${asked}`]);
  const page = await fetch(`${stack.edgeUrl}/login/oauth/authorize?${asked}`, { headers: { authorization: `Bearer ${session}` } });
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Let Woodpecker in?')]);
  const back = await fetch(`${stack.edgeUrl}/login/oauth/grant`, {
    method: 'POST',
    redirect: 'manual',
    headers: { authorization: `Bearer ${session}` },
    body: new URLSearchParams([...wish, ['granted', 'true']]),
  });
  const told = new URL(back.headers.get('location') ?? '').searchParams;
  expect([back.status, told.get('state')]).toEqual([303, 'abc']);

  const form = { grant_type: 'authorization_code', code: told.get('code') ?? '', redirect_uri: BACK };
  expect(await trade(forgeUrl(), { ...application, clientSecret: 'gto_wrong' }, form)).toMatchObject({
    status: 400,
    body: { error: 'unauthorized_client' },
  });
  const first = await trade(forgeUrl(), application, form);
  expect(first).toMatchObject({ status: 200, body: { token_type: 'bearer' } });

  const token = first.body['access_token'] ?? '';
  const ask = (base: string, authorization: string, path = '/api/v1/user') => fetch(base + path, { headers: { authorization } });
  for (const base of [forgeUrl(), stack.edgeUrl])
    for (const authorization of [
      `token ${token}`,
      `Bearer ${token}`,
      `Basic ${btoa(`oauth2:${token}`)}`,
      `Basic ${btoa(`${token}:x-oauth-basic`)}`,
    ]) {
      const answered = await ask(base, authorization);
      expect([answered.status, await answered.json()]).toEqual([200, expect.objectContaining({ login: 'ada' })]);
    }
  expect((await ask(forgeUrl(), `Bearer ${token}`, '/api/v1/repos/ada/secret')).status).toBe(200);
  // It is for the forge alone.
  const elsewhere = await fetch(`${stack.edgeUrl}/-/accounts/tokens`, { headers: { authorization: `Bearer ${token}` } });
  expect(elsewhere.status).toBe(401);

  const git = gitWithToken(folder, { publicUrl: stack.edgeUrl, token });
  await git('clone', '--quiet', `${stack.edgeUrl}/ada/secret.git`, 'clone');

  const info = await ask(forgeUrl(), `Bearer ${token}`, '/login/oauth/userinfo');
  expect(await info.json()).toMatchObject({ preferred_username: 'ada' });
  const { keys } = (await (await fetch(`${forgeUrl()}/login/oauth/keys`)).json()) as { keys: unknown[] };
  expect(keys).toHaveLength(1);

  const refreshed = await trade(stack.edgeUrl, application, {
    grant_type: 'refresh_token',
    refresh_token: first.body['refresh_token'] ?? '',
  });
  expect((await ask(forgeUrl(), `token ${refreshed.body['access_token']}`)).status).toBe(200);

  const [grant] = await accounts.call(listOauthGrants, {});
  await accounts.call(endOauthGrant, { id: grant?.id ?? '' });
  // Other doors hold an answer for five seconds.
  await until('the end of the token at the forge', async () => ((await ask(forgeUrl(), `Bearer ${token}`)).status === 401 ? true : null));
}, 120_000);

test('a credential manager is told whose provider this is', async () => {
  const challenged = await fetch(`${stack.edgeUrl}/ada/secret.git/info/refs?service=git-upload-pack`);
  expect([challenged.status, challenged.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="Gitea"']);
});
