import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { getRepoPipeline, getRepoPipelines, getRepoSecrets, getReposLookup } from '@mosaic/contracts/woodpecker';
import {
  issueListIssues,
  repoAddCollaborator,
  repoDeleteCollaborator,
  repoListBranches,
  repoListCollaborators,
  repoListHooks,
  repoListStatusesByRef,
  userGetCurrent,
} from '@mosaic/contracts/gitea';
import {
  AGENT_ROLE_NAMES,
  callTool,
  createPrincipal,
  createToken,
  deploymentList,
  inboxList,
  inboxMark,
  journeyGet,
  OPEN_DOORS,
  PERSON_ROLES,
  taskList,
  tonyMessageList,
  tonyProjectList,
  type ToolName,
  TOOLS,
} from '@mosaic/contracts/mosaic';
import type { Send, WireRequest } from '@mosaic/contracts/wire';

import { logOf, openWorkingCopy, pipelineOf, TestStack, until, type TestPerson, type WorkingCopy } from './src/index.ts';
import { ask, mask } from './src/privacy/answer.ts';
import { signIn, type Browser } from './src/privacy/browser.ts';
import { ciReads, ciWrites, forgeNative, forgeReads, forgeWrites, lists, type Names } from './src/privacy/places.ts';
import { askTool } from './src/privacy/tool-answer.ts';
import { LIST_CALLS, toolInputs } from './src/privacy/tool-inputs.ts';
import { absentNames, openVault, type Vault } from './src/privacy/vault.ts';

const PASSWORD = 'a long enough password';
/** How long a withdrawn right may still work: the caches hold an answer for 5 s. */
const RIGHTS_MS = 6_000;

let stack: TestStack;
let ada: TestPerson;
let bob: TestPerson;
let vic: TestPerson;
let browser: Browser;
let vault: Vault;
let absent: Names;
let own: WorkingCopy;
/** ada's tokens: one for another repository of hers, one without any grant that matters here. */
let limited: string;
let powerless: string;

/** A step's /tmp is its own, so a home elsewhere shows whether the home is hidden. */
const before = process.env['TMPDIR'];
beforeAll(async () => {
  process.env['TMPDIR'] = '/var/tmp';
  // Steps in the machine's own network may try every door: what holds there holds behind a network of their own.
  stack = await TestStack.create({ environment: { MOSAIC_STEP_NETWORK: 'shared' } });
  const accounts = stack.accounts();
  await accounts.call(createPrincipal, { body: { login: 'ada', name: 'Ada', email: 'ada@vault.example' } });
  await accounts.call(createPrincipal, { body: { login: 'bob', name: 'Bob', password: PASSWORD } });
  ada = await stack.person('ada');
  bob = await stack.person('bob');
  vic = await stack.person('vic', 'viewer');
  own = await openWorkingCopy(stack, bob, 'bob/own');
  await own.commit({ 'readme.txt': 'mine\n' });
  await own.push();
  vault = await openVault(stack, ada);
  await settled(vault.names.sha);
  absent = absentNames('ada');
  const other = await ada.forge.createRepository({ name: 'other', private: true, auto_init: true });
  const doors = [...OPEN_DOORS];
  const make = (rest: { grants: string[]; repositories?: number[] }) =>
    accounts.call(createToken, { body: { login: 'ada', name: 'less', doors: [...doors], ...rest } });
  limited = (await make({ grants: ['*:*:admin'], repositories: [other.id] })).token;
  powerless = (await make({ grants: ['accounts:principal:read'] })).token;
  for (const draft of MADE) {
    await accounts.call(createPrincipal, { body: draft });
    const token = await accounts.call(createToken, { body: { name: 'all', login: draft.login, doors: [...doors], grants: ['*:*:*'] } });
    made.set(draft.login, token.token);
  }
  browser = await signIn(stack, 'bob', PASSWORD);
}, 120_000);
afterAll(async () => {
  await own?.[Symbol.asyncDispose]();
  await vault?.[Symbol.asyncDispose]();
  await stack?.[Symbol.asyncDispose]();
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
});

/** Words of a question, which its answer may repeat. */
const wordsOf = (names: Names) => [names.name, names.project, names.secret, names.traceId, names.taskKey, names.tokenId];
/** What no answer to an outsider may hold, even where the question did not. */
const hidden = () => [vault.mark, vault.names.name, vault.names.project, vault.names.sha, vault.names.traceId, vault.names.taskKey];

/**
 * Principals of every other kind and role that an administrator can make, save administrators: none of them works for the
 * whole installation. A new kind or role joins by itself.
 */
const MADE = [
  ...PERSON_ROLES.filter((role) => role !== 'administrator').map((role) => ({ kind: 'service' as const, role })),
  ...AGENT_ROLE_NAMES.map((role) => ({ kind: 'agent' as const, role })),
].map((draft) => ({ ...draft, login: `made-${draft.kind}-${draft.role}` }));
const made = new Map<string, string>();

/** Everybody who may not see it; null is nobody. */
const outsiders = (): Record<string, string | null> => ({
  bob: bob.token,
  vic: vic.token,
  limited,
  ...Object.fromEntries(made),
  anonymous: null,
});
const tokenOf = (who: string): string | null => outsiders()[who] ?? null;
const OUTSIDERS = ['bob', 'vic', 'limited', ...MADE.map(({ login }) => login), 'anonymous'];

/** Asks the same of the private thing and of nothing; the answers must be of one shape and hold nothing hidden. */
async function expectAlike(who: string, send: Send, requestsOf: (names: Names) => WireRequest[]): Promise<void> {
  const real = requestsOf(vault.names);
  const never = requestsOf(absent);
  for (const [index, request] of real.entries()) {
    const label = `${who}: ${request.method} ${request.path}`;
    const [about, aboutNothing] = [
      await ask(send, request, wordsOf(vault.names)),
      await ask(send, never[index] as WireRequest, wordsOf(absent)),
    ];
    expect(about.shape, label).toEqual(aboutNothing.shape);
    expect(about.text, label).not.toContain(vault.mark);
    expect([401, 403, 404], label).toContain(about.shape.status);
  }
}

/** What its owner sees of it: a write that did anything would show. */
async function holdings(): Promise<unknown> {
  const { owner, name, ciId, project } = vault.names;
  const repository = `${owner}/${name}`;
  const pipelines = await ada.ci.call(getRepoPipelines, { repo_id: ciId });
  const { deployments } = await callTool(ada.mcp, deploymentList, { project });
  const { tasks } = await callTool(ada.mcp, taskList, { project });
  const { messages } = await callTool(ada.mcp, tonyMessageList, { project });
  return {
    repository: await ada.forge.getRepository(owner, name),
    branches: (await ada.forge.callPage(repoListBranches, { owner, repo: name })).items,
    issues: await ada.forge.call(issueListIssues, { owner, repo: name, query: { state: 'all' } }),
    hooks: await ada.forge.call(repoListHooks, { owner, repo: name }),
    collaborators: await ada.forge.call(repoListCollaborators, { owner, repo: name }),
    statuses: (await ada.forge.callPage(repoListStatusesByRef, { owner, repo: name, ref: 'main' })).items,
    secrets: await ada.ci.call(getRepoSecrets, { repo_id: ciId }),
    ci: await ada.ci.callOrNull(getReposLookup, { repo_full_name: repository }),
    pipelines: pipelines.map(({ number, status }) => ({ number, status })),
    deployments,
    tasks,
    messages,
    projects: (await callTool(ada.mcp, tonyProjectList, {})).projects,
  };
}

/** Runs what outsiders try, and compares what the owner sees before and after. */
async function expectUntouched(attempt: () => Promise<void>): Promise<void> {
  const held = await holdings();
  await attempt();
  expect(await holdings()).toEqual(held);
}

describe('a private repository at every door', () => {
  test.each(OUTSIDERS)('Gitea REST, at the forge and at the edge: %s', async (who) => {
    await expectUntouched(async () => {
      for (const door of ['forge', 'edge'] as const) {
        const send = stack.send(door, tokenOf(who));
        await expectAlike(`${who} at ${door}`, send, (names) => [...forgeReads(names), ...forgeWrites(names)]);
      }
      await expectAlike(`${who} at forge`, stack.send('forge', tokenOf(who)), forgeNative);
    });
  });

  test.each(OUTSIDERS)('Woodpecker REST, logs, artifacts and secrets: %s', async (who) => {
    await expectUntouched(() => expectAlike(who, stack.send('ci', tokenOf(who)), (names) => [...ciReads(names), ...ciWrites(names)]));
  });

  test('the pages of CI and forge at their own doors lead nowhere that tells', async () => {
    const { ciId, pipeline } = vault.names;
    for (const who of OUTSIDERS) {
      await expectAlike(who, stack.send('ci', tokenOf(who)), (names) => [
        { method: 'GET', path: `/repos/${names.ciId}/pipeline/${names.pipeline}`, headers: { accept: 'text/html' } },
      ]);
    }
    const forward = await ada.door('ci')({ method: 'GET', path: `/repos/${ciId}/pipeline/${pipeline}` });
    expect(forward.status).toBe(302);
    await forward.discard();
    for (const cookie of ['', browser.cookie]) {
      await expectAlike('a page', stack.send('edge', null), ({ owner, name }) =>
        [`/${owner}/${name}`, `/${owner}/${name}/pipelines/1`, `/${owner}/${name}/issues/1`].map((path) => ({
          method: 'DELETE',
          path,
          headers: { cookie },
        })),
      );
      const texts = await Promise.all(
        [vault.names, absent].map(async ({ owner, name }) => {
          const path = `/${owner}/${name}/pipelines/1`;
          return ask(stack.send('edge', null), { method: 'GET', path, headers: { accept: 'text/html', cookie } }, [name]);
        }),
      );
      expect(texts[0]?.shape).toEqual(texts[1]?.shape);
    }
  });

  test("the dashboard's gateway with another person's session", async () => {
    const below = (prefix: string, requests: WireRequest[]) => requests.map((one) => ({ ...one, path: prefix + one.path }));
    await expectUntouched(() =>
      expectAlike("bob's session", browser.send, (names) => [
        ...below('/-/forge', [
          ...forgeReads(names),
          ...forgeWrites(names),
          ...forgeNative(names).filter(({ path }) => path.startsWith('/-/')),
        ]),
        ...below('/-/ci', [...ciReads(names), ...ciWrites(names)]),
      ]),
    );
  });

  test('lists, searches, health, metrics and feeds', async () => {
    const { forge, ci } = lists(vault.names);
    const asked: [string, Send, string[]][] = [];
    for (const [who, token] of [...Object.entries(outsiders()), ['powerless', powerless] as const]) {
      asked.push([`${who} at forge`, stack.send('forge', token), forge], [`${who} at ci`, stack.send('ci', token), ci]);
      for (const door of ['accounts', 'mcp', 'edge', 'sites'] as const)
        asked.push([`${who} at ${door}`, stack.send(door, token), ['/-/events', '/metrics', '/healthz', '/readyz']]);
    }
    asked.push([
      "bob's session",
      browser.send,
      [...forge.map((path) => `/-/forge${path}`), ...ci.map((path) => `/-/ci${path}`), '/-/events', '/metrics'],
    ]);
    for (const [who, send, paths] of asked) {
      for (const path of paths) {
        const { text, shape } = await ask(send, { method: 'GET', path }, []);
        const told = hidden().filter((word) => text.includes(word) && !path.includes(word));
        expect(told, `${who}: ${path}`).toEqual([]);
        if (path.endsWith('/-/events')) expect([401, 403, 404], `${who}: ${path}`).toContain(shape.status);
      }
    }
  });

  test("the owner's own token without the grant gets nothing out", async () => {
    await expectUntouched(async () => {
      for (const request of [...forgeReads(vault.names), ...forgeWrites(vault.names)]) {
        const { text, shape } = await ask(stack.send('forge', powerless), request, []);
        expect([403, 404], `${request.method} ${request.path}`).toContain(shape.status);
        expect(text).not.toContain(vault.mark);
      }
      for (const request of [...ciReads(vault.names), ...ciWrites(vault.names)]) {
        const { text, shape } = await ask(stack.send('ci', powerless), request, []);
        expect([403, 404], `${request.method} ${request.path}`).toContain(shape.status);
        expect(text.replaceAll(vault.names.secret, '')).not.toContain(vault.mark);
      }
      for (const [name, input] of Object.entries(toolInputs(vault.names, 'powerless')))
        expect((await askTool(stack.send('mcp', powerless), { name: name as ToolName, input }, [])).code, name).toBe('forbidden');
    });
  });
});

describe('git', () => {
  let empty: string;
  beforeAll(async () => {
    empty = await mkdtemp(join(tmpdir(), 'mosaic-outsider-'));
  });
  afterAll(() => rm(empty, { recursive: true, force: true }));

  test.each(OUTSIDERS)('ls-remote, clone and push through edge and forge: %s', async (who) => {
    await expectUntouched(async () => {
      for (const port of [stack.ports.edge, stack.ports.forge]) {
        const base = `http://127.0.0.1:${port}`;
        const said = async (names: Names, words: (url: string) => string[]) => {
          const url = `${base}/${names.owner}/${names.name}.git`;
          const { code, output } = await git(own.folder, tokenOf(who), { base, words: words(url) });
          expect(code, output).not.toBe(0);
          expect(output).not.toContain(vault.mark);
          return mask(output, [names.name]);
        };
        const attempts: ((url: string) => string[])[] = [
          (url) => ['ls-remote', url],
          (url) => ['clone', url, join(empty, 'clone')],
          (url) => ['fetch', url, 'main'],
          (url) => ['push', url, 'HEAD:refs/heads/defaced'],
          (url) => ['push', '--force', url, 'HEAD:refs/heads/main', ':refs/heads/other'],
        ];
        for (const attempt of attempts) expect(await said(vault.names, attempt)).toBe(await said(absent, attempt));
      }
    });
  });
});

describe('event streams', () => {
  test('tell an outsider nothing, at the door and through the gateway', async () => {
    const stop = new AbortController();
    const open = async (send: Send, path: string) => {
      const response = await send({ method: 'GET', path, headers: { accept: 'text/event-stream' }, signal: stop.signal });
      expect(response.status).toBe(200);
      return response.chunks?.() ?? [];
    };
    const outside = await Promise.all([
      open(bob.door('ci'), '/api/stream/events'),
      open(browser.send, '/-/ci/api/stream/events'),
      open(stack.send('ci', bob.token), '/api/stream/events'),
    ]);
    const inside = await open(ada.door('ci'), '/api/stream/events');
    const seenInside = readUntil(inside, vault.names.name);
    // The private one changes first; what is told of the other must be all that is told.
    const sha = await vault.copy.commit({ 'more.txt': `${vault.mark}\n` }, { message: `More ${vault.mark}` });
    const seenOutside = outside.map((stream) => readUntil(stream, 'own pipeline that has ended'));
    await vault.copy.push();
    await pipelineOf(ada, `ada/${vault.names.name}`, sha);
    expect(await seenInside).toContain(vault.names.name);
    const yaml = 'labels: { backend: local }\nskip_clone: true\nsteps: [{ name: s, image: sh, commands: ["echo mine"] }]\n';
    await own.commit({ '.woodpecker.yaml': yaml }, { message: 'own pipeline that has ended' });
    await own.push();
    for (const seen of await Promise.all(seenOutside)) for (const word of hidden()) expect(seen).not.toContain(word);
    stop.abort();
    await settled(sha);
  });
});

describe('MCP', () => {
  test.each(['bob', 'vic', 'limited', 'session'] as const)('every tool that names it, as for what never was: %s', async (who) => {
    const { send, path } =
      who === 'session' ? { send: browser.send, path: '/-/mcp' } : { send: stack.send('mcp', tokenOf(who)), path: '/mcp' };
    await expectUntouched(async () => {
      const [real, never] = [toolInputs(vault.names, `${who}-1`), toolInputs(absent, `${who}-2`)];
      for (const [name, input] of Object.entries(real)) {
        const call = { name: name as ToolName, path };
        const about = await askTool(send, { ...call, input }, wordsOf(vault.names));
        const nothing = await askTool(send, { ...call, input: never[call.name] }, wordsOf(absent));
        expect({ name, code: about.code, said: about.masked }).toEqual({ name, code: nothing.code, said: nothing.masked });
        expect(about.text).not.toContain(vault.mark);
      }
      for (const [name, input] of Object.entries(LIST_CALLS)) {
        const { code, text } = await askTool(send, { name: name as ToolName, input, path }, []);
        // A call that is refused for its form shows nothing either, and would prove nothing.
        expect(code, name).not.toBe('invalid_input');
        for (const word of hidden()) expect(text, name).not.toContain(word);
      }
    });
  });

  test('every tool is tried', () => {
    const tried = new Set([...Object.keys(toolInputs(absent, 'x')), ...Object.keys(LIST_CALLS)]);
    expect(Object.keys(TOOLS).filter((name) => !tried.has(name))).toEqual(['inbox_mark']);
  });

  test("another's inbox entry cannot be marked", async () => {
    const { entries } = await callTool(ada.mcp, inboxList, {});
    expect(entries.length).toBeGreaterThan(0);
    await callTool(bob.mcp, inboxMark, { requestId: 'mark', ids: entries.map(({ id }) => id), read: true });
    expect((await callTool(ada.mcp, inboxList, {})).entries.filter(({ readAt }) => readAt !== null)).toEqual([]);
  });

  test('resources', async () => {
    const rpc = async (method: string, params: object) => {
      const response = await bob.mcp({
        method: 'POST',
        path: '/mcp',
        headers: { accept: 'application/json, text/event-stream', 'content-type': 'application/json' },
        body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
      });
      return response.text();
    };
    const listed = await rpc('resources/list', {});
    expect(listed).toContain('"resources"');
    for (const word of hidden()) expect(listed).not.toContain(word);
    const uris = ({ owner, name, project, pipeline, stepId }: Names) => [
      `mosaic://projects/${project}`,
      `mosaic://repositories/${owner}/${name}/pipelines/${pipeline}/steps/${stepId}/log`,
    ];
    for (const [index, uri] of uris(vault.names).entries()) {
      const answer = await rpc('resources/read', { uri });
      expect(mask(answer, wordsOf(vault.names))).toBe(mask(await rpc('resources/read', { uri: uris(absent)[index] }), wordsOf(absent)));
      expect(answer).toContain('error');
    }
  });

  test('nobody without a token', async () => {
    const { code } = await askTool(stack.send('mcp', null), { name: 'tony_project_list', input: {} }, []);
    expect(code).toBe('unauthenticated');
  });
});

describe('the site', () => {
  const get = (path: string, headers: Record<string, string>, door: 'edge' | 'sites' = 'edge') =>
    ask(stack.send(door, null), { method: 'GET', path, headers: { host: vault.site, accept: 'text/html', ...headers } }, [
      vault.names.project,
      absent.project,
    ]);

  test('sends nobody to sign-in, and shows nothing', async () => {
    for (const door of ['edge', 'sites'] as const) {
      const { shape, text } = await get('/', {}, door);
      expect(shape.status).toBe(302);
      expect(text).toContain('/-/sites/authorize?return=');
      expect(text).not.toContain(vault.mark);
      expect((await get('/index.html', { accept: '*/*' }, door)).shape.status).toBe(401);
    }
  });

  test('is not there for another person, also after sign-in', async () => {
    const never = await get('/', { host: vault.site.replace(vault.names.project, absent.project) });
    expect(never.shape.status).toBe(404);
    for (const token of [bob.token, vic.token]) expect((await get('/', { authorization: `Bearer ${token}` })).shape).toEqual(never.shape);
    for (const token of [limited, powerless]) expect((await get('/', { authorization: `Bearer ${token}` })).shape.status).toBe(401);
    // The site's own cookie, as a browser gets it.
    const authorized = await browser.send({
      method: 'GET',
      path: `/-/sites/authorize?return=${encodeURIComponent(`http://${vault.site}/`)}`,
      headers: { 'sec-fetch-mode': 'navigate' },
    });
    await authorized.discard();
    const back = new URL(authorized.headers['location'] ?? '');
    expect(back.host).toBe(vault.site);
    const entered = await stack.send('edge', null)({ method: 'GET', path: back.pathname + back.search, headers: { host: back.host } });
    await entered.discard();
    const cookie = entered.headers['set-cookie']?.split(';', 1)[0] ?? '';
    expect(cookie).not.toBe('');
    expect((await get('/', { cookie })).shape).toEqual(never.shape);
    expect((await get('/', { cookie: `${cookie}; ${browser.cookie}` })).shape).toEqual(never.shape);
    expect((await get('/', { authorization: `Bearer ${ada.token}` })).text).toContain(vault.mark);
  });
});

describe('accounts', () => {
  test("others' tokens, links, audit and addresses", async () => {
    for (const [who, send] of [
      ['bob', bob.door('accounts')],
      ['vic', vic.door('accounts')],
      ["bob's session", browser.send],
    ] as const) {
      const status = async (request: WireRequest) => (await ask(send, request, [])).shape.status;
      expect(await status({ method: 'GET', path: '/-/accounts/tokens?login=ada' }), who).toBe(403);
      expect(await status({ method: 'GET', path: '/-/accounts/audit' }), who).toBe(403);
      expect(await status({ method: 'GET', path: '/-/accounts/audit/verify' }), who).toBe(403);
      expect(await status({ method: 'POST', path: '/-/accounts/links', body: { login: 'ada' } }), who).toBe(403);
      expect(await status({ method: 'POST', path: '/-/introspect', body: { token: ada.token } }), who).toBe(403);
      expect(await status({ method: 'POST', path: '/-/control/stop' }), who).toBe(403);
      expect(await status({ method: 'PATCH', path: '/-/accounts/principals/ada', body: { name: 'x' } }), who).toBe(403);
      const token = { name: 'x', login: 'ada', doors: ['forge'], grants: ['forge:repository:read'] };
      expect(await status({ method: 'POST', path: '/-/accounts/tokens', body: token }), who).toBe(403);
      await expectAlike(who, send, ({ tokenId }) => [{ method: 'DELETE', path: `/-/accounts/tokens/${tokenId}` }]);
      for (const path of ['/-/accounts/principals', '/-/accounts/principals/ada', '/-/accounts/session', '/-/accounts/tokens']) {
        const { text } = await ask(send, { method: 'GET', path }, []);
        expect(text, `${who}: ${path}`).not.toContain('ada@vault.example');
        expect(text, `${who}: ${path}`).not.toContain(vault.names.tokenId);
      }
    }
    expect((await ada.forge.call(userGetCurrent, {})).login).toBe('ada');
    for (const path of ['/api/v1/users/ada', '/api/v1/repos/bob/own/collaborators'])
      expect((await ask(bob.door('forge'), { method: 'GET', path }, [])).text).not.toContain('ada@vault.example');
    const sudo = await ask(bob.door('forge'), { method: 'GET', path: '/api/v1/user', headers: { sudo: 'ada' } }, []);
    expect(sudo.shape.status).toBe(403);
  });
});

test("a step of another's pipeline finds no credential, no home, no other workspace and nothing private", async () => {
  let isOpen = false;
  const server = createServer((_request, response) => response.writeHead(isOpen ? 200 : 503).end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const gate = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  try {
    const slow = await vault.copy.commit(vault.slowFiles(gate));
    await vault.copy.push();
    await until('the other pipeline to be at its step', async () => {
      const [pipeline] = await ada.ci.call(getRepoPipelines, { repo_id: vault.names.ciId });
      const running =
        pipeline === undefined
          ? null
          : await ada.ci.callOrNull(getRepoPipeline, { repo_id: vault.names.ciId, pipeline_number: pipeline.number });
      return running?.commit === slow && running.workflows[0]?.children.some(({ name, state }) => name === 'test' && state === 'running')
        ? true
        : null;
    });
    const sha = await own.commit({ '.woodpecker.yaml': PROBE, 'probe.sh': probe() });
    await own.push();
    const pipeline = await pipelineOf(bob, 'bob/own', sha);
    const log = await logOf(bob, pipeline);
    expect(log).toContain('probe ended');
    expect(log).toMatch(/status 401|status 404/);
    // The forge's probes: a step comes to it from loopback, and is told no more than anybody.
    expect(log).toMatch(/\{"state":"ok"\}\s+status 200/);
    expect(log).not.toContain('process_resident_memory_bytes');
    expect(log).not.toContain(vault.mark);
    const secrets = [ada.token, bob.token, limited, powerless, stack.ownerSession, browser.cookie, 'HOME-IS-VISIBLE'];
    for (const secret of secrets) expect(log).not.toContain(secret);
    for (const found of new Set(log.match(/\b[0-9a-f]{40}\b/g) ?? [])) {
      const response = await stack.send('forge', found)({ method: 'GET', path: '/api/v1/user' });
      await response.discard();
      expect(response.status, `${found} stood in the log`).toBe(401);
    }
    isOpen = true;
    expect((await pipelineOf(ada, `ada/${vault.names.name}`, slow)).status).toBe('success');
  } finally {
    server.close();
  }
});

const PROBE = `labels: { backend: local }
steps:
  - name: probe
    image: sh
    commands: [sh probe.sh]
`;

/** All that a step can try without a tool of its own. */
function probe(): string {
  const { owner, name, ciId, pipeline, stepId } = vault.names;
  const { ports, home } = stack;
  const urls = [
    ...[ports.forge, ports.edge].flatMap((port) => [
      `http://127.0.0.1:${port}/api/v1/repos/${owner}/${name}/raw/index.html`,
      `http://127.0.0.1:${port}/${owner}/${name}.git/info/refs?service=git-upload-pack`,
    ]),
    `http://127.0.0.1:${ports.ci}/api/repos/${ciId}/logs/${pipeline}/${stepId}`,
    `http://127.0.0.1:${ports.ci}/api/stream/logs/${ciId}/${pipeline}/${stepId}`,
    `http://127.0.0.1:${ports.ci}/-/repositories/${owner}/${name}/pipelines/${pipeline}/artifacts/site`,
    `http://127.0.0.1:${ports.mcp}/mcp`,
    `http://127.0.0.1:${ports.accounts}/-/accounts/audit`,
    ...[ports.accounts, ports.forge, ports.ci, ports.mcp].flatMap((port) =>
      ['/-/events', '/metrics', '/readyz'].map((path) => `http://127.0.0.1:${port}${path}`),
    ),
  ];
  return `env
cat /proc/*/environ /proc/*/cmdline 2>/dev/null | tr '\\0' '\\n'
cat .git/config; git config --list
find "$HOME" /tmp ${home}-work 2>/dev/null
for where in ${home} ${home}-work; do ls -la $where; grep -rl sesame $where 2>/dev/null; umount -l $where 2>&1; ls -la $where; done
unshare --user --map-root-user --mount sh -c 'umount -l ${home}; umount -l ${home}-work; ls -la ${home}; grep -rh sesame ${home}-work' 2>&1
nsenter --target 1 --mount --pid ls ${home} 2>&1
if [ -e ${home}/key ] || [ -e ${home}/data ]; then echo HOME-IS-VISIBLE; fi
cat ${home}/key ${home}/run.json ${home}/admin-password 2>&1
export no_proxy='*'
${urls.map((url) => `curl -s -m 5 -w '\\nstatus %{http_code}\\n' '${url}' | head -c 20000`).join('\n')}
curl -s -m 5 -H 'Host: ${vault.site}' -w '\\nstatus %{http_code}\\n' http://127.0.0.1:${ports.sites}/
curl -s -m 5 -X POST -w '\\nstatus %{http_code}\\n' http://127.0.0.1:${ports.accounts}/-/control/stop
GIT_TERMINAL_PROMPT=0 git ls-remote http://127.0.0.1:${ports.forge}/${owner}/${name}.git 2>&1
echo 'probe ended'
`;
}

test('a reader whom the owner lets in reads at every door, and no longer once shut out', async () => {
  const { owner, name, ciId, pipeline, stepId, project } = vault.names;
  const doors: [string, () => Promise<boolean>][] = [
    ['forge', async () => (await bob.forge.getRepository(owner, name)) !== null],
    [
      'git',
      async () =>
        (await git(own.folder, bob.token, { base: stack.edgeUrl, words: ['ls-remote', `${stack.edgeUrl}/${owner}/${name}.git`] })).code ===
        0,
    ],
    ['ci', () => answers(bob.door('ci'), `/api/repos/${ciId}/logs/${pipeline}/${stepId}`)],
    ['artifacts', () => answers(bob.door('ci'), `/-/repositories/${owner}/${name}/pipelines/${pipeline}/artifacts/site`)],
    ['mcp', async () => (await askTool(bob.mcp, { name: 'tony_project_get', input: { project } }, [])).code === 'ok'],
    ['journey', async () => (await askTool(bob.mcp, { name: 'journey_get', input: { id: vault.names.sha } }, [])).code === 'ok'],
    ['gateway', () => answers(browser.send, `/-/forge/api/v1/repos/${owner}/${name}/raw/index.html`)],
    ['site', () => answers(bob.door('edge'), '/', { host: vault.site })],
  ];
  const open = async () => Promise.all(doors.map(async ([door, ask]) => [door, await ask()] as const));
  const settle = (isOpen: boolean) =>
    until(
      `all doors to be ${isOpen ? 'open' : 'shut'}`,
      async () => ((await open()).every(([, is]) => is === isOpen) ? true : null),
      RIGHTS_MS,
    );
  await settle(false);
  await ada.forge.call(repoAddCollaborator, { owner, repo: name, collaborator: 'bob', body: { permission: 'read' } });
  await settle(true);
  const push = await git(own.folder, bob.token, {
    base: stack.edgeUrl,
    words: ['push', `${stack.edgeUrl}/${owner}/${name}.git`, 'HEAD:refs/heads/defaced'],
  });
  expect(push.code).not.toBe(0);
  expect(
    (await askTool(bob.mcp, { name: 'ci_pipeline_restart', input: { requestId: 'r', repository: `${owner}/${name}`, number: 1 } }, []))
      .code,
  ).toBe('forbidden');
  await ada.forge.call(repoDeleteCollaborator, { owner, repo: name, collaborator: 'bob' });
  await settle(false);
});

/** Waits until nothing is left to do for a commit of the private repository. */
async function settled(sha: string): Promise<void> {
  await until('the end of the journey', async () => {
    const { hops } = (await callTool(ada.mcp, journeyGet, { id: sha })).journey;
    const { tasks } = await callTool(ada.mcp, taskList, { project: vault.names.project, role: 'reviewer' });
    const isOver = hops.some(({ kind }) => kind === 'notification') && hops.every(({ durationMs }) => durationMs !== null);
    return isOver && tasks.some(({ input }) => input['sha'] === sha) && tasks.every(({ state }) => state === 'validated') ? true : null;
  });
}

async function answers(send: Send, path: string, headers: Record<string, string> = {}): Promise<boolean> {
  const response = await send({ method: 'GET', path, headers });
  await response.discard();
  return response.status === 200;
}

/** Stock git; without a token it asks nobody. */
function git(
  folder: string,
  token: string | null,
  { base, words }: { base: string; words: string[] },
): Promise<{ code: number; output: string }> {
  const basic = Buffer.from(`${token ?? ''}:x-oauth-basic`).toString('base64');
  const header = token === null ? [] : ['-c', `http.${base}/.extraHeader=Authorization: Basic ${basic}`];
  const env = { ...process.env, GIT_TERMINAL_PROMPT: '0', NO_PROXY: '*', no_proxy: '*' };
  return new Promise((resolve) => {
    execFile('git', [...header, '-c', 'credential.helper=', ...words], { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : 1, output: stdout + stderr }),
    );
  });
}

/** Reads a stream until a text has come; answers all that came. */
async function readUntil(stream: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, text: string): Promise<string> {
  const decoder = new TextDecoder();
  let seen = '';
  for await (const chunk of stream) {
    seen += decoder.decode(chunk, { stream: true });
    if (seen.includes(text)) break;
  }
  return seen;
}
