import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPrincipal, getCredential, introspect, redeemSiteCode } from '@mosaic/contracts/mosaic';

import { ADMIN_PASSWORD, PUBLIC_URL, cookieOf, json, startAccounts, type AccountsHarness } from './harness.ts';

/** A request with exactly these headers, as a browser would send it. */
function open(url: string, headers: Record<string, string>): Promise<{ status: number; text: string; cookies: string[] }> {
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      const cookies = response.headers['set-cookie'] ?? [];
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, text: body, cookies }), reject);
    })
      .once('error', reject)
      .end();
  });
}

describe('signing in', () => {
  let stage: AccountsHarness;
  beforeAll(async () => {
    stage = await startAccounts();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  test('sets a cookie that scripts cannot read, and the session says who is there until it is ended', async () => {
    const response = await stage.fetch('/-/accounts/session', json({ username: 'ROOT', password: ADMIN_PASSWORD }));
    expect(response.status).toBe(200);
    const [header] = response.headers.getSetCookie();
    expect(header).toMatch(/^mosaic_[0-9a-f]{8}=[0-9a-f]{40}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
    const cookie = cookieOf(response);
    const who = await stage.fetch('/-/accounts/session', { headers: { cookie } });
    expect(await who.json()).toMatchObject({ principal: { login: 'root', role: 'administrator' }, grants: ['*:*:*'] });
    const out = await stage.fetch('/-/accounts/session', { method: 'DELETE', headers: { cookie, origin: PUBLIC_URL } });
    expect(out.status).toBe(204);
    expect((await stage.fetch('/-/accounts/session', { headers: { cookie } })).status).toBe(401);
  });

  test('the cookie of an https address is Secure and bound to its host', async () => {
    await using secure = await startAccounts({ publicUrl: 'https://mosaic.example.test' });
    const response = await secure.fetch('/-/accounts/session', json({ username: 'root', password: ADMIN_PASSWORD }));
    expect(response.headers.getSetCookie()[0]).toMatch(/^__Host-mosaic_[0-9a-f]{8}=.*; Secure/);
  });

  test('a wrong password and an unknown name get the same answer', async () => {
    const wrong = await stage.fetch('/-/accounts/session', json({ username: 'root', password: 'wrong' }));
    const unknown = await stage.fetch('/-/accounts/session', json({ username: 'nobody', password: 'wrong' }));
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    const [left, right] = [(await wrong.json()) as { detail: string }, (await unknown.json()) as { detail: string }];
    expect(left.detail).toBe(right.detail);
  });

  test('a session ends after 7 days without use', async () => {
    await using own = await startAccounts();
    const cookie = await own.signIn();
    own.advance(6 * 86_400_000);
    expect((await own.fetch('/-/accounts/session', { headers: { cookie } })).status).toBe(200);
    own.advance(6 * 86_400_000);
    expect((await own.fetch('/-/accounts/session', { headers: { cookie } })).status).toBe(200);
    own.advance(7 * 86_400_000 + 1);
    expect((await own.fetch('/-/accounts/session', { headers: { cookie } })).status).toBe(401);
  });

  test('a disabled person is out at once, also with a session and a token', async () => {
    await using own = await startAccounts();
    const admin = await own.signIn();
    const headers = { cookie: admin, origin: PUBLIC_URL };
    await own.fetch('/-/accounts/principals', json({ login: 'ada', password: 'a long enough one' }, { headers }));
    const ada = await own.signIn('ada', 'a long enough one');
    const patched = await own.fetch('/-/accounts/principals/ada', json({ disabled: true }, { method: 'PATCH', headers }));
    expect(await patched.json()).toMatchObject({ login: 'ada', disabled: true });
    expect((await own.fetch('/-/accounts/session', { headers: { cookie: ada } })).status).toBe(401);
    await expect(own.signIn('ada', 'a long enough one')).rejects.toThrow('401');
  });
});

describe('too many wrong passwords', () => {
  test('lock the name for that address, with Retry-After, also over a restart; another name is free', async () => {
    await using stage = await startAccounts();
    const from = (address: string) => ({ 'x-forwarded-for': address, 'x-mosaic-edge': stage.proof() });
    const attempt = (username: string, address = '203.0.113.7') =>
      stage.fetch('/-/accounts/session', json({ username, password: 'wrong' }, { headers: from(address) }));
    const answers = await Promise.all(Array.from({ length: 8 }, () => attempt('root')));
    expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    const refused = await attempt('root');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
    const right = await stage.fetch(
      '/-/accounts/session',
      json({ username: 'root', password: ADMIN_PASSWORD }, { headers: from('203.0.113.7') }),
    );
    expect(right.status).toBe(429);
    expect((await attempt('someone')).status).toBe(401);
    expect((await attempt('root', '203.0.113.8')).status).toBe(401);
    await stage.restart();
    expect((await attempt('root')).status).toBe(429);
    await stage.signIn();
  });

  test('lock an address that tries many names', async () => {
    await using stage = await startAccounts();
    const statuses: number[] = [];
    const headers = { 'x-forwarded-for': '203.0.113.9', 'x-mosaic-edge': stage.proof() };
    for (let index = 0; index < 51; index++)
      statuses.push((await stage.fetch('/-/accounts/session', json({ username: `name${index}`, password: 'wrong' }, { headers }))).status);
    expect(statuses.slice(0, 50).every((status) => status === 401)).toBe(true);
    expect(statuses[50]).toBe(429);
  });

  test('from this machine, where every step and local process is, lock nobody else', async () => {
    await using stage = await startAccounts();
    for (let index = 0; index < 60; index++)
      await stage.fetch('/-/accounts/session', json({ username: `name${index}`, password: 'wrong' }));
    await stage.signIn();
  });

  test('are counted for the real peer: a forged X-Forwarded-For at the service’s own door changes nothing', async () => {
    await using stage = await startAccounts();
    const attempt = async (headers: Record<string, string>) =>
      (await stage.fetch('/-/accounts/session', json({ username: 'root', password: 'wrong' }, { headers }))).status;
    for (let index = 0; index < 5; index++) expect(await attempt({ 'x-forwarded-for': `203.0.113.${index}` })).toBe(401);
    expect(await attempt({ 'x-forwarded-for': '203.0.113.99' })).toBe(429);
    expect(await attempt({ 'x-forwarded-for': '203.0.113.99', 'x-mosaic-edge': 'guessed' })).toBe(429);
  });

  test('of a stranger do not lock out the browser in which its owner has signed in; that browser’s own do', async () => {
    await using stage = await startAccounts();
    const signedIn = await stage.fetch('/-/accounts/session', json({ username: 'root', password: ADMIN_PASSWORD }));
    const device = (signedIn.headers.getSetCookie().find((header) => header.includes('_device=')) ?? '').split(';', 1)[0] ?? '';
    const attempt = async (username: string, password: string, cookie = '') =>
      (await stage.fetch('/-/accounts/session', json({ username, password }, { headers: { cookie } }))).status;
    for (let index = 0; index < 6; index++) await attempt('root', 'wrong');
    expect(await attempt('root', ADMIN_PASSWORD)).toBe(429);
    expect(await attempt('root', ADMIN_PASSWORD, device)).toBe(200);
    expect(
      await attempt(
        'root',
        ADMIN_PASSWORD,
        device.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
      ),
    ).toBe(429);
    for (let index = 0; index < 5; index++) expect(await attempt('root', 'wrong', device)).toBe(401);
    expect(await attempt('root', ADMIN_PASSWORD, device)).toBe(429);
    // It is known for its own person alone.
    for (let index = 0; index < 5; index++) expect(await attempt('someone', 'wrong', device)).toBe(401);
    expect(await attempt('someone', 'wrong', device)).toBe(429);
  });

  test('are counted at introspection too', async () => {
    await using stage = await startAccounts();
    const forge = stage.as(await stage.accounts.issueServiceToken('mosaic-forge'));
    for (let index = 0; index < 10; index++)
      expect(await forge.call(introspect, { body: { username: 'root', password: 'wrong' } })).toEqual({ active: false });
    await expect(forge.call(introspect, { body: { username: 'root', password: ADMIN_PASSWORD } })).rejects.toMatchObject({ status: 429 });
  });
});

describe('the first administrator', () => {
  test('gets a generated password in a file for the owner only, which goes when the password changes', async () => {
    await using stage = await startAccounts({ adminPassword: null });
    const file = join(stage.home, 'admin-password');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const password = readFileSync(file, 'utf8').trim();
    const cookie = await stage.signIn('root', password);
    await stage.restart({ adminPassword: null });
    expect(readFileSync(file, 'utf8').trim()).toBe(password);
    const change = (body: object) =>
      stage.fetch('/-/accounts/principals/root', json(body, { method: 'PATCH', headers: { cookie, origin: PUBLIC_URL } }));
    expect((await change({ password: 'another long one' })).status).toBe(403);
    expect(existsSync(file)).toBe(true);
    expect((await change({ password: 'another long one', currentPassword: password })).status).toBe(200);
    expect(existsSync(file)).toBe(false);
    await stage.signIn('root', 'another long one');
  });

  test('after a crash between the file and the row, the next start takes the password of the file', async () => {
    await using stage = await startAccounts({ adminPassword: null });
    const file = join(stage.home, 'admin-password');
    await stage.accounts[Symbol.asyncDispose]();
    await stage.store.rows("DELETE FROM principals WHERE login = 'root'");
    writeFileSync(file, 'left by the killed one\n', { mode: 0o600 });
    await stage.restart();
    await stage.signIn('root', 'left by the killed one');
  });

  test('a file whose password no longer fits, left by a crash, goes at the next start', async () => {
    await using stage = await startAccounts();
    const file = join(stage.home, 'admin-password');
    writeFileSync(file, 'an old one\n', { mode: 0o600 });
    await stage.restart();
    expect(existsSync(file)).toBe(false);
    await stage.signIn();
  });

  test('a file of the first password that cannot be read keeps nobody out', async () => {
    await using stage = await startAccounts();
    mkdirSync(join(stage.home, 'admin-password'));
    await stage.restart();
    await stage.signIn();
  });

  test('cannot be disabled while no other administrator is left', async () => {
    await using stage = await startAccounts();
    const cookie = await stage.signIn();
    const response = await stage.fetch(
      '/-/accounts/principals/root',
      json({ role: 'viewer' }, { method: 'PATCH', headers: { cookie, origin: PUBLIC_URL } }),
    );
    expect(response.status).toBe(412);
  });
});

describe('one-time links', () => {
  test('work once, however many open them at the same moment', async () => {
    await using stage = await startAccounts();
    const { url } = await stage.accounts.createLink('root');
    expect(url.startsWith(`${PUBLIC_URL}/-/enter?link=`)).toBe(true);
    const path = url.slice(PUBLIC_URL.length);
    expect((await stage.fetch(path, { method: 'HEAD' })).status).toBe(404);
    const answers = await Promise.all(Array.from({ length: 10 }, () => stage.fetch(path, { method: 'POST' })));
    const [entered, ...others] = answers.toSorted((left, right) => left.status - right.status);
    expect(entered?.status).toBe(303);
    expect(entered?.headers.get('location')).toBe(`${PUBLIC_URL}/`);
    expect(others.map(({ status }) => status)).toEqual(Array(9).fill(404));
    const who = await stage.fetch('/-/accounts/session', { headers: { cookie: cookieOf(entered as Response) } });
    expect(await who.json()).toMatchObject({ principal: { login: 'root' } });
  });

  test('are over after 15 minutes', async () => {
    await using stage = await startAccounts();
    const { url } = await stage.accounts.createLink('root');
    stage.advance(15 * 60_000 + 1);
    expect((await stage.fetch(url.slice(PUBLIC_URL.length))).status).toBe(404);
    expect((await stage.enter(url)).status).toBe(404);
  });

  test('are used up, as the codes of sites are, though the person is disabled', async () => {
    await using stage = await startAccounts();
    const root = stage.as((await stage.signIn()).split('=')[1] ?? '');
    await root.call(createPrincipal, { body: { login: 'ada', password: 'a long enough one' } });
    const core = stage.as(await stage.accounts.issueServiceToken('mosaic-core'));
    const { url } = await stage.accounts.createLink('ada');
    const cookie = await stage.signIn('ada', 'a long enough one');
    const site = encodeURIComponent('http://hello.localhost:8080/');
    const handed = await stage.fetch(`/-/sites/authorize?return=${site}`, { headers: { cookie } });
    const code = new URL(handed.headers.get('location') ?? '').searchParams.get('code') ?? '';
    // In the rows: the operation takes away what is there already, and only what is made at the same moment is left.
    for (const disabled of [1, 0]) {
      await stage.store.rows(`UPDATE principals SET disabled = ${disabled} WHERE login = 'ada'`);
      expect((await stage.enter(url)).status).toBe(404);
      expect(await core.callOrNull(redeemSiteCode, { body: { code } })).toBeNull();
    }
  });

  const VISIT = { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
  test.each<[string, Record<string, string>]>([
    ['a preview of a chat, or a scanner of mails', {}],
    ['an image', { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
    ['a frame', { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }],
    ['a prefetch', { ...VISIT, 'sec-purpose': 'prefetch;prerender' }],
    ['a page of another site', { ...VISIT, 'sec-fetch-site': 'cross-site' }],
  ])('are not used up by %s, which sees a button', async (_who, headers) => {
    await using stage = await startAccounts();
    const { url } = await stage.accounts.createLink('root');
    const path = url.slice(PUBLIC_URL.length);
    const shown = await open(stage.url + path, headers);
    expect([shown.status, shown.cookies]).toEqual([200, []]);
    expect(shown.text).toContain('<button>Sign in as root</button>');
    const action = /action="([^"]+)"/
      .exec(shown.text)?.[1]
      ?.replaceAll(/&#(\d+);/g, (_all, code: string) => String.fromCharCode(Number(code)));
    expect(action).toBe(path);
    const foreign = await stage.fetch(path, { method: 'POST', headers: { origin: 'https://evil.test' } });
    expect(foreign.status).toBe(403);
    expect((await open(stage.url + path, VISIT)).status).toBe(303);
    expect((await open(stage.url + path, VISIT)).status).toBe(404);
  });

  test('for a password let the person choose one without the old', async () => {
    await using stage = await startAccounts();
    const { url } = await stage.accounts.createLink('root', 'password');
    const entered = await stage.enter(url);
    const cookie = cookieOf(entered);
    const response = await stage.fetch(
      '/-/accounts/principals/root',
      json({ password: 'a wholly new password' }, { method: 'PATCH', headers: { cookie, origin: PUBLIC_URL } }),
    );
    expect(response.status).toBe(200);
    await stage.signIn('root', 'a wholly new password');
  });
});

describe('the hand-off to a private site', () => {
  test('gives the site a code that works once and says for which host', async () => {
    await using stage = await startAccounts();
    const cookie = await stage.signIn();
    const core = stage.as(await stage.accounts.issueServiceToken('mosaic-core'));
    const site = 'http://hello.localhost:8080';
    const response = await stage.fetch(`/-/sites/authorize?return=${encodeURIComponent(`${site}/docs/?a=1`)}`, { headers: { cookie } });
    const location = new URL(response.headers.get('location') ?? '');
    expect([location.origin, location.pathname, location.searchParams.get('next')]).toEqual([site, '/.mosaic/enter', '/docs/?a=1']);
    const code = location.searchParams.get('code') ?? '';
    const visit = await core.callOrNull(redeemSiteCode, { body: { code } });
    expect(visit).toEqual({ login: 'root', host: 'hello.localhost:8080', credentialId: expect.stringMatching(/./) });
    expect(await core.callOrNull(redeemSiteCode, { body: { code } })).toBeNull();
    expect((await stage.enter(`${PUBLIC_URL}/-/enter?link=${code}`)).status).toBe(404);
    const holder = () => core.callOrNull(getCredential, { id: visit?.credentialId ?? '' });
    expect(await holder()).toEqual({ login: 'root' });
    await stage.fetch('/-/accounts/session', { method: 'DELETE', headers: { cookie, origin: PUBLIC_URL } });
    expect(await holder()).toBeNull();
  });

  test.each([
    'https://hello.localhost:8080/',
    'http://hello.localhost:9090/',
    'http://evil.test/',
    'http://a.b.localhost:8080/',
    'http://localhost:8080/',
    'javascript:alert(1)',
  ])('refuses to hand on to %s', async (address) => {
    await using stage = await startAccounts();
    const cookie = await stage.signIn();
    const response = await stage.fetch(`/-/sites/authorize?return=${encodeURIComponent(address)}`, { headers: { cookie } });
    expect(response.status).toBe(422);
  });

  test('sends who is not signed in to the sign-in page and back', async () => {
    await using stage = await startAccounts();
    const path = `/-/sites/authorize?return=${encodeURIComponent('http://hello.localhost:8080/')}`;
    const response = await stage.fetch(path);
    expect(response.headers.get('location')).toBe(`/-/sign-in?next=${encodeURIComponent(path)}`);
  });
});
