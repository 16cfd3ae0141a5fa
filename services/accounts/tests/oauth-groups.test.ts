import { expect, test } from 'vitest';

import type { Send, WireRequest } from '@mosaic/contracts/wire';

import { startAccounts } from './harness.ts';
import { basic, BACK, oauthWalk, wishOf } from './oauth-walk.ts';

const ORGANIZATION = { id: 1, name: 'Guild', username: 'Guild', visibility: 'public' };
const TEAM = { id: 2, name: 'Owners', permission: 'owner', organization: ORGANIZATION };

/** A forge that knows of one organization and one team of it; its feed has nothing to tell. */
function forgeOf(asked: WireRequest[], refuse: () => boolean): Send {
  return async (request) => {
    if (!request.path.startsWith('/api/v1/user/'))
      return new Promise((_resolve, reject) => request.signal?.addEventListener('abort', () => reject(new Error('it stops'))));
    asked.push(request);
    const body = request.path.startsWith('/api/v1/user/orgs') ? [ORGANIZATION] : [TEAM];
    const text = JSON.stringify(body);
    return {
      status: refuse() ? 403 : 200,
      headers: {},
      json: async () => body as unknown,
      text: async () => text,
      bytes: async () => new TextEncoder().encode(text),
      discard: async () => undefined,
    };
  };
}

test('organizations and teams are told where they are asked for, as the forge tells them to the very token', async () => {
  const asked: WireRequest[] = [];
  let isRefusing = false;
  await using stage = await startAccounts({ feeds: { forge: forgeOf(asked, () => isRefusing) } });
  const walk = oauthWalk(stage);
  const cookie = await stage.signIn();
  const root = stage.as(cookie.split('=')[1] as string);
  const tokensFor = async (scope: string) => {
    const application = await walk.register(root);
    const form = { grant_type: 'authorization_code', redirect_uri: BACK, code: await walk.code(wishOf(application, { scope }), cookie) };
    return (await walk.token(form, basic(application.clientId, application.clientSecret))).body;
  };
  const groupsIn = (token: unknown) =>
    (JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString()) as { groups?: string[] }).groups;
  const userinfo = async (token: unknown) => {
    const answered = await stage.fetch('/login/oauth/userinfo', { headers: { authorization: `Bearer ${String(token)}` } });
    return ((await answered.json()) as { groups: string[] }).groups;
  };

  const tokens = await tokensFor('openid groups');
  expect(groupsIn(tokens['id_token'])).toEqual(['Guild', 'Guild:owners']);
  expect(asked.every(({ headers }) => headers?.['authorization'] === `Bearer ${String(tokens['access_token'])}`)).toBe(true);
  expect(await userinfo(tokens['access_token'])).toEqual(['Guild', 'Guild:owners']);

  const before = asked.length;
  const without = await tokensFor('openid');
  expect([groupsIn(without['id_token']), await userinfo(without['access_token']), asked.length]).toEqual([undefined, [], before]);

  isRefusing = true;
  expect(await userinfo(tokens['access_token'])).toEqual([]);
});
