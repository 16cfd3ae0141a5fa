import { existsSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import type { Deployment } from '@mosaic/contracts/mosaic';
import { openDatabaseFile } from '@mosaic/testing/servers';

import { REPO } from './fake-neighbours.ts';
import { startCore, type CoreHarness } from './harness.ts';
import { siteTar } from './tar-of.ts';

const OLD = 'assets/app.3f9a01bc.js';
const NEW = 'assets/app.77c0de21.js';
const PREVIEW = { host: 'preview--hello.localhost:8080' };

async function deploy(core: CoreHarness, environment: string, pipelineNumber: number): Promise<void> {
  const { id } = core.fake.mcp.state.requestDeployment({
    project: 'hello',
    environment,
    repository: 'ada/hello',
    target: 'site',
    artifact: 'site',
    sha: '1'.repeat(40),
    branch: 'main',
    traceId: '',
    pipelineNumber,
  });
  await vi.waitFor(() => expect(core.fake.deployments.get(id)?.state).toBe('live'), { timeout: 8_000 });
}

let core: CoreHarness;
beforeAll(async () => {
  core = await startCore((fake) => {
    fake.keepSite(
      1,
      siteTar('first', [
        { path: OLD, text: 'old' },
        { path: 'assets/old.3f9a01bc.html', text: 'an old page' },
        { path: 'assets/gone.js', text: 'gone' },
        { path: '.hidden/app.3f9a01bc.js', text: 'SECRET' },
      ]),
    );
    fake.keepSite(
      2,
      siteTar('second', [
        { path: NEW, text: 'new' },
        { path: 'about.html', text: 'about' },
        { path: 'both.html', text: 'both, the page' },
        { path: 'both/index.html', text: 'both, the folder' },
        { path: 'notes/', type: 'Directory', mode: 0o755 },
        { path: 'notes.html', text: 'notes' },
        { path: '404.html', text: 'our own 404' },
        { path: '.well-known/security.txt', text: 'Contact: mailto:ada@example.test' },
        { path: '.well-known/.secret', text: 'SECRET' },
        { path: 'a/.well-known/x.txt', text: 'SECRET' },
        { path: '.git/config', text: 'SECRET' },
      ]),
    );
    fake.keepSite(
      3,
      siteTar('program', [
        { path: '200.html', text: 'the program' },
        { path: '404.html', text: 'our own 404' },
      ]),
    );
  });
  await deploy(core, 'production', 1);
  await deploy(core, 'production', 2);
  await deploy(core, 'preview', 3);
});
afterAll(() => core[Symbol.asyncDispose]());

test.each([
  ['/about', 200, 'about'],
  ['/about.html', 200, 'about'],
  ['/about?x=1', 200, 'about'],
  ['/about/', 404, 'our own 404'],
  ['/both', 200, 'both, the page'],
  ['/both/', 200, 'both, the folder'],
  ['/notes', 200, 'notes'],
  ['/notes/', 404, 'our own 404'],
  ['/index', 200, '<h1>second</h1>'],
])('%s without its extension is the page, as on GitHub Pages: %i', async (path, status, text) => {
  expect(await core.get(path)).toMatchObject({ status, text });
});

test('.well-known is served at the top alone; other dot names stay hidden', async () => {
  expect((await core.get('/.well-known/security.txt')).text).toBe('Contact: mailto:ada@example.test');
  for (const path of [
    '/.well-known/.secret',
    '/a/.well-known/x.txt',
    '/.git/config',
    '/.well-known/../.git/config',
    '/.hidden/app.3f9a01bc.js',
  ])
    expect((await core.get(path)).text).not.toContain('SECRET');
});

test('200.html answers for every page that is not there, and for nothing else', async () => {
  for (const path of ['/users/42', '/users/', '/deep/er?x=1'])
    expect(await core.get(path, PREVIEW)).toMatchObject({
      status: 200,
      text: 'the program',
      headers: { 'cache-control': 'no-cache', vary: 'accept' },
    });
  const browser = { ...PREVIEW, headers: { accept: 'text/html,application/xhtml+xml' } };
  expect(await core.get('/users/jane.doe', browser)).toMatchObject({ status: 200, text: 'the program' });
  expect((await core.get('/', PREVIEW)).text).toBe('<h1>program</h1>');
  for (const path of ['/assets/missing.js', '/.well-known/change-password', '/missing.png'])
    expect(await core.get(path, PREVIEW)).toMatchObject({ status: 404, text: 'our own 404' });
  expect((await core.get('/.env', PREVIEW)).status).toBe(404);
});

test('a hashed file of an earlier release is still there; pages and plain names are not', async () => {
  const lasting = { 'cache-control': 'public, max-age=31536000, immutable' };
  expect(await core.get(`/${NEW}`)).toMatchObject({ status: 200, text: 'new', headers: lasting });
  expect(await core.get(`/${OLD}`)).toMatchObject({ status: 200, text: 'old', headers: lasting });
  for (const path of ['/assets/old.3f9a01bc.html', '/assets/gone.js'])
    expect(await core.get(path)).toMatchObject({ status: 404, text: 'our own 404', headers: { 'cache-control': 'no-cache' } });
  // Another environment's releases are another site's.
  expect((await core.get(`/${OLD}`, PREVIEW)).status).toBe(404);
  expect((await core.get('/assets/app.js')).headers['cache-control']).toBe('no-cache');
});

test('a hashed file of an earlier release is gone a week after its end, or at once when it is dropped', async () => {
  await using lasting = await startCore((fake) => {
    for (const number of [1, 2, 3])
      fake.keepSite(number, siteTar(`n${number}`, [{ path: `assets/app.3f9a01b${number}.js`, text: `${number}` }]));
  });
  for (const number of [1, 2, 3]) await deploy(lasting, 'production', number);
  const status = async (number: number) => (await lasting.get(`/assets/app.3f9a01b${number}.js`)).status;
  expect([await status(1), await status(2), await status(3)]).toEqual([200, 200, 200]);
  const longAgo = new Date(Date.now() - 8 * 24 * 60 * 60 * 1000);
  const releases = join(lasting.folder, 'sites/hello/production/releases');
  await Promise.all([1, 3].map((number) => utimes(join(releases, String(number)), longAgo, longAgo)));
  expect([await status(1), await status(2), await status(3)]).toEqual([404, 200, 200]);
  const production = { project: 'hello', environment: 'production' };
  await expect(lasting.core.dropFiles(production, 3)).rejects.toMatchObject({ code: 'conflict' });
  expect([await lasting.core.dropFiles(production, 2), await lasting.core.dropFiles(production, 2)]).toEqual([true, false]);
  expect([await status(2), await status(3)]).toEqual([404, 200]);
  await expect(lasting.core.dropFiles({ project: '../..', environment: 'production' }, 2)).rejects.toMatchObject({ code: 'invalid_input' });
  // What was live for long lingers a week from its end on, not from its beginning.
  lasting.fake.keepSite(4, siteTar('n4'));
  await deploy(lasting, 'production', 4);
  expect(await status(3)).toBe(200);
}, 20_000);

test('a private site says "public" nowhere', async () => {
  await using hidden = await startCore((fake) => {
    fake.repository.private = true;
    fake.keepSite(
      1,
      siteTar('plans', [
        { path: OLD, text: 'old' },
        { path: '200.html', text: 'the program' },
      ]),
    );
    fake.keepSite(2, siteTar('plans', [{ path: NEW, text: 'new' }]));
  });
  await deploy(hidden, 'production', 1);
  const seen = async (path: string) =>
    (await hidden.get(path, { headers: { authorization: 'Bearer token-of-ada' } })).headers['cache-control'];
  expect(await seen(`/${OLD}`)).toBe('private, max-age=31536000, immutable');
  expect(await seen('/users/42')).toBe('private, no-cache');
  await deploy(hidden, 'production', 2);
  expect(await seen(`/${OLD}`)).toBe('private, max-age=31536000, immutable');
  expect((await hidden.get(`/${OLD}`)).status).toBe(401);
  expect(await seen('/users/42')).toBe('no-store');
});

test('a private repository that takes over a public name is never public, whenever the deployment stops', async () => {
  await using taken = await startCore((fake) => {
    fake.keepSite(1, siteTar('theirs'));
    fake.keepSite(2, siteTar('secret plans'));
  });
  await deploy(taken, 'production', 1);
  taken.fake.repository.id = REPO.repositoryId + 1;
  taken.fake.repository.private = true;
  // The row that says who may read cannot be written at first, as if the process ended between the switch and the row.
  const change = (sql: string) => {
    using database = openDatabaseFile(join(taken.folder, 'core.db'));
    database.exec(sql);
  };
  const { id: repositoryId } = taken.fake.repository;
  change(`create trigger sealed before insert on releases begin select raise(abort, 'as if killed'); end`);
  const { id } = taken.fake.mcp.state.requestDeployment({
    ...(taken.fake.deployments.get(1) as Deployment),
    id: 2,
    state: 'requested',
    pipelineNumber: 2,
  });
  await vi.waitFor(() => expect(existsSync(join(taken.folder, 'sites/hello/production/current/index.html'))).toBe(true), {
    timeout: 8_000,
  });
  await vi.waitFor(async () => expect((await taken.get('/')).status).toBe(401), { timeout: 8_000 });
  for (let look = 0; look < 20; look += 1) expect(await taken.get('/')).toMatchObject({ status: 401 });
  expect((await taken.get('/')).text).not.toContain('secret');
  {
    using database = openDatabaseFile(join(taken.folder, 'core.db'), { readOnly: true });
    expect(database.prepare('select repository_id from sites').all()).toEqual([{ repository_id: repositoryId }]);
  }
  await taken.stop();
  change('drop trigger sealed');
  await taken.start();
  await vi.waitFor(() => expect(taken.fake.deployments.get(id)?.state).toBe('live'), { timeout: 15_000 });
  expect(await taken.get('/', { headers: { authorization: 'Bearer token-of-ada' } })).toMatchObject({ text: '<h1>secret plans</h1>' });
}, 40_000);

test("a name that passes to another repository takes nothing of the former one's files along", async () => {
  await using moved = await startCore((fake) => {
    fake.keepSite(1, siteTar('theirs', [{ path: OLD, text: 'old' }]));
    fake.keepSite(2, siteTar('ours', [{ path: NEW, text: 'new' }]));
  });
  await deploy(moved, 'production', 1);
  moved.fake.repository.id = REPO.repositoryId + 1;
  await deploy(moved, 'production', 2);
  await vi.waitFor(async () => expect((await moved.get(`/${NEW}`)).text).toBe('new'), { timeout: 8_000, interval: 250 });
  expect((await moved.get(`/${OLD}`)).status).toBe(404);
  expect(existsSync(join(moved.folder, 'sites/hello/production/releases/1'))).toBe(false);
});
