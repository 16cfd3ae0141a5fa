import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { beforeAll, afterAll, expect, test, vi } from 'vitest';

import { startCore, type CoreHarness } from './harness.ts';
import { siteTar } from './tar-of.ts';

let core: CoreHarness;
beforeAll(async () => {
  core = await startCore((fake) => {
    fake.keepSite(
      1,
      siteTar('hello', [
        { path: 'docs/index.html', text: 'docs' },
        { path: 'empty/', type: 'Directory', mode: 0o755 },
        { path: '404.html', text: 'our own 404' },
        { path: '.env', text: 'SECRET=1' },
        { path: 'sealed.txt', text: 'mode 000', mode: 0 },
        { path: 'a b ü.txt', text: 'odd name' },
        ...['metrics', 'healthz', 'readyz', '-/enter'].map((path) => ({ path, text: `the site's /${path}` })),
      ]),
    );
    fake.keepSite(2, siteTar('plain'));
  });
  const wanted = {
    project: 'hello',
    repository: 'ada/hello',
    target: 'site',
    artifact: 'site',
    sha: '1'.repeat(40),
    branch: 'main',
    traceId: '',
  };
  core.fake.mcp.state.requestDeployment({ ...wanted, environment: 'production', pipelineNumber: 1 });
  core.fake.mcp.state.requestDeployment({ ...wanted, environment: 'preview', pipelineNumber: 2 });
  await vi.waitFor(() => expect([...core.fake.deployments.values()].every(({ state }) => state === 'live')).toBe(true), { timeout: 8_000 });
});
afterAll(() => core[Symbol.asyncDispose]());

test('files with their types, validators and no listing', async () => {
  const page = await core.get('/');
  expect(page).toMatchObject({
    status: 200,
    text: '<h1>hello</h1>',
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' },
  });
  expect(page.headers['last-modified']).toBeDefined();
  expect((await core.get('/assets/app.js?v=1')).headers['content-type']).toContain('javascript');
  expect((await core.get('/', { headers: { 'if-none-match': page.headers.etag ?? '' } })).status).toBe(304);
  expect(await core.get('/assets/app.js', { headers: { range: 'bytes=0-6' } })).toMatchObject({ status: 206, text: 'console' });
  expect(await core.get('/assets/app.js', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
  expect((await core.get('/sealed.txt')).text).toBe('mode 000');
  expect((await core.get('/a%20b%20%C3%BC.txt')).text).toBe('odd name');
  expect((await core.get('/assets/app.js', { headers: { range: 'bytes=9000-' } })).status).toBe(416);
  expect(await core.get('/', { method: 'POST' })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
});

test('a folder is its index; without the slash the reader is sent there', async () => {
  expect(await core.get('/docs?x=1')).toMatchObject({ status: 308, headers: { location: '/docs/?x=1' } });
  expect((await core.get('/docs/')).text).toBe('docs');
  expect((await core.get('/empty/')).status).toBe(404);
  expect((await core.get('/index.html/')).status).toBe(404);
});

test('an address that cannot be read gets a page in words', async () => {
  const answer = await core.get('/a%zz');
  expect([answer.status, answer.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8']);
  expect(answer.text).toContain('This address is malformed');
  expect(answer.text).not.toContain('FST_');
});

test("what is missing shows the site's own page, or ours", async () => {
  expect(await core.get('/nothing')).toMatchObject({ status: 404, text: 'our own 404' });
  const ours = await core.get('/nothing', { host: 'preview--hello.localhost:8080' });
  expect(ours.status).toBe(404);
  expect(ours.text).toContain('Not on this site');
});

test.each([
  '/../../../../key',
  '/..%2f..%2f..%2fkey',
  '/%2e%2e/%2e%2e/key',
  '/assets/..%5c..%5ckey',
  '/.env',
  '/%2eenv',
  '/assets/%00',
  '/%E0%A4%A',
  '/assets/../.env',
  '//etc/passwd',
  '/docs%2findex.html',
])('%s leads nowhere', async (path) => {
  const answer = await core.get(path);
  expect([400, 404]).toContain(answer.status);
  expect(answer.text).not.toContain('SECRET');
});

test('a link that got into a release is not followed out of it', async () => {
  const release = join(core.folder, 'sites/hello/preview/releases/2');
  mkdirSync(join(core.folder, 'outside'), { recursive: true });
  writeFileSync(join(core.folder, 'outside/secret.txt'), 'outside');
  symlinkSync(join(core.folder, 'outside'), join(release, 'out'));
  expect((await core.get('/out/secret.txt', { host: 'preview--hello.localhost:8080' })).status).toBe(404);
});

test('unknown names get a page in words; the probes stay on the plain address, and hide nothing of a site', async () => {
  const answer = await core.get('/', { host: 'nobody.localhost:8080' });
  expect(answer).toMatchObject({ status: 404, headers: { 'content-type': 'text/html; charset=utf-8' } });
  expect(answer.text).toContain('Nothing is live here');
  for (const path of ['/metrics', '/healthz', '/readyz', '/-/enter']) expect((await core.get(path)).text).toBe(`the site's ${path}`);
  expect((await core.get('/metrics', { host: '127.0.0.1' })).status).toBe(401);
  expect((await core.get('/readyz', { host: '127.0.0.1' })).status).toBe(200);
  expect((await core.get('/', { host: 'evil.example' })).status).toBeGreaterThanOrEqual(400);
});

test("a private repository's site: sign-in, the cookie of one host, tokens, and rights that end", async () => {
  const { fake } = core;
  await using hidden = await startCore((platform) => {
    platform.repository.private = true;
    platform.keepSite(1, siteTar('secret plans'));
  });
  hidden.fake.mcp.state.requestDeployment({
    project: 'hello',
    environment: 'production',
    repository: 'ada/hello',
    target: 'site',
    artifact: 'site',
    sha: '1'.repeat(40),
    branch: 'main',
    traceId: '',
    pipelineNumber: 1,
  });
  await vi.waitFor(() => expect(hidden.fake.deployments.get(1)?.state).toBe('live'), { timeout: 8_000 });
  expect(fake.repository.private).toBe(false);

  const html = { accept: 'text/html' };
  const refused = await hidden.get('/page?x=1', { headers: html });
  expect(refused).toMatchObject({
    status: 302,
    headers: { location: 'http://localhost:8080/-/sites/authorize?return=http%3A%2F%2Fhello.localhost%3A8080%2Fpage%3Fx%3D1' },
  });
  expect((await hidden.get('/')).status).toBe(401);

  const ada = { login: 'ada', credentialId: 'session-1' };
  hidden.fake.accounts.siteCodes.set('one', { ...ada, host: 'hello.localhost:8080' }).set('two', { ...ada, host: 'other.localhost:8080' });
  expect((await hidden.get('/.mosaic/enter?code=two&next=%2F')).status).toBe(403);
  const entered = await hidden.get('/.mosaic/enter?code=one&next=%2Fassets%2Fapp.js');
  expect(entered).toMatchObject({ status: 302, headers: { location: '/assets/app.js' } });
  expect((await hidden.get('/.mosaic/enter?code=one&next=%2F')).status).toBe(403);
  const [setCookie = ''] = entered.headers['set-cookie'] ?? [];
  expect(setCookie).toMatch(/; HttpOnly; SameSite=Lax$/);
  expect(setCookie).not.toContain('Domain');
  const cookie = setCookie.split(';')[0] ?? '';
  expect(await hidden.get('/', { headers: { cookie } })).toMatchObject({
    status: 200,
    text: '<h1>secret plans</h1>',
    headers: { 'cache-control': 'private, no-cache' },
  });

  const bearer = (login: string) => hidden.get('/', { headers: { authorization: `Bearer token-of-${login}` } });
  expect((await bearer('ada')).status).toBe(200);
  expect((await bearer('bob')).status).toBe(404);
  expect((await bearer('carol')).status).toBe(401);
  // Who signs out is out of the private sites too, and in again with the next session.
  hidden.fake.accounts.credentials.delete('session-1');
  await vi.waitFor(async () => expect((await hidden.get('/', { headers: { cookie } })).status).toBe(401), {
    timeout: 8_000,
    interval: 250,
  });
  hidden.fake.accounts.credentials.set('session-1', 'ada');
  await vi.waitFor(async () => expect((await hidden.get('/', { headers: { cookie } })).status).toBe(200), {
    timeout: 8_000,
    interval: 250,
  });
  hidden.fake.repository.members['ada'] = 'none';
  await vi.waitFor(async () => expect((await hidden.get('/', { headers: { cookie } })).status).toBe(404), {
    timeout: 8_000,
    interval: 250,
  });
});

test('coming back from sign-in never leads to another host', async () => {
  for (const next of ['https://evil.example/', '//evil.example/x', '/\\evil.example', 'javascript:alert(1)']) {
    core.fake.accounts.siteCodes.set('back', { login: 'ada', credentialId: 'session-1', host: 'hello.localhost:8080' });
    const { headers } = await core.get(`/.mosaic/enter?code=back&next=${encodeURIComponent(next)}`);
    expect(headers.location).toMatch(/^\/(?![/\\])/);
  }
});
