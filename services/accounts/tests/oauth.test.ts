import { createPublicKey, verify, type JsonWebKey } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  createPrincipal,
  createToken,
  endOauthGrant,
  introspect,
  listAudit,
  listOauthGrants,
  listTokens,
  updatePrincipal,
  type NativeCalls,
} from '@mosaic/contracts/mosaic';

import { PUBLIC_URL, startAccounts, type AccountsHarness } from './harness.ts';
import { BACK, backOf, basic, oauthWalk, pkce, wishOf, type OauthWalk } from './oauth-walk.ts';

const PASSWORD = 'a long enough one';
const LOOPBACK = 'http://127.0.0.1:51234/';
const GIT_CREDENTIAL_OAUTH = 'a4792ccc-144e-407e-86c9-5e7d8d9c3269';

let stage: AccountsHarness;
let walk: OauthWalk;
let root: NativeCalls;
let ada: NativeCalls;
let forge: NativeCalls;
let cookie: string;
let rootCookie: string;

beforeAll(async () => {
  stage = await startAccounts();
  walk = oauthWalk(stage);
  rootCookie = await stage.signIn();
  root = stage.as(secretOf(rootCookie));
  await root.call(createPrincipal, { body: { login: 'Ada', name: 'Ada Lovelace', email: 'ada@example.test', password: PASSWORD } });
  cookie = await stage.signIn('ada', PASSWORD);
  ada = stage.as(secretOf(cookie));
  forge = stage.as(await stage.accounts.issueServiceToken('mosaic-forge'));
});
afterAll(() => stage[Symbol.asyncDispose]());

const secretOf = (pair: string) => pair.split('=')[1] as string;
const isActive = async (token: unknown) => (await forge.call(introspect, { body: { token: String(token) } })).active;
const byCode = (application: { clientId: string; clientSecret: string }, code: string, more: Record<string, string> = {}) =>
  walk.token(
    { grant_type: 'authorization_code', code, redirect_uri: BACK, ...more },
    basic(application.clientId, application.clientSecret),
  );
const byRefresh = (application: { clientId: string; clientSecret: string }, token: unknown) =>
  walk.token({ grant_type: 'refresh_token', refresh_token: String(token) }, basic(application.clientId, application.clientSecret));

/** An application that ada has let in, with its first tokens. */
async function letIn(more: Record<string, string> = {}) {
  const application = await walk.register(root);
  const wish = wishOf(application, more);
  const first = await byCode(application, await walk.code(wish, cookie));
  expect(first.status).toBe(200);
  return { application, wish, tokens: first.body };
}

describe('as Woodpecker signs people in', () => {
  test('a stranger signs in first and comes back to the very address', async () => {
    const wish = wishOf(await walk.register(root));
    const asked = await walk.open(wish);
    expect(asked.status).toBe(303);
    const [path, query = ''] = (asked.headers.get('location') ?? '').split('?');
    expect([path, new URLSearchParams(query).get('next')]).toEqual([
      '/-/sign-in',
      `/login/oauth/authorize?${new URLSearchParams(wish).toString()}`,
    ]);
  });

  test('the page says what asks, for whom and for what, and can be framed by nobody', async () => {
    const application = await walk.register(root, { name: 'Wood<b>pecker' });
    const page = await walk.open(wishOf(application), cookie);
    const text = await page.text();
    expect(page.status).toBe(200);
    for (const shown of ['Wood&#60;b&#62;pecker', 'registered by root', 'Ada', 'Do everything in the forge', BACK])
      expect(text).toContain(shown);
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self' https:");
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  test('code, token by the Basic header, who it is, refresh', async () => {
    const application = await walk.register(root);
    const back = await walk.answer(wishOf(application), cookie);
    expect([back.status, back.headers.get('location')?.startsWith(`${BACK}?`), backOf(back)['state']]).toEqual([303, true, 's-1']);
    const { status, body } = await byCode(application, backOf(back)['code'] ?? '');
    expect([status, body]).toEqual([
      200,
      { access_token: expect.stringMatching(/^[0-9a-f]{40}$/), token_type: 'bearer', expires_in: 3600, refresh_token: expect.any(String) },
    ]);
    const shown = await forge.call(introspect, { body: { token: String(body['access_token']) } });
    expect(shown).toMatchObject({ active: true, username: 'Ada', doors: ['forge'] });
    expect(shown.active && shown.grants.toSorted()).toEqual(
      ['hook', 'issue', 'organization', 'repository', 'status', 'user'].map((resource) => `forge:${resource}:admin`),
    );
    const refreshed = await byRefresh(application, body['refresh_token']);
    expect(refreshed.status).toBe(200);
    expect(refreshed.body['refresh_token']).not.toBe(body['refresh_token']);
    expect(await isActive(refreshed.body['access_token'])).toBe(true);
  });

  test('who has let it in is led back at once, and the token is none of those that they made', async () => {
    const { application, wish } = await letIn();
    const again = await walk.open({ ...wish, state: 's-2' }, cookie);
    expect([again.status, backOf(again)['state']]).toEqual([303, 's-2']);
    expect((await byCode(application, backOf(again)['code'] ?? '')).status).toBe(200);
    expect((await ada.call(listTokens, {})).map(({ name }) => name)).not.toContain('Woodpecker');
    // Another person has not.
    expect((await walk.open(wish, rootCookie)).status).toBe(200);
  });

  test('the secret may come in the body instead, or as JSON', async () => {
    const { application, wish } = await letIn();
    const own = { client_id: application.clientId, client_secret: application.clientSecret };
    const form = async () => ({ ...own, grant_type: 'authorization_code', redirect_uri: BACK, code: await walk.code(wish, cookie) });
    expect((await walk.token(await form())).status).toBe(200);
    const json = await stage.fetch('/login/oauth/access_token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(await form()),
    });
    expect(json.status).toBe(200);
  });

  test('an access token ends after an hour', async () => {
    const { tokens } = await letIn();
    expect(await isActive(tokens['access_token'])).toBe(true);
    stage.advance(3_600_001);
    expect(await isActive(tokens['access_token'])).toBe(false);
  });
});

describe('as a program beside git signs its person in', () => {
  const wish = { client_id: GIT_CREDENTIAL_OAUTH, redirect_uri: LOOPBACK, response_type: 'code', state: 'x' };
  const trade = (form: Record<string, string>) =>
    walk.token({ grant_type: 'authorization_code', client_id: GIT_CREDENTIAL_OAUTH, redirect_uri: LOOPBACK, ...form });

  test.each([GIT_CREDENTIAL_OAUTH, 'e90ee53c-94e2-48ac-9358-a874fb9e0662', 'd57cb8c4-630c-4168-8324-ec79935e18d4'])(
    '%s is known, waits at any port, and is asked about each time',
    async (client_id) => {
      const { verifier, challenge } = pkce();
      const own = { ...wish, client_id, ...challenge };
      const code = await walk.code(own, cookie);
      expect((await trade({ client_id, code, code_verifier: verifier })).status).toBe(200);
      expect((await walk.open(own, cookie)).status).toBe(200);
    },
  );

  test('it has to prove itself: no challenge, none; a wrong verifier, none; and the right one still counts', async () => {
    const bare = await walk.open(wish, cookie);
    expect([bare.status, backOf(bare)]).toEqual([303, { error: 'invalid_request', error_description: expect.any(String), state: 'x' }]);
    const { verifier, challenge } = pkce();
    const code = await walk.code({ ...wish, ...challenge }, cookie);
    for (const code_verifier of ['', pkce().verifier])
      expect(await trade({ code, code_verifier })).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } });
    expect((await trade({ code, code_verifier: verifier })).status).toBe(200);
  });

  test('a plain challenge is its own verifier', async () => {
    const plain = 'p'.repeat(43);
    const code = await walk.code({ ...wish, code_challenge: plain, code_challenge_method: 'plain' }, cookie);
    expect((await trade({ code, code_verifier: plain })).status).toBe(200);
  });

  test('a refresh needs no secret, for it has none', async () => {
    const { verifier, challenge } = pkce();
    const { body } = await trade({ code: await walk.code({ ...wish, ...challenge }, cookie), code_verifier: verifier });
    const form = { grant_type: 'refresh_token', client_id: GIT_CREDENTIAL_OAUTH, refresh_token: String(body['refresh_token']) };
    expect((await walk.token(form)).status).toBe(200);
  });

  test.each(['http://127.0.0.1:51234/other', 'http://127.0.0.2:51234/', 'http://127.0.0.1:51234@evil.test/', 'http://evil.test/'])(
    'nobody is led to %s',
    async (redirect_uri) => {
      const asked = await walk.open({ ...wish, ...pkce().challenge, redirect_uri }, cookie);
      expect([asked.status, asked.headers.get('location')]).toEqual([400, null]);
    },
  );
});

describe('what is refused', () => {
  test('an unknown application or address is told to the person, and leads nowhere', async () => {
    const application = await walk.register(root);
    const odd: Record<string, string>[] = [
      { client_id: 'none' },
      { redirect_uri: 'https://evil.test/' },
      { redirect_uri: '' },
      { redirect_uri: `${BACK}?x=1` },
    ];
    for (const more of odd) {
      const wish = wishOf(application, more);
      for (const asked of [
        await walk.open(wish, cookie),
        await walk.answer(wish, cookie),
        await walk.answer(wish, cookie, { granted: 'false' }),
      ])
        expect([more, asked.status, asked.headers.get('location')]).toEqual([more, 400, null]);
    }
  });

  test.each<[Record<string, string>, string]>([
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ code_challenge: 'short', code_challenge_method: 'S256' }, 'invalid_request'],
    [{ code_challenge: 'p'.repeat(43), code_challenge_method: 'S512' }, 'invalid_request'],
    [{ scope: 'public-only read:repository' }, 'invalid_scope'],
  ])('the application is told of %j: %s', async (more, error) => {
    const asked = await walk.open(wishOf(await walk.register(root), more), cookie);
    expect([asked.status, backOf(asked)]).toEqual([303, { error, error_description: expect.any(String), state: 's-1' }]);
    expect(asked.headers.get('location')).toMatch(new RegExp(`^${BACK.replaceAll('.', '\\.')}\\?`));
  });

  test('nobody is led anywhere before they have signed in', async () => {
    const asked = await walk.open(wishOf(await walk.register(root), { response_type: 'token' }));
    expect([asked.status, asked.headers.get('location')?.startsWith('/-/sign-in?')]).toEqual([303, true]);
  });

  test('who refuses is led back without a code, and has let nothing in', async () => {
    const wish = wishOf(await walk.register(root));
    expect(backOf(await walk.answer(wish, cookie, { granted: 'false' }))).toMatchObject({ error: 'access_denied', state: 's-1' });
    expect((await walk.open(wish, cookie)).status).toBe(200);
  });

  test.each<Record<string, string>>([{ origin: 'http://evil.test' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }])(
    'a page of another origin presses no button: %j',
    async (headers) => {
      const wish = wishOf(await walk.register(root));
      const pressed = await walk.answer(wish, cookie, { headers });
      expect([pressed.status, pressed.headers.get('location')]).toEqual([403, null]);
      expect((await walk.open(wish, cookie)).status).toBe(200);
    },
  );

  test('a token lets nobody in, however much it carries', async () => {
    const wish = wishOf(await walk.register(root));
    const { token } = await root.call(createToken, { body: { name: 'wide', doors: ['accounts'], grants: ['*:*:*'] } });
    const headers = { authorization: `Bearer ${token}` };
    expect((await walk.open(wish, undefined, headers)).headers.get('location')).toContain('/-/sign-in');
    const pressed = await stage.fetch('/login/oauth/grant', {
      method: 'POST',
      headers,
      body: new URLSearchParams({ ...wish, granted: 'true' }),
    });
    expect(pressed.status).toBe(401);
  });

  test('the application, its secret, the address and the code have to fit', async () => {
    const application = await walk.register(root);
    const other = await walk.register(root);
    const code = await walk.code(wishOf(application), cookie);
    expect(await byCode({ ...application, clientSecret: 'gto_wrong' }, code)).toMatchObject({
      status: 400,
      body: { error: 'unauthorized_client' },
    });
    expect(await byCode({ ...application, clientSecret: '' }, code)).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } });
    expect(await byCode({ ...application, clientId: 'none' }, code)).toMatchObject({ status: 400, body: { error: 'invalid_client' } });
    expect(await byCode(other, code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await byCode(application, code, { redirect_uri: `${BACK}/` })).toMatchObject({
      status: 400,
      body: { error: 'unauthorized_client' },
    });
    expect(await byCode(application, code, { redirect_uri: '' })).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } });
    expect(await byCode(application, code, { code_verifier: 'v'.repeat(43) })).toMatchObject({ status: 400 });
    expect(await byCode(application, code, { client_id: other.clientId })).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
    expect(await byCode(application, 'none')).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } });
    expect(await walk.token({ grant_type: 'password' })).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } });
    expect((await byCode(application, code)).status).toBe(200);
    const { body } = await byCode(application, await walk.code(wishOf(application), cookie));
    expect(await byRefresh(other, body['refresh_token'])).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await byRefresh({ ...application, clientSecret: '' }, body['refresh_token'])).toMatchObject({
      body: { error: 'invalid_client' },
    });
  });

  test('a code is over after five minutes', async () => {
    const application = await walk.register(root);
    const code = await walk.code(wishOf(application), cookie);
    stage.advance(5 * 60_000);
    expect(await byCode(application, code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  test('a body that cannot be read is refused in the words of OAuth2', async () => {
    const headers = { 'content-type': 'application/json' };
    const answered = await stage.fetch('/login/oauth/access_token', { method: 'POST', headers, body: '{' });
    expect([answered.status, await answered.json()]).toEqual([400, { error: 'invalid_request', error_description: expect.any(String) }]);
  });

  test('an address is refused after fifty that did not fit, an application that proves itself is not', async () => {
    const { application, wish } = await letIn();
    const from = { 'x-forwarded-for': '203.0.113.9', 'x-mosaic-edge': stage.proof() };
    const wrong = { grant_type: 'refresh_token', client_id: application.clientId, client_secret: 'gto_wrong', refresh_token: 'x' };
    for (let tries = 0; tries <= 50; tries++) expect((await walk.token(wrong, from)).status).toBe(400);
    expect(await walk.token(wrong, from)).toMatchObject({ status: 429, body: { error: 'temporarily_unavailable' } });
    const right = { grant_type: 'authorization_code', redirect_uri: BACK, code: await walk.code(wish, cookie) };
    expect((await walk.token(right, { ...from, ...basic(application.clientId, application.clientSecret) })).status).toBe(200);
    expect((await walk.token(wrong)).status).toBe(400);
  });
});

describe('what ends it', () => {
  test('a code that is used twice ends all that came of it', async () => {
    const application = await walk.register(root);
    const code = await walk.code(wishOf(application), cookie);
    const { body } = await byCode(application, code);
    expect(await byCode(application, code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await isActive(body['access_token'])).toBe(false);
    expect(await byRefresh(application, body['refresh_token'])).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await walk.open(wishOf(application), cookie)).status).toBe(200);
  });

  test('a refresh token that is used again ends it too, but for a minute in which the answer may have been lost', async () => {
    const { application, tokens } = await letIn();
    const [first, second] = [await byRefresh(application, tokens['refresh_token']), await byRefresh(application, tokens['refresh_token'])];
    expect([first.status, second.status]).toEqual([200, 200]);
    stage.advance(60_001);
    expect(await isActive(second.body['access_token'])).toBe(true);
    expect(await byRefresh(application, tokens['refresh_token'])).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect([await isActive(first.body['access_token']), await isActive(second.body['access_token'])]).toEqual([false, false]);
    expect((await byRefresh(application, second.body['refresh_token'])).status).toBe(400);
  });

  test('a refresh token ends after 730 hours', async () => {
    const { application, tokens } = await letIn();
    stage.advance(730 * 3_600_000);
    cookie = await stage.signIn('ada', PASSWORD);
    rootCookie = await stage.signIn();
    [root, ada] = [stage.as(secretOf(rootCookie)), stage.as(secretOf(cookie))];
    expect(await byRefresh(application, tokens['refresh_token'])).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  test('the person: what they let in is theirs to end', async () => {
    const { application, tokens } = await letIn({ scope: 'read:repository write:issue' });
    const grant = (await ada.call(listOauthGrants, {})).find((one) => one.application.clientId === application.clientId);
    expect(grant).toMatchObject({
      application: { name: 'Woodpecker', owner: 'root' },
      scope: 'read:repository write:issue',
      allows: [expect.stringMatching(/^Read repositories/), 'Read and change issues'],
    });
    const id = grant?.id ?? '';
    await expect(root.call(endOauthGrant, { id })).rejects.toMatchObject({ status: 404 });
    expect(await isActive(tokens['access_token'])).toBe(true);
    await ada.call(endOauthGrant, { id });
    expect(await isActive(tokens['access_token'])).toBe(false);
    expect((await byRefresh(application, tokens['refresh_token'])).status).toBe(400);
    await expect(ada.call(endOauthGrant, { id })).rejects.toMatchObject({ status: 404 });
  });

  test('a person who may not sign in any more: no token, no refresh, no code', async () => {
    await root.call(createPrincipal, { body: { login: 'leaving', password: PASSWORD } });
    const theirs = await stage.signIn('leaving', PASSWORD);
    const application = await walk.register(root);
    const { body } = await byCode(application, await walk.code(wishOf(application), theirs));
    const code = await walk.code(wishOf(application), theirs);
    await root.call(updatePrincipal, { login: 'leaving', body: { disabled: true } });
    expect(await isActive(body['access_token'])).toBe(false);
    expect(await byRefresh(application, body['refresh_token'])).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await byCode(application, code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await walk.open(wishOf(application), theirs)).headers.get('location')).toContain('/-/sign-in');
  });

  test('the audit tells of each beginning and end, and no secret stands there or in the rows', async () => {
    const { application, tokens } = await letIn();
    const grant = (await ada.call(listOauthGrants, {})).find((one) => one.application.clientId === application.clientId);
    await ada.call(endOauthGrant, { id: grant?.id ?? '' });
    const told = async () => {
      const { records } = await root.call(listAudit, { query: { order: 'desc', limit: 50 } });
      return records.filter(({ data }) => JSON.stringify(data).includes(application.clientId));
    };
    const operations = ['oauth.application.create', 'oauth.grant.create', 'oauth.grant.end'];
    await expect.poll(async () => (await told()).map(({ data }) => String(data['operation'])).toSorted()).toEqual(operations);
    const all = JSON.stringify((await root.call(listAudit, { query: { order: 'desc', limit: 500 } })).records);
    for (const secret of [application.clientSecret, tokens['access_token'], tokens['refresh_token']]) expect(all).not.toContain(secret);
  });
});

describe('scopes', () => {
  test('a scope narrows the token, and stays what it was', async () => {
    const { application, tokens } = await letIn({ scope: 'openid read:repository write:issue' });
    const shown = await forge.call(introspect, { body: { token: String(tokens['access_token']) } });
    expect(shown.active && shown.grants.toSorted()).toEqual([
      'forge:hook:read',
      'forge:issue:admin',
      'forge:repository:read',
      'forge:status:read',
    ]);
    const wider = await walk.answer(wishOf(application), cookie);
    expect(backOf(wider)).toMatchObject({ error: 'server_error' });
  });

  test('a viewer lets in no more than they may do themselves', async () => {
    await root.call(createPrincipal, { body: { login: 'vic', role: 'viewer', password: PASSWORD } });
    const application = await walk.register(root);
    const { body } = await byCode(application, await walk.code(wishOf(application), await stage.signIn('vic', PASSWORD)));
    const shown = await forge.call(introspect, { body: { token: String(body['access_token']) } });
    expect(shown.active && shown.grants.every((grant) => grant.endsWith(':read'))).toBe(true);
  });
});

describe('OpenID Connect', () => {
  const claimsOf = (token: unknown) =>
    JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

  test('an ID token is signed by a key that is told, for this application, with the nonce', async () => {
    const { application, tokens } = await letIn({ scope: 'openid profile email', nonce: 'n-1' });
    const { keys } = (await (await stage.fetch('/login/oauth/keys')).json()) as { keys: (JsonWebKey & { kid: string })[] };
    const [head = '', body = '', signature = ''] = String(tokens['id_token']).split('.');
    const { kid, alg } = JSON.parse(Buffer.from(head, 'base64url').toString()) as { kid: string; alg: string };
    const jwk = keys.find((key) => key.kid === kid);
    if (jwk === undefined) throw new Error('the key is not told');
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    expect([alg, verify('RSA-SHA256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))]).toEqual(['RS256', true]);
    expect(JSON.stringify(keys)).not.toMatch(/"(?:d|p|q)":/);
    const claims = claimsOf(tokens['id_token']);
    expect(claims).toMatchObject({
      iss: PUBLIC_URL,
      aud: [application.clientId],
      nonce: 'n-1',
      preferred_username: 'Ada',
      name: 'Ada Lovelace',
      email: 'ada@example.test',
    });
    expect(Number(claims['exp']) - Number(claims['iat'])).toBe(3_600);
    expect(claimsOf((await byRefresh(application, tokens['refresh_token'])).body['id_token'])).toMatchObject({
      sub: claims['sub'],
      nonce: 'n-1',
    });
  });

  test('only what the scope asks is told', async () => {
    const { tokens } = await letIn({ scope: 'openid' });
    expect(Object.keys(claimsOf(tokens['id_token'])).toSorted()).toEqual(['aud', 'exp', 'iat', 'iss', 'sub']);
  });

  test('the key stays over a restart, and no row shows it', async () => {
    const before = await (await stage.fetch('/login/oauth/keys')).text();
    await stage.restart();
    expect(await (await stage.fetch('/login/oauth/keys')).text()).toBe(before);
    [root, ada] = [stage.as(secretOf(rootCookie)), stage.as(secretOf(cookie))];
    forge = stage.as(await stage.accounts.issueServiceToken('mosaic-forge'));
  });

  test('discovery names addresses that answer', async () => {
    const answered = await stage.fetch('/.well-known/openid-configuration');
    const told = (await answered.json()) as Record<string, string>;
    expect([told['issuer'], answered.headers.get('access-control-allow-origin')]).toEqual([PUBLIC_URL, '*']);
    for (const name of ['authorization_endpoint', 'jwks_uri', 'userinfo_endpoint'])
      expect([name, (await stage.fetch((told[name] ?? '').slice(PUBLIC_URL.length))).status]).not.toEqual([name, 404]);
  });

  test('who a token stands for, also to a page of another origin; nobody for none, a session alone or an old one', async () => {
    const { tokens } = await letIn({ scope: 'openid read:repository' });
    const ask = (headers: Record<string, string>, method = 'GET') => stage.fetch('/login/oauth/userinfo', { method, headers });
    const token = { authorization: `Bearer ${String(tokens['access_token'])}` };
    for (const method of ['GET', 'POST']) {
      const answered = await ask(token, method);
      expect([answered.headers.get('access-control-allow-origin'), await answered.json()]).toEqual([
        '*',
        {
          sub: expect.stringMatching(/^\d+$/),
          name: 'Ada Lovelace',
          preferred_username: 'Ada',
          email: 'ada@example.test',
          picture: '',
          groups: [],
        },
      ]);
    }
    expect((await ask({ origin: 'https://app.test', 'access-control-request-method': 'GET' }, 'OPTIONS')).status).toBe(204);
    for (const headers of [{}, { cookie }, { authorization: 'Bearer nothing' }, basic('ada', PASSWORD)]) {
      const refused = await ask(headers as Record<string, string>);
      expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="Gitea OAuth2"']);
    }
    const { token: narrow } = await ada.call(createToken, {
      body: { name: 'narrow', doors: ['forge'], grants: ['forge:repository:read'] },
    });
    expect((await ask({ authorization: `Bearer ${narrow}` })).status).toBe(401);
  });

  test('an application that proves itself may ask what a token is good for', async () => {
    const { application, tokens } = await letIn({ scope: 'read:user' });
    const ask = async (headers: Record<string, string>, token: unknown) => {
      const answered = await stage.fetch('/login/oauth/introspect', {
        method: 'POST',
        headers,
        body: new URLSearchParams({ token: String(token) }),
      });
      return { status: answered.status, body: answered.status === 200 ? ((await answered.json()) as unknown) : null };
    };
    const own = basic(application.clientId, application.clientSecret);
    expect(await ask(own, tokens['access_token'])).toMatchObject({
      status: 200,
      body: { active: true, scope: 'read:user', username: 'Ada', iss: PUBLIC_URL, aud: [application.clientId] },
    });
    expect(await ask(own, 'none')).toEqual({ status: 200, body: { active: false } });
    // A token that somebody made themselves is nothing of an application's.
    expect(await ask(own, secretOf(cookie))).toEqual({ status: 200, body: { active: false } });
    for (const headers of [{}, basic(application.clientId, 'gto_wrong'), basic(GIT_CREDENTIAL_OAUTH, '')])
      expect((await ask(headers as Record<string, string>, tokens['access_token'])).status).toBe(401);
  });
});
