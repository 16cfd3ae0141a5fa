import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { getRepoPipelines, getReposLookup } from '@mosaic/contracts/woodpecker';
import { issueListIssues, repoGetBranch, repoGetCombinedStatusByRef, repoListHooks, userCurrentListRepos } from '@mosaic/contracts/gitea';
import {
  callTool,
  ciPipelineGet,
  createPrincipal,
  createToken,
  deploymentList,
  listTokens,
  NEIGHBOURS,
  taskCreate,
  taskList,
  tonyProjectList,
} from '@mosaic/contracts/mosaic';
import type { Send, WireRequest } from '@mosaic/contracts/wire';

import { logOf, openWorkingCopy, pipelineOf, TestStack, toldOf, type TestPerson, type WorkingCopy } from './src/index.ts';
import { signIn, type Browser } from './src/privacy/browser.ts';

const PASSWORD = 'a long enough password';
const MIB = 1024 * 1024;

let stack: TestStack;
let ada: TestPerson;
let bob: TestPerson;
let copy: WorkingCopy;
/** The commit whose page is live, and stays live whatever follows. */
let live: string;
const site = () => `shop.localhost:${stack.ports.edge}`;

beforeAll(async () => {
  stack = await TestStack.create({ environment: { MOSAIC_MAX_PUSH_MIB: '1' } });
  await stack.accounts().call(createPrincipal, { body: { login: 'ada', name: 'Ada', password: PASSWORD } });
  ada = await stack.person('ada');
  bob = await stack.person('bob');
  copy = await openWorkingCopy(stack, ada, 'ada/shop');
  live = await copy.commit({ ...project('shop'), ...pipeline(UPLOAD) });
  await copy.push();
  expect((await toldOf(ada, live)).entry.outcome).toBe('ok');
}, 60_000);
afterAll(async () => {
  await copy?.[Symbol.asyncDispose]();
  await stack?.[Symbol.asyncDispose]();
});

const UPLOAD = ['mkdir -p dist', 'echo "page of $CI_COMMIT_SHA" > dist/index.html', 'mosaic artifact upload dist --name site'];

function pipeline(commands: readonly string[]): Record<string, string> {
  const lines = commands.map((command) => `      - ${JSON.stringify(command)}\n`).join('');
  return {
    '.woodpecker.yaml': `labels: { backend: local }\nsteps:\n  - name: build\n    image: sh\n    commands:\n${lines}`,
  };
}

function project(name: string): Record<string, string> {
  const deploy = 'deploy: [{ name: production, when: { branch: main, event: push }, target: site, artifact: site }]\n';
  return { '.mosaic.yaml': `project: ${name}\n${deploy}` };
}

async function push(files: Record<string, string>): Promise<string> {
  const sha = await copy.commit(files);
  await copy.push();
  return sha;
}

/** The site shows what it showed, and nothing else was ever put live. */
async function expectSiteUntouched(): Promise<void> {
  const page = await text(ada.door('edge'), { method: 'GET', path: '/', headers: { host: site() } });
  expect(page).toEqual({ status: 200, body: `page of ${live}\n` });
  const { deployments } = await callTool(ada.mcp, deploymentList, { project: 'shop', limit: 200 });
  expect(deployments.filter(({ state }) => state === 'live' || state === 'superseded').map(({ sha }) => sha)).toEqual([live]);
}

async function text(send: Send, request: WireRequest): Promise<{ status: number; body: string }> {
  const response = await send(request);
  return { status: response.status, body: await response.text() };
}

describe('a pipeline that cannot be', () => {
  test('broken YAML: the file, the line and what to do', async () => {
    const sha = await push({ '.woodpecker.yaml': 'steps:\n  - name: build\n    image: sh\n   commands: [true]\n' });
    const found = await pipelineOf(ada, 'ada/shop', sha);
    expect(found.status).toBe('error');
    expect(found.errors).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('(line 4, column 1)'),
        data: expect.objectContaining({ file: '.woodpecker.yaml', line: 4 }),
      }),
    ]);
    const { pipeline: told } = await callTool(ada.mcp, ciPipelineGet, { repository: 'ada/shop', number: found.number });
    expect(told.errors.join('\n')).toMatch(/^\.woodpecker\.yaml: .*line 4.*Close the quote or bracket/);
    expect((await toldOf(ada, sha)).entry).toMatchObject({ outcome: 'fail', title: expect.stringContaining('.woodpecker.yaml: ') });
    expect((await ada.forge.callOrNull(repoGetCombinedStatusByRef, { owner: 'ada', repo: 'shop', ref: sha }))?.state).toMatch(
      /error|failure/,
    );
    await expectSiteUntouched();
  });

  test('a secret that is not there: its name and where to add it', async () => {
    const yaml = 'labels: { backend: local }\nsteps:\n  - name: build\n    image: sh\n    commands: [echo ran]\n';
    const sha = await push({ '.woodpecker.yaml': `${yaml}    environment: { KEY: { from_secret: absent_key } }\n` });
    const found = await pipelineOf(ada, 'ada/shop', sha);
    expect(found.status).toBe('error');
    expect(found.errors.map(({ message }) => message).join('\n')).toContain('absent_key');
    expect(await logOf(ada, found)).not.toContain('ran');
    await expectSiteUntouched();
  });
});

describe('an artifact that cannot be deployed', () => {
  test('nothing was built where the step says: the step fails with words', async () => {
    const sha = await push(pipeline(['mosaic artifact upload nowhere --name site']));
    const found = await pipelineOf(ada, 'ada/shop', sha);
    expect(found.status).toBe('failure');
    expect(await logOf(ada, found)).toContain('nowhere does not exist; build it before this command');
    expect((await toldOf(ada, sha)).entry.outcome).toBe('fail');
    await expectSiteUntouched();
  });

  test('no step handed it over: the person is told which is missing', async () => {
    const sha = await push(pipeline(['echo done']));
    const { entry, journey } = await toldOf(ada, sha);
    expect(entry.outcome).toBe('fail');
    expect(JSON.stringify([entry, journey])).toMatch(/artifact[^"]*site|site[^"]*artifact/);
    await expectSiteUntouched();
  });

  test.each([
    ['a symbolic link', ['mkdir d', 'echo x > d/index.html', 'ln -s /etc/passwd d/passwd', 'mosaic artifact upload d --name site']],
    ['a link to a folder', ['mkdir d', 'ln -s /etc d/etc', 'mosaic artifact upload d --name site']],
    ['a path that leads out', ['mosaic artifact upload d --name ../site']],
    [
      'a hard link',
      ['mkdir "$MOSAIC_HANDOVER/site"', 'echo x > "$MOSAIC_HANDOVER/site/a"', 'ln "$MOSAIC_HANDOVER/site/a" "$MOSAIC_HANDOVER/site/b"'],
    ],
    ['the folder itself a link', ['ln -s /etc "$MOSAIC_HANDOVER/site"']],
  ])('%s: refused', async (_name, commands) => {
    const sha = await push(pipeline(commands));
    const found = await pipelineOf(ada, 'ada/shop', sha);
    expect(found.status).toBe('failure');
    expect(`${await logOf(ada, found)}${JSON.stringify(found)}`).toMatch(/link|usage|no artifact/);
    const artifacts = await text(ada.door('ci'), {
      method: 'GET',
      path: `/-/repositories/ada/shop/pipelines/${found.number}/artifacts/site`,
    });
    expect(artifacts.status).toBe(404);
    expect((await toldOf(ada, sha)).entry.outcome).toBe('fail');
    await expectSiteUntouched();
  });
});

describe('what is too large', () => {
  test('a push: git says the limit, and no ref moves', async () => {
    const head = (await ada.forge.callOrNull(repoGetBranch, { owner: 'ada', repo: 'shop', branch: 'main' }))?.commit.id;
    await writeFile(join(copy.folder, 'large.bin'), randomBytes(3 * MIB));
    await copy.commit({});
    await expect(copy.push()).rejects.toThrow(/1 MiB|1048576|maximum allowed size|too large/i);
    await copy.git('reset', '--quiet', '--hard', 'HEAD~1');
    expect((await ada.forge.callOrNull(repoGetBranch, { owner: 'ada', repo: 'shop', branch: 'main' }))?.commit.id).toBe(head);
    await expectSiteUntouched();
  });

  test('a body, at every door', async () => {
    const content = Buffer.alloc(30 * MIB, 'a').toString('base64');
    const bodies: [Send, WireRequest][] = [
      [ada.door('forge'), { method: 'POST', path: '/api/v1/repos/ada/shop/contents/large.txt', body: { content, message: 'x' } }],
      [ada.door('edge'), { method: 'POST', path: '/api/v1/repos/ada/shop/issues', body: { title: 'x', body: content } }],
      [ada.door('ci'), { method: 'POST', path: '/api/repos/1/secrets', body: { name: 'x', value: content } }],
      [ada.door('accounts'), { method: 'POST', path: '/-/accounts/tokens', body: { name: content, doors: ['forge'], grants: [] } }],
      [ada.door('mcp'), { method: 'POST', path: '/mcp', headers: { accept: 'application/json, text/event-stream' }, body: { content } }],
    ];
    for (const [send, request] of bodies) {
      const answer = await text(send, request);
      expect(answer.status, `${request.path}: ${answer.body.slice(0, 200)}`).toBe(413);
    }
    expect(await ada.forge.fileText({ owner: 'ada', repo: 'shop', filepath: 'large.txt' })).toBeNull();
    expect(await ada.forge.call(issueListIssues, { owner: 'ada', repo: 'shop', query: { state: 'all' } })).toEqual([]);
  });
});

test('a webhook with a wrong token, or none, or a wrong signature, makes no pipeline', async () => {
  const repo = await ada.ci.callOrNull(getReposLookup, { repo_full_name: 'ada/shop' });
  const count = async () => (await ada.ci.call(getRepoPipelines, { repo_id: repo?.id ?? 0, query: { perPage: 50 } })).length;
  const before = await count();
  const { items: hooks } = await ada.forge.callPage(repoListHooks, { owner: 'ada', repo: 'shop' });
  const good = new URL(hooks[0]?.config.url ?? '');
  const body = JSON.stringify({ ref: 'refs/heads/main', repository: { id: Number(repo?.forge_remote_id), full_name: 'ada/shop' } });
  const forged = `${good.searchParams.get('access_token')?.split('.').slice(0, 2).join('.')}.${'A'.repeat(43)}`;
  for (const query of ['', '?access_token=', '?access_token=wrong', `?access_token=${forged}`, good.search]) {
    const headers = {
      'content-type': 'application/json',
      'x-gitea-event': 'push',
      'x-gitea-delivery': 'forged',
      'x-gitea-signature': '0'.repeat(64),
    };
    const answer = await text(stack.send('ci', null), { method: 'POST', path: `/api/hook${query}`, headers, body });
    expect([400, 401, 403], query).toContain(answer.status);
    expect(answer.body).toMatch(/token|signature/i);
  }
  expect(await count()).toBe(before);
});

describe('names and paths that lead elsewhere', () => {
  test.each(['..', '.', '../evil', 'a/b', 'a\\b', '.git', 'x.git', '-x', 'a b', 'ä', '', 'x'.repeat(300), 'a\u0000b', '%2e%2e'])(
    'no repository is called %j',
    async (name) => {
      const before = (await ada.forge.callPage(userCurrentListRepos, {})).items.length;
      const { status } = await text(ada.door('forge'), { method: 'POST', path: '/api/v1/user/repos', body: { name } });
      expect([400, 409, 422]).toContain(status);
      expect((await ada.forge.callPage(userCurrentListRepos, {})).items).toHaveLength(before);
    },
  );

  test.each(['ada/..%2f..%2fevil', 'ada/%2e%2e', '..%2f/evil', 'ada/.git', 'ada/evil%00', 'ada/-evil', 'ada/a%5cb'])(
    'git pushes nothing to %s',
    async (path) => {
      const before = (await ada.forge.callPage(userCurrentListRepos, {})).items.length;
      for (const base of [stack.edgeUrl, `http://127.0.0.1:${stack.ports.forge}`]) {
        const git = copy.git;
        await expect(git('-c', 'http.extraHeader=', 'push', `${base}/${path}.git`, 'HEAD:refs/heads/main')).rejects.toThrow();
        const ask = { method: 'GET', path: `/${path}.git/info/refs?service=git-receive-pack` } as const;
        expect([400, 404, 422]).toContain((await text(stack.send(base === stack.edgeUrl ? 'edge' : 'forge', ada.token), ask)).status);
      }
      expect((await ada.forge.callPage(userCurrentListRepos, {})).items).toHaveLength(before);
    },
  );

  test.each([
    '..%2f..%2fkey',
    '%2e%2e/%2e%2e/key',
    '../../key',
    '.git%2fconfig',
    '.git/config',
    '.GIT/config',
    '%2fetc%2fpasswd',
    'a%00b',
    'a/./b',
    '..',
  ])('no file is written or read at %s', async (path) => {
    const head = (await ada.forge.callOrNull(repoGetBranch, { owner: 'ada', repo: 'shop', branch: 'main' }))?.commit.id;
    const base = '/api/v1/repos/ada/shop';
    const body = { content: Buffer.from('x').toString('base64'), message: 'x', branch: 'main' };
    const written = await text(ada.door('forge'), { method: 'POST', path: `${base}/contents/${path}`, body });
    expect([400, 404, 405, 422], written.body).toContain(written.status);
    for (const what of ['raw', 'contents'])
      expect([400, 404, 422]).toContain((await text(ada.door('forge'), { method: 'GET', path: `${base}/${what}/${path}` })).status);
    expect((await ada.forge.callOrNull(repoGetBranch, { owner: 'ada', repo: 'shop', branch: 'main' }))?.commit.id).toBe(head);
  });

  test.each([
    '/..%2f..%2f..%2fkey',
    '/%2e%2e/%2e%2e/key',
    '/../../key',
    '//etc/passwd',
    '/.git/config',
    '/%2fetc%2fpasswd',
    '/a%00b',
    '/..%5c..%5ckey',
    '/%',
  ])('the site shows nothing at %s', async (path) => {
    for (const door of ['edge', 'sites'] as const) {
      const answer = await text(stack.send(door, ada.token), { method: 'GET', path, headers: { host: site() } });
      expect([400, 404], `${door} ${answer.body.slice(0, 100)}`).toContain(answer.status);
    }
  });

  test.each(['..%2f..%2f..%2fkey', '%2e%2e', '..', 'site%2f..%2f..', 'si%00te'])('no artifact is called %s', async (name) => {
    const answer = await text(ada.door('ci'), { method: 'GET', path: `/-/repositories/ada/shop/pipelines/1/artifacts/${name}` });
    expect([400, 404, 422]).toContain(answer.status);
  });
});

test('a token without the grant: 403 with its name, and nothing changes', async () => {
  const { token } = await stack.accounts().call(createToken, {
    body: {
      login: 'ada',
      name: 'reader',
      doors: [...NEIGHBOURS],
      grants: ['forge:repository:read', 'ci:pipeline:read', 'mcp:project:read'],
    },
  });
  const body = { name: 'made', title: 'made', value: 'made' };
  const refused: [Send, WireRequest, string][] = [
    [stack.send('forge', token), { method: 'POST', path: '/api/v1/user/repos', body }, 'forge:repository:write'],
    [stack.send('edge', token), { method: 'POST', path: '/api/v1/repos/ada/shop/issues', body }, 'forge:issue:write'],
    [stack.send('ci', token), { method: 'POST', path: '/api/repos/1/secrets', body }, 'ci:secret'],
    [stack.send('accounts', token), { method: 'GET', path: '/-/accounts/principals' }, 'accounts:principal:read'],
  ];
  for (const [send, request, grant] of refused) {
    const answer = await text(send, request);
    expect(answer.status, request.path).toBe(403);
    expect(answer.body, request.path).toContain(grant);
  }
  const ask = { requestId: 'none', project: 'shop', repository: 'ada/shop', title: 'made', role: 'writer' };
  await expect(callTool(stack.send('mcp', token), taskCreate, ask)).rejects.toThrow(/mcp:task:write/);
  expect((await callTool(ada.mcp, taskList, { role: 'writer' })).tasks).toEqual([]);
  expect(await ada.forge.getRepository('ada', 'made')).toBeNull();
  const git = stack.send('forge', token);
  expect((await text(git, { method: 'GET', path: '/ada/shop.git/info/refs?service=git-receive-pack' })).status).toBe(403);
});

describe("another origin's write with the victim's cookie", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await signIn(stack, 'ada', PASSWORD);
  });
  const strangers = (): Record<string, Record<string, string>> => ({
    'another site': { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
    'a site of ours': { origin: `http://${site()}`, 'sec-fetch-site': 'same-site' },
    'another port': { origin: 'http://localhost:1', 'sec-fetch-site': 'same-site' },
    'no origin': {},
    'a nameless origin': { origin: 'null', 'sec-fetch-site': 'cross-site' },
    'the right origin but cross-site': { origin: stack.publicUrl, 'sec-fetch-site': 'cross-site' },
  });
  const writes = (): WireRequest[] => [
    { method: 'POST', path: '/-/forge/api/v1/user/repos', body: { name: 'made' } },
    { method: 'DELETE', path: '/-/forge/api/v1/repos/ada/shop' },
    { method: 'PATCH', path: '/-/forge/api/v1/repos/ada/shop', body: { private: false } },
    { method: 'DELETE', path: '/-/ci/api/repos/1' },
    { method: 'POST', path: '/-/mcp', body: { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} } },
    { method: 'POST', path: '/-/accounts/tokens', body: { name: 'made', doors: ['forge'], grants: ['forge:repository:read'] } },
    { method: 'PATCH', path: '/-/accounts/principals/ada', body: { name: 'made' } },
    { method: 'DELETE', path: '/-/accounts/session' },
  ];

  test.each(['another site', 'a site of ours', 'another port', 'no origin', 'a nameless origin', 'the right origin but cross-site'])(
    'from %s: refused',
    async (from) => {
      const tokens = (await stack.accounts().call(listTokens, { query: { login: 'ada' } })).length;
      for (const door of ['edge', 'accounts'] as const) {
        for (const write of writes()) {
          const headers = { cookie: browser.cookie, ...strangers()[from] };
          const json = await text(stack.send(door, null), { ...write, headers });
          expect([401, 403], `${write.path}: ${json.body.slice(0, 200)}`).toContain(json.status);
          if (write.method !== 'POST') continue;
          const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' };
          const posted = await text(stack.send(door, null), { method: 'POST', path: write.path, headers: form, body: 'name=made' });
          expect([401, 403, 415, 422, 400], `${write.path} as a form`).toContain(posted.status);
        }
      }
      expect(await ada.forge.getRepository('ada', 'made')).toBeNull();
      expect(await stack.accounts().call(listTokens, { query: { login: 'ada' } })).toHaveLength(tokens);
      expect((await text(browser.send, { method: 'GET', path: '/-/accounts/session' })).status).toBe(200);
    },
  );

  test('a form of a page of ours is no JSON either, and the services refuse the cookie themselves', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const posted = await text(browser.send, { method: 'POST', path: '/-/forge/api/v1/user/repos', headers: form, body: 'name=made' });
    expect(posted.status).toBeGreaterThanOrEqual(400);
    for (const [door, path] of [
      ['forge', '/api/v1/user'],
      ['ci', '/api/user'],
    ] as const)
      expect((await text(stack.send(door, null), { method: 'GET', path, headers: { cookie: browser.cookie } })).status).toBe(401);
    expect(await ada.forge.getRepository('ada', 'made')).toBeNull();
  });
});

test('a project name that another repository has: told so, and the first site stays', async () => {
  await using claim = await openWorkingCopy(stack, bob, 'bob/copycat');
  const sha = await claim.commit({ ...project('shop'), ...pipeline(UPLOAD) });
  await claim.push();
  const { entry, journey } = await toldOf(bob, sha);
  expect(entry.outcome).toBe('fail');
  expect(`${entry.title} ${entry.body} ${JSON.stringify(journey)}`).toMatch(/shop/);
  expect(`${entry.title} ${entry.body}`).toMatch(/taken|claimed|bound|belongs|another/i);
  // The first one is private, so that its name stays untold.
  expect(`${entry.title} ${entry.body} ${JSON.stringify(journey)}`).not.toContain('ada/shop');
  await expectSiteUntouched();
  const { projects } = await callTool(ada.mcp, tonyProjectList, {});
  expect(projects.filter(({ name }) => name === 'shop').map(({ repository }) => repository)).toEqual(['ada/shop']);
  await rm(claim.folder, { recursive: true, force: true });
});
