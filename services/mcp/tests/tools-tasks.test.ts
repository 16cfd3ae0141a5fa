import {
  taskClaim,
  taskComplete,
  taskCreate,
  taskGet,
  taskHeartbeat,
  taskList,
  taskNext,
  taskRelease,
  taskValidate,
  tonyAgentList,
  type ToolInput,
} from '@mosaic/contracts/mosaic';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { requestId, startMcp, task, type McpHarness } from './harness.ts';

/* Each tool for tasks through its door: what it answers, the change as another tool sees it, and that each input changes the answer. */

let stack: McpHarness;
const create = async (changes: Partial<ToolInput<typeof taskCreate>> = {}) => {
  stack.advance(10);
  return (await stack.call('ada', taskCreate, task(changes))).task;
};
const seen = async (key: string) => (await stack.call('ada', taskGet, { key })).task;
const claim = async (key: string) => (await stack.call('triage', taskClaim, { requestId: requestId(), key })).task;

const STATED = {
  title: 'Review the change',
  description: 'It touches the door.',
  role: 'reviewer',
  priority: 'high',
  input: { pipeline: 2 },
  traceId: 'b'.repeat(32),
} as const;

/** A task of defaults, one with all members, one of another project that is worked on. */
let plain: Awaited<ReturnType<typeof create>>;
let whole: typeof plain;
let busy: typeof plain;
beforeAll(async () => {
  stack = await startMcp();
  plain = await create();
  whole = await create(STATED);
  busy = await claim((await create({ project: 'other' })).key);
});
afterAll(() => stack[Symbol.asyncDispose]());

test('task_create answers what was stated, defaults for the rest, and task_get the same', async () => {
  const made = {
    key: expect.stringMatching(/^[0-9a-f-]{36}$/),
    project: 'hello',
    repository: 'ada/hello',
    private: true,
    state: 'ready',
    reason: '',
    attempts: 0,
    result: null,
    lease: null,
    createdBy: 'ada',
    createdAt: expect.any(Number),
    updatedAt: expect.any(Number),
  };
  expect(whole).toEqual({ ...made, ...STATED, id: 'T.001.01.01.02' });
  expect(plain).toEqual({
    ...made,
    id: 'T.001.01.01.01',
    title: 'Find out why the pipeline failed',
    description: '',
    role: 'triage',
    priority: 'medium',
    input: {},
    traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
  });
  expect([await seen(plain.key), await seen(whole.key)]).toEqual([plain, whole]);
});

test('task_list, filter by filter', async () => {
  const keys = async (input: ToolInput<typeof taskList>) => (await stack.call('ada', taskList, input)).tasks.map(({ key }) => key);
  expect((await stack.call('ada', taskList, {})).tasks).toEqual([busy, whole, plain]);
  expect([await keys({ project: 'hello' }), await keys({ project: 'other' })]).toEqual([[whole.key, plain.key], [busy.key]]);
  expect([await keys({ id: whole.id }), await keys({ id: plain.id })]).toEqual([[whole.key], [busy.key, plain.key]]);
  expect([await keys({ state: 'ready' }), await keys({ state: 'in_progress' })]).toEqual([[whole.key, plain.key], [busy.key]]);
  expect([await keys({ role: 'reviewer' }), await keys({ role: 'triage' })]).toEqual([[whole.key], [busy.key, plain.key]]);
  const { tasks, next } = await stack.call('ada', taskList, { limit: 2 });
  expect(tasks).toEqual([busy, whole]);
  expect(await stack.call('ada', taskList, { limit: 2, cursor: next as string })).toEqual({ tasks: [plain], next: null });
});

test('task_get names a task by its key, or by its project and its id there', async () => {
  expect((await stack.call('ada', taskGet, { key: busy.key })).task).toEqual(busy);
  expect((await stack.call('ada', taskGet, { project: 'other', id: plain.id })).task).toEqual(busy);
  expect((await stack.call('ada', taskGet, { project: 'hello', id: plain.id })).task).toEqual(plain);
  expect((await stack.call('ada', taskGet, { project: 'hello', id: whole.id })).task).toEqual(whole);
  expect(await stack.refusal('ada', taskGet, { key: 'none' })).toBe('not_found');
});

test('task_next by role, at once or when there is one', async () => {
  const next = async (role: string, waitMs = 0) => (await stack.call('ada', taskNext, { roles: [role], waitMs })).task;
  expect([await next('triage'), await next('reviewer'), await next('coordinator')]).toEqual([plain, whole, null]);
  const waiting = next('coordinator', 20_000);
  expect(await next('coordinator')).toBeNull();
  const made = await create({ role: 'coordinator', project: 'waited' });
  expect(await waiting).toEqual(made);
});

test('claimed, kept, given back, reported and judged: each answers the task as task_get then shows it', async () => {
  const { key } = await create({ project: 'life', title: 'Mend it' });
  const told = async (answer: Promise<{ task: typeof plain }>) => {
    const { task: answered } = await answer;
    expect(await seen(key)).toEqual(answered);
    return answered;
  };
  const write = () => ({ requestId: requestId(), key });
  const lease = (epoch: number) => ({ ...write(), epoch });

  expect(await stack.refusal('reviewer', taskClaim, write())).toBe('forbidden');
  const claimed = await told(stack.call('triage', taskClaim, write()));
  expect(claimed).toMatchObject({ key, state: 'in_progress', attempts: 0, lease: { holder: 'triage', epoch: 1 } });
  const { agents } = await stack.call('ada', tonyAgentList, {});
  expect(agents.map(({ login }) => login).toSorted()).toEqual(['claude', 'implementer', 'reviewer', 'triage']);
  expect(agents.find(({ login }) => login === 'claude')).toEqual({
    login: 'claude',
    role: 'implementer',
    builtIn: false,
    runtime: 'mcp',
    ruleBased: false,
    model: '',
    budget: { tokens: 0, seconds: 600, toolCalls: 2_000 },
    lastSeenAt: null,
    busyWith: null,
    task: null,
  });

  stack.advance(5_000);
  const kept = await told(stack.call('triage', taskHeartbeat, { ...lease(1), progress: 'Reading the log' }));
  expect(kept).toMatchObject({ reason: 'Reading the log', lease: { epoch: 1 } });
  expect((kept.lease?.expiresAt ?? 0) - (claimed.lease?.expiresAt ?? 0)).toBeGreaterThanOrEqual(5_000);
  expect(await told(stack.call('triage', taskHeartbeat, lease(1)))).toMatchObject({ reason: 'Reading the log' });

  expect(await told(stack.call('triage', taskRelease, { ...lease(1), reason: 'The forge is silent.' }))).toMatchObject({
    state: 'ready',
    reason: 'The forge is silent.',
    lease: null,
    attempts: 0,
  });
  await claim(key);
  expect(await told(stack.call('triage', taskRelease, lease(2)))).toMatchObject({ state: 'ready', reason: '' });

  await claim(key);
  const report = { ...lease(3), outcome: 'completed' as const, result: { issue: 3 }, reason: 'See the issue.' };
  expect(await told(stack.call('triage', taskComplete, report))).toMatchObject({
    state: 'completed',
    result: { issue: 3 },
    reason: 'See the issue.',
    lease: null,
  });
  const refused = { ...write(), accepted: false, evidence: { issue: 'open' }, reason: 'It is open still.' };
  expect(await told(stack.call('mosaic-core', taskValidate, refused))).toMatchObject({
    state: 'ready',
    reason: 'It is open still.',
    attempts: 1,
    result: { issue: 3 },
  });

  await claim(key);
  expect(await told(stack.call('triage', taskComplete, { ...lease(4), outcome: 'completed' }))).toMatchObject({ result: {}, reason: '' });
  const accepted = { ...write(), accepted: true, evidence: { merged: true } };
  expect(await told(stack.call('mosaic-core', taskValidate, accepted))).toMatchObject({
    state: 'validated',
    reason: '',
    result: { evidence: { merged: true } },
  });
});

test('a task has a repository, so that whatever works on it reaches one', async () => {
  for (const repository of ['', 'hello', 'ada/nothing'])
    expect(await stack.refusal('ada', taskCreate, task({ repository }))).toBe(repository === 'ada/nothing' ? 'not_found' : 'invalid_input');
});

test('task_claim with the hash of a token has accounts make it until the lease ends; without a hash there is none', async () => {
  const tokenHash = 'a'.repeat(64);
  const { key } = await create();
  const { lease } = (await stack.call('triage', taskClaim, { requestId: requestId(), key, tokenHash })).task;
  const attempt = `${key} 1`;
  expect(stack.accounts.attempts.get(attempt)).toMatchObject({ tokenHash, expiresAt: lease?.expiresAt });
  const other = await claim((await create()).key);
  expect(stack.accounts.attempts.has(`${other.key} 1`)).toBe(false);
});
