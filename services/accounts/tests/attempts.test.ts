import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  createPrincipal,
  createToken,
  endAttempt,
  type EventData,
  type EventRecord,
  introspect,
  keepAttempt,
  listAudit,
  listTokens,
  type NativeCalls,
  type NewAttempt,
  openAttempt,
  type taskChanged,
  updatePrincipal,
} from '@mosaic/contracts/mosaic';
import type { Send } from '@mosaic/contracts/wire';
import { hashToken, newToken } from '@mosaic/platform/secrets';

import { startAccounts, type AccountsHarness } from './harness.ts';

/* Tokens of attempts at tasks: what they carry, until when, and what ends them. */

const LEASE_MS = 30_000;

let stage: AccountsHarness;
let root: NativeCalls;
let forge: NativeCalls;
let mcp: NativeCalls;
/** Id of the token with which triage takes tasks. */
let taker: string;

let offsetMs = 0;
const now = () => Date.now() + offsetMs;
const advance = (ms: number) => {
  offsetMs += ms;
  stage.advance(ms);
};

const events: EventRecord[] = [];
let news = Promise.withResolvers<void>();

/** The feed of mcp; without news it holds its answer. */
const feed: Send = async ({ path, signal }) => {
  const after = Number(new URL(path, 'http://mcp').searchParams.get('after'));
  const gone = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
  while (!events.some(({ seq }) => seq > after) && signal?.aborted !== true) await Promise.race([news.promise, gone]);
  const body = { events: events.filter(({ seq }) => seq > after), last: events.length };
  const text = async () => JSON.stringify(body);
  return { status: 200, headers: {}, json: async () => body, text, bytes: async () => new Uint8Array(), discard: async () => undefined };
};

/** What mcp tells of a task. */
function tell(key: string, state: string, epoch: number): void {
  const data: EventData<typeof taskChanged> = {
    taskId: 'T.001.01.01.01',
    key,
    project: 'hello',
    holder: 'triage',
    epoch,
    state,
    role: 'triage',
    repository: 'ada/hello',
    private: false,
  };
  const at = { source: 'mcp', subject: 'T.001.01.01.01', time: 0, traceId: 'a'.repeat(32), actor: 'triage' };
  events.push({ ...at, seq: events.length + 1, id: randomUUID(), type: 'dev.mosaic.task.changed', data });
  news.resolve();
  news = Promise.withResolvers<void>();
}

beforeAll(async () => {
  stage = await startAccounts({ feeds: { mcp: feed } });
  root = stage.as((await stage.signIn()).split('=')[1] as string);
  forge = stage.as(await stage.accounts.issueServiceToken('mosaic-forge'));
  mcp = stage.as(await stage.accounts.issueServiceToken('mosaic-mcp'));
  taker = await takerOf('triage');
});
afterAll(() => stage[Symbol.asyncDispose]());

async function takerOf(login: string): Promise<string> {
  const shown = await who(await stage.accounts.issueTakerToken(login));
  return 'token_id' in shown ? shown.token_id : '';
}

const who = (token: string) => forge.call(introspect, { body: { token } });
const isLive = async (token: string) => (await who(token)).active;

/** Opens an attempt of triage at a task of its own, and answers the secret. */
async function opened(changes: Partial<NewAttempt> = {}): Promise<{ token: string; task: string; epoch: number }> {
  const token = newToken();
  const body = {
    login: 'triage',
    claimedWith: taker,
    tokenHash: hashToken(token),
    task: randomUUID(),
    epoch: 1,
    repository: 7,
    expiresAt: now() + LEASE_MS,
    ...changes,
  };
  await mcp.call(openAttempt, { body });
  return { token, task: body.task, epoch: body.epoch };
}

test('lasts until the lease ends', async () => {
  const { token } = await opened({ epoch: 3 });
  advance(LEASE_MS / 2);
  expect(await isLive(token)).toBe(true);
  advance(LEASE_MS / 2 + 1);
  expect(await isLive(token)).toBe(false);
});

test('is prolonged with the lease; one that has ended does not come back', async () => {
  const { token, task, epoch } = await opened();
  const keep = () => mcp.call(keepAttempt, { task, epoch, body: { expiresAt: now() + LEASE_MS } });
  advance(LEASE_MS / 2);
  await keep();
  advance(LEASE_MS / 2);
  expect(await isLive(token)).toBe(true);
  advance(LEASE_MS / 2 + 1);
  await expect(keep()).rejects.toMatchObject({ status: 404 });
  expect(await isLive(token)).toBe(false);
});

test('is prolonged for no longer than a lease lasts, and never into the past', async () => {
  const { token, task, epoch } = await opened();
  const keep = (ms: number) => mcp.call(keepAttempt, { task, epoch, body: { expiresAt: now() + ms } });
  for (const [ms, words] of [
    [120_000, 'at most 60 s'],
    [-1, 'The lease is over.'],
  ] as const)
    await expect(keep(ms)).rejects.toMatchObject({ status: 403, body: expect.stringContaining(words) });
  advance(LEASE_MS / 2);
  expect(await isLive(token)).toBe(true);
  advance(LEASE_MS / 2 + 1);
  expect(await isLive(token)).toBe(false);
});

test.each([
  ['done', 'completed'],
  ['failed', 'failed'],
  ['given back, or lost', 'ready'],
  ['left to a person', 'blocked'],
  ['cancelled', 'cancelled'],
])('ends when mcp tells that the attempt is %s', async (_what, state) => {
  const { token, task } = await opened({ epoch: 2 });
  const other = await opened();
  tell(task, state, 1);
  tell(task, 'in_progress', 2);
  tell(other.task, 'in_progress', 1);
  // What comes after them in the feed has ended, so they were looked at.
  const mark = await opened();
  tell(mark.task, 'ready', 1);
  await expect.poll(() => isLive(mark.token)).toBe(false);
  expect(await isLive(token)).toBe(true);
  tell(task, state, 2);
  await expect.poll(() => isLive(token)).toBe(false);
  expect(await isLive(other.token)).toBe(true);
});

test('ends when the next attempt has begun, though nobody told of its end', async () => {
  const { token, task } = await opened();
  const next = await opened({ task, epoch: 2 });
  tell(task, 'in_progress', 2);
  await expect.poll(() => isLive(token)).toBe(false);
  expect(await isLive(next.token)).toBe(true);
});

test('ends by itself where the task was not taken, and with the token that took it', async () => {
  const { token, task, epoch } = await opened();
  await mcp.call(endAttempt, { task, epoch });
  expect(await isLive(token)).toBe(false);
  const running = await opened();
  taker = await takerOf('triage');
  expect(await isLive(running.token)).toBe(false);
  expect(await isLive((await opened()).token)).toBe(true);
});

test('of a token that somebody made for an agent carries no more than that one', async () => {
  await root.call(createPrincipal, { body: { login: 'coder', kind: 'agent', role: 'implementer' } });
  const grants = ['mcp:claim:write', 'mcp:task:write', 'forge:repository:read'];
  const body = { name: 'narrow', login: 'coder', doors: ['mcp' as const, 'forge' as const], grants, repositories: [7, 8] };
  const { id: claimedWith } = await root.call(createToken, { body });
  const { token } = await opened({ login: 'coder', claimedWith });
  expect(await who(token)).toMatchObject({
    doors: ['forge', 'mcp'],
    grants: ['forge:repository:read', 'mcp:task:write'],
    repositories: [7],
  });
  await expect(opened({ login: 'coder', claimedWith, repository: 9 })).rejects.toMatchObject({ status: 403 });
});

test('is refused where it would be wider or longer, or for one that is disabled', async () => {
  const { token, task, epoch } = await opened();
  const attempt = await who(token);
  const refused = { status: 403 };
  await expect(opened({ expiresAt: now() })).rejects.toMatchObject(refused);
  await expect(opened({ expiresAt: now() + 120_000 })).rejects.toMatchObject(refused);
  // An attempt begins none.
  await expect(opened({ claimedWith: 'token_id' in attempt ? attempt.token_id : '' })).rejects.toMatchObject(refused);
  await expect(opened({ tokenHash: token })).rejects.toMatchObject({ status: 422 });
  // The agent itself may neither make, prolong nor end one.
  for (const call of [
    stage.as(token).call(keepAttempt, { task, epoch, body: { expiresAt: now() + LEASE_MS } }),
    stage.as(token).call(endAttempt, { task, epoch }),
    stage.as(token).call(createToken, { body: { name: 'x', doors: ['forge'], grants: ['forge:issue:write'] } }),
  ])
    await expect(call).rejects.toMatchObject({ status: 401 });
  await root.call(updatePrincipal, { login: 'triage', body: { disabled: true } });
  expect(await isLive(token)).toBe(false);
  await expect(opened()).rejects.toMatchObject(refused);
  await root.call(updatePrincipal, { login: 'triage', body: { disabled: false } });
});

test('stands in the audit with agent, task and attempt, and its secret nowhere', async () => {
  const { token, task, epoch } = await opened({ epoch: 4 });
  await mcp.call(endAttempt, { task, epoch });
  const about = async () =>
    (await root.call(listAudit, { query: { order: 'desc', limit: 500 } })).records.filter(({ data }) => data['task'] === task);
  await expect.poll(async () => (await about()).length).toBe(2);
  expect(await about()).toMatchObject([
    { type: 'dev.mosaic.token.revoked', actor: 'mosaic-mcp', subject: 'triage', data: { login: 'triage', task, epoch: 4 } },
    { type: 'dev.mosaic.token.created', actor: 'mosaic-mcp', subject: 'triage', data: { login: 'triage', task, epoch: 4 } },
  ]);
  expect(JSON.stringify([await about(), await root.call(listTokens, { query: { login: 'triage' } })])).not.toContain(token);
  for (const table of ['tokens', 'events', 'audit_records'])
    expect(JSON.stringify(await stage.store.rows(`select * from ${table}`))).not.toContain(token);
});
