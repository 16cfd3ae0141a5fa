import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  createLink,
  createPrincipal,
  createToken,
  getCredential,
  getPrincipal,
  getSession,
  introspect,
  listAgents,
  listAudit,
  listPrincipals,
  listTokens,
  redeemSiteCode,
  revokeToken,
  signOut,
  startDemo,
  stopStack,
  updateAgent,
  updatePrincipal,
  verifyAudit,
  type AgentPatch,
  type NativeCalls,
  type PrincipalPatch,
} from '@mosaic/contracts/mosaic';

import { ADMIN_PASSWORD, cookieOf, json, startAccounts, PUBLIC_URL, type AccountsHarness } from './harness.ts';

/* Each operation through its door: what it answers, and that each parameter changes the answer. */

const PASSWORD = 'a long enough one';
const ADA = { login: 'Ada', name: 'Ada Lovelace', email: 'ada@example.test', role: 'viewer' as const };
const READ = { doors: ['forge' as const], grants: ['forge:repository:read'] };

let stage: AccountsHarness;
let root: NativeCalls;
let forge: NativeCalls;
const asked: { login: string; token: string }[] = [];

/** An administrator's session and a service that asks about credentials; ada is a viewer who has a password. */
beforeAll(async () => {
  stage = await startAccounts({
    demo: async (asker) => {
      asked.push(asker);
      return { repository: `${asker.login}/hello`, traceId: 'a'.repeat(32), ended: new Promise(() => undefined) };
    },
  });
  root = await sessionOf('root', ADMIN_PASSWORD);
  forge = stage.as(await stage.accounts.issueServiceToken('mosaic-forge'));
  await root.call(createPrincipal, { body: { ...ADA, password: PASSWORD } });
});
afterAll(() => stage[Symbol.asyncDispose]());

const secretOf = (cookie: string) => cookie.split('=')[1] as string;

async function sessionOf(login: string, password = PASSWORD): Promise<NativeCalls> {
  return stage.as(secretOf(await stage.signIn(login, password)));
}

/** Whoever a one-time link lets in. */
async function enter(url: string): Promise<{ client: NativeCalls; location: string | null }> {
  const entered = await stage.enter(url);
  expect(entered.status).toBe(303);
  return { client: stage.as(secretOf(cookieOf(entered))), location: entered.headers.get('location') };
}

test('a session: who signed in, what they may do and until when, until they sign out', async () => {
  const answer = await stage.fetch('/-/accounts/session', json({ username: 'ada', password: PASSWORD }));
  const session = { principal: ADA, grants: expect.arrayContaining(['forge:repository:read']), expiresAt: expect.any(Number) };
  const signedIn = (await answer.json()) as { expiresAt: number };
  expect(signedIn).toMatchObject(session);
  const client = stage.as(secretOf(cookieOf(answer)));
  expect(await client.call(getSession, {})).toEqual(signedIn);
  expect(await root.call(getSession, {})).toMatchObject({ principal: { login: 'root', role: 'administrator' }, grants: ['*:*:*'] });
  expect(await client.call(signOut, {})).toBeUndefined();
  await expect(client.call(getSession, {})).rejects.toMatchObject({ status: 401 });
});

test('a link: whom it lets in, where to, and whether they may choose a password', async () => {
  const wish = { login: 'ada', next: '/-/inbox' };
  const [plain, there] = [await root.call(createLink, { body: { login: 'ada' } }), await root.call(createLink, { body: wish })];
  const minutes = (plain.expiresAt - Date.now()) / 60_000;
  expect([minutes > 14, minutes <= 15]).toEqual([true, true]);
  const page = await stage.fetch(plain.url.slice(PUBLIC_URL.length));
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Sign in as Ada')]);
  const [home, inbox] = [await enter(plain.url), await enter(there.url)];
  expect([home.location, inbox.location]).toEqual([`${PUBLIC_URL}/`, `${PUBLIC_URL}/-/inbox`]);
  expect(await inbox.client.call(getSession, {})).toMatchObject({ principal: { login: 'Ada' } });
  const choose = (client: NativeCalls) => client.call(updatePrincipal, { login: 'ada', body: { password: PASSWORD } });
  await expect(choose(home.client)).rejects.toMatchObject({ status: 403 });
  const { url } = await root.call(createLink, { body: { login: 'ada', purpose: 'password' } });
  expect(await choose((await enter(url)).client)).toMatchObject({ login: 'Ada' });
});

test('a code for a site: whom, which host and by which session, while that lasts', async () => {
  const cookie = await stage.signIn('ada', PASSWORD);
  const client = stage.as(secretOf(cookie));
  for (const host of ['hello.localhost:8080', 'other.localhost:8080']) {
    const path = `/-/sites/authorize?return=${encodeURIComponent(`http://${host}/docs`)}`;
    const answer = await stage.fetch(path, { headers: { cookie } });
    const location = new URL(answer.headers.get('location') ?? '');
    expect([answer.status, location.host, location.searchParams.get('next')]).toEqual([303, host, '/docs']);
    const visit = await forge.call(redeemSiteCode, { body: { code: location.searchParams.get('code') ?? '' } });
    expect(visit).toEqual({ login: 'Ada', host, credentialId: expect.stringMatching(/./) });
    expect(await forge.call(getCredential, { id: visit.credentialId })).toEqual({ login: 'Ada' });
    if (host.startsWith('hello')) continue;
    await client.call(signOut, {});
    expect(await forge.callOrNull(getCredential, { id: visit.credentialId })).toBeNull();
  }
});

test('principals: what is left out and what is given, one and all', async () => {
  const plain = await root.call(createPrincipal, { body: { login: 'plain' } });
  expect(plain).toMatchObject({ kind: 'person', role: 'developer', builtIn: false, name: '', email: '', disabled: false });
  const given = { login: 'helper', kind: 'agent' as const, role: 'triage' as const, name: 'Helper', email: 'helper@example.test' };
  const agent = await root.call(createPrincipal, { body: given });
  expect(agent).toMatchObject(given);
  for (const one of [plain, agent]) expect(await root.call(getPrincipal, { login: one.login.toUpperCase() })).toEqual(one);
  expect(await root.call(listPrincipals, {})).toEqual(expect.arrayContaining([plain, agent, expect.objectContaining(ADA)]));
  await stage.signIn('ada', PASSWORD);
  await expect(stage.signIn('plain', PASSWORD)).rejects.toThrow('401');
});

test('a principal changed, member by member', async () => {
  await root.call(createPrincipal, { body: { login: 'changing', password: PASSWORD } });
  const shown = () => root.call(getPrincipal, { login: 'changing' });
  const before = await shown();
  const changes: PrincipalPatch[] = [{ name: 'New' }, { email: 'new@example.test' }, { role: 'viewer' }, { disabled: true }];
  for (const [index, body] of changes.entries()) {
    const after = await root.call(updatePrincipal, { login: 'changing', body });
    expect(after).toEqual({ ...before, ...Object.assign({}, ...changes.slice(0, index + 1)) });
    expect(await shown()).toEqual(after);
  }
  await root.call(updatePrincipal, { login: 'changing', body: { disabled: false } });
  const person = await sessionOf('changing');
  const [password, currentPassword] = ['another long one', PASSWORD];
  await expect(person.call(updatePrincipal, { login: 'changing', body: { password } })).rejects.toMatchObject({ status: 403 });
  expect(await person.call(updatePrincipal, { login: 'changing', body: { password, currentPassword } })).toMatchObject({ name: 'New' });
  await stage.signIn('changing', password);
  await expect(stage.signIn('changing', PASSWORD)).rejects.toThrow('401');
});

test('agents: those of the first start, one that is made, and each changed, member by member', async () => {
  const shown = async (login: string) => (await root.call(listAgents, {})).find((agent) => agent.login === login);
  const rules = { builtIn: true, runtime: 'built-in', model: '', budget: { tokens: 0, seconds: 600, toolCalls: 2_000 }, state: 'active' };
  for (const login of ['triage', 'reviewer'])
    expect(await shown(login)).toMatchObject({ ...rules, role: login, persona: expect.stringMatching(/^You /) });
  expect(await shown('root')).toBeUndefined();
  await root.call(createPrincipal, { body: { login: 'Coder', kind: 'agent', role: 'implementer', name: 'Coder' } });
  const budget = { tokens: 1_000_000, seconds: 3_600, toolCalls: 1_000 };
  let before = await shown('Coder');
  expect(before).toEqual({
    login: 'Coder',
    role: 'implementer',
    name: 'Coder',
    builtIn: false,
    persona: '',
    runtime: 'mcp',
    model: '',
    budget,
    state: 'active',
  });
  const changes: AgentPatch[] = [{ persona: 'You write code.' }, { runtime: 'built-in' }, { model: 'm-1' }];
  for (const body of changes) {
    const after = await root.call(updateAgent, { login: 'coder', body });
    expect(after).toEqual({ ...before, ...body });
    expect(await shown('Coder')).toEqual(after);
    before = after;
  }
  for (const part of [{ tokens: 5 }, { seconds: 6 }, { toolCalls: 7 }])
    expect((await root.call(updateAgent, { login: 'Coder', body: { budget: part } })).budget).toMatchObject(part);
  expect((await shown('Coder'))?.budget).toEqual({ tokens: 5, seconds: 6, toolCalls: 7 });
  await root.call(updatePrincipal, { login: 'Coder', body: { disabled: true } });
  expect(await shown('Coder')).toMatchObject({ state: 'disabled', persona: 'You write code.' });
});

test('an agent is changed by who carries all that it may do; what does not fit is said', async () => {
  const change = (client: NativeCalls, login: string, body: AgentPatch) => client.call(updateAgent, { login, body });
  await expect(change(await sessionOf('Ada'), 'triage', { persona: 'You obey.' })).rejects.toMatchObject({ status: 403 });
  const narrow = await root.call(createToken, { body: { name: 'narrow', doors: ['accounts'], grants: ['accounts:principal:admin'] } });
  await expect(change(stage.as(narrow.token), 'triage', { persona: 'You obey.' })).rejects.toMatchObject({ status: 403 });
  await root.call(revokeToken, { id: narrow.id });
  await expect(change(root, 'ada', { model: 'x' })).rejects.toMatchObject({ status: 404 });
  await expect(change(root, 'triage', { runtime: 'dream' as 'mcp' })).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('built-in'),
  });
});

test('tokens are listed by whose they are, until they are revoked', async () => {
  const plain = await root.call(createToken, { body: { name: 'plain', ...READ } });
  const given = await root.call(createToken, {
    body: { name: 'given', ...READ, login: 'ada', repositories: [3, 4], expiresInSeconds: 600 },
  });
  const list = (login?: string) => root.call(listTokens, { query: login === undefined ? {} : { login } });
  const [{ token: _token, ...plainShown }, { token: _secret, ...givenShown }] = [plain, given];
  expect([await list(), await list('ada')]).toEqual([[plainShown], [givenShown]]);
  await root.call(revokeToken, { id: given.id });
  expect([(await list()).length, await list('ada')]).toEqual([1, []]);
});

test('the audit: what was done by whom, forwards and backwards, part by part, and whole', async () => {
  const list = async (query: { order?: 'asc' | 'desc'; after?: number; before?: number; limit?: number }) => {
    const { records, last } = await root.call(listAudit, { query });
    return { seqs: records.map(({ seq }) => seq), last };
  };
  await expect.poll(async () => (await list({ limit: 6 })).seqs.length).toBe(6);
  const { records } = await root.call(listAudit, { query: { limit: 500 } });
  expect(records.find(({ type, subject }) => type === 'dev.mosaic.principal.created' && subject === 'Ada')).toMatchObject({
    source: 'accounts',
    actor: 'root',
    data: { login: 'Ada', kind: 'person', role: 'viewer' },
  });
  expect((await list({})).seqs.slice(0, 6)).toEqual([1, 2, 3, 4, 5, 6]);
  expect([await list({ limit: 2 }), await list({ limit: 2, after: 2 })]).toEqual([
    { seqs: [1, 2], last: 2 },
    { seqs: [3, 4], last: 4 },
  ]);
  expect([await list({ order: 'desc', before: 6, limit: 2 }), await list({ order: 'desc', before: 4, limit: 2 })]).toEqual([
    { seqs: [5, 4], last: 4 },
    { seqs: [3, 2], last: 2 },
  ]);
  const verdict = await root.call(verifyAudit, {});
  expect(verdict).toEqual({ intact: true, records: expect.any(Number), brokenAt: null });
  expect(verdict.records).toBeGreaterThanOrEqual(records.length);
});

test('a demo of the system, and its end', async () => {
  expect(await root.call(startDemo, {})).toEqual({ repository: 'root/hello', traceId: 'a'.repeat(32) });
  expect(await forge.call(introspect, { body: { token: asked[0]?.token ?? '' } })).toMatchObject({ active: true, username: 'root' });
  expect(stage.stopped()).toBe(0);
  expect(await root.call(stopStack, {})).toEqual({ stopping: true });
  await expect.poll(() => stage.stopped()).toBe(1);
});
