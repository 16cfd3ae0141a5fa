import {
  inboxMark,
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
  tonyProjectCreate,
} from '@mosaic/contracts/mosaic';
import { newRepository } from '@mosaic/testing/fakes';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { isOnSqlite } from '@mosaic/testing/servers';

import { openFixture, requestId, startMcp, task, type McpHarness } from './harness.ts';

let stack: McpHarness;
beforeAll(async () => {
  stack = await startMcp();
});
afterAll(() => stack[Symbol.asyncDispose]());

const create = async (changes = {}) => (await stack.call('mosaic-core', taskCreate, task(changes))).task;
const claim = async (key: string) => (await stack.call('triage', taskClaim, { requestId: requestId(), key })).task;
const stateOf = async (key: string) => (await stack.call('mosaic-core', taskGet, { key })).task;

test('ids are given by the server, each once, also when many ask at the same time', async () => {
  const tasks = await Promise.all(Array.from({ length: 30 }, () => create({ project: 'many' })));
  const ids = tasks.map((created) => created.id);
  expect(new Set(ids).size).toBe(30);
  expect(ids.toSorted()[0]).toBe('T.001.01.01.01');
  expect(ids.toSorted()[29]).toBe('T.001.01.01.30');
});

test('a task is found by its key, and by its id in its project', async () => {
  const { key, id } = await create({ project: 'named' });
  expect((await stack.call('mosaic-core', taskGet, { project: 'named', id })).task).toMatchObject({ key, project: 'named' });
  expect(await stack.refusal('mosaic-core', taskGet, { project: 'elsewhere', id })).toBe('not_found');
  expect(await stack.refusal('mosaic-core', taskGet, { project: 'named' })).toBe('invalid_input');
});

test('a task is found by its id over all projects, and the list of agents says on which one each works', async () => {
  const { key, id } = await create({ project: 'elsewhere', title: 'Find the fault' });
  for (let index = 0; index < 3; index++) await create({ project: 'elsewhere' });
  const { tasks } = await stack.call('ada', taskList, { id, limit: 200 });
  expect(tasks.filter(({ project }) => project === 'elsewhere').map((found) => found.key)).toEqual([key]);
  await claim(key);
  const { agents } = await stack.call('ada', tonyAgentList, {});
  expect(agents.find(({ task }) => task?.key === key)).toMatchObject({ busyWith: 'Find the fault', task: { id, project: 'elsewhere' } });
  expect(agents.every(({ busyWith, task }) => (busyWith === null) === (task === null))).toBe(true);
});

test('exactly one of twenty claims wins', async () => {
  const { key } = await create();
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      stack.refusal(index % 2 === 0 ? 'mosaic-tony' : 'triage', taskClaim, { requestId: requestId(), key }),
    ),
  );
  expect(outcomes.filter((code) => code === '')).toHaveLength(1);
  expect(outcomes.filter((code) => code === 'conflict')).toHaveLength(19);
  expect(await stateOf(key)).toMatchObject({ state: 'in_progress', lease: { epoch: 1 } });
});

test('a claimed task is worked on, reported and validated by another', async () => {
  const { key } = await create({ priority: 'high', input: { pipeline: 2 } });
  const { lease } = await claim(key);
  const epoch = lease?.epoch as number;
  const kept = await stack.call('triage', taskHeartbeat, { requestId: requestId(), key, epoch, progress: 'reading the log' });
  expect(kept.task).toMatchObject({ state: 'in_progress', reason: 'reading the log' });
  const done = await stack.call('triage', taskComplete, {
    requestId: requestId(),
    key,
    epoch,
    outcome: 'completed',
    result: { issue: 4 },
  });
  expect(done.task).toMatchObject({ state: 'completed', result: { issue: 4 }, lease: null, input: { pipeline: 2 } });
  const validated = await stack.call('mosaic-core', taskValidate, {
    requestId: requestId(),
    key,
    accepted: true,
    evidence: { merged: true },
  });
  expect(validated.task).toMatchObject({ state: 'validated', result: { issue: 4, evidence: { merged: true } } });
  expect(await stack.refusal('mosaic-core', taskValidate, { requestId: requestId(), key, accepted: true })).toBe('conflict');
});

test('a write under a stale epoch is refused and changes nothing', async () => {
  const { key } = await create();
  const first = await claim(key);
  await stack.call('triage', taskRelease, { requestId: requestId(), key, epoch: 1 });
  const second = await claim(key);
  expect([first.lease?.epoch, second.lease?.epoch]).toEqual([1, 2]);
  for (const tool of [taskHeartbeat, taskRelease])
    expect(await stack.refusal('triage', tool, { requestId: requestId(), key, epoch: 1 })).toBe('stale_lease');
  const complete = { requestId: requestId(), key, outcome: 'completed' as const };
  expect(await stack.refusal('triage', taskComplete, { ...complete, epoch: 1 })).toBe('stale_lease');
  expect(await stack.refusal('mosaic-tony', taskComplete, { ...complete, epoch: 2 })).toBe('stale_lease');
  expect(await stateOf(key)).toMatchObject({ state: 'in_progress', lease: { holder: 'triage', epoch: 2 } });
});

test('a lease that ends gives the task back; after three attempts it waits for a person', async () => {
  const { key } = await create({ title: 'Lost three times' });
  for (const attempts of [1, 2, 3]) {
    const { lease } = await claim(key);
    stack.advance(29_000);
    expect((await stack.call('triage', taskHeartbeat, { requestId: requestId(), key, epoch: lease?.epoch as number })).task.state).toBe(
      'in_progress',
    );
    stack.advance(30_001);
    expect(await stack.refusal('triage', taskHeartbeat, { requestId: requestId(), key, epoch: lease?.epoch as number })).toBe(
      'stale_lease',
    );
    await expect.poll(() => stateOf(key)).toMatchObject({ state: attempts === 3 ? 'blocked' : 'ready', attempts, lease: null });
  }
  expect((await stateOf(key)).reason).toContain('a person has to look');
});

test('a failure is tried again after a pause, and blocks in the end', async () => {
  const { key } = await create();
  for (const attempts of [1, 2, 3]) {
    const { lease } = await claim(key);
    const report = { requestId: requestId(), key, epoch: lease?.epoch as number, outcome: 'failed' as const, reason: 'no network' };
    const { task: failed } = await stack.call('triage', taskComplete, report);
    expect(failed).toMatchObject({ state: attempts === 3 ? 'blocked' : 'failed', attempts, reason: 'no network' });
    if (attempts === 3) break;
    stack.advance(10_000 * attempts);
    await expect.poll(async () => (await stateOf(key)).state).toBe('ready');
  }
});

test('task_next gives the most urgent task of the role, and wakes a waiting agent at once', async () => {
  await create({ role: 'reviewer', title: 'later', priority: 'low' });
  await create({ role: 'reviewer', title: 'first', priority: 'critical' });
  expect((await stack.call('reviewer', taskNext, { roles: ['reviewer'] })).task?.title).toBe('first');
  // Work of another role is not shown, whoever asks for it.
  expect((await stack.call('triage', taskNext, { roles: ['reviewer'] })).task).toBeNull();
  expect(await stack.refusal('triage', taskClaim, { requestId: requestId(), key: (await create({ role: 'reviewer' })).key })).toBe(
    'forbidden',
  );

  const waiting = stack
    .call('mosaic-tony', taskNext, { roles: ['coordinator'], waitMs: 20_000 })
    .then((found) => ({ found, at: performance.now() }));
  await stack.call('mosaic-core', taskList, {});
  const sentAt = performance.now();
  await create({ role: 'coordinator', title: 'woken' });
  const { found, at } = await waiting;
  expect(found.task?.title).toBe('woken');
  expect(at - sentAt).toBeLessThan(5_000);
});

test('a long poll ends with its client, and an empty one in time', async () => {
  const calls = async () => Number((await stack.store.rows(`select count(*) as n from tool_calls where tool = 'task_next'`))[0]?.['n']);
  const before = await calls();
  const gone = new AbortController();
  const waiting = stack.call('triage', taskNext, { roles: ['nothing'], waitMs: 30_000 }, { signal: gone.signal });
  await stack.call('triage', taskNext, { roles: ['nothing'] });
  expect(await calls()).toBe(before + 1);
  gone.abort();
  await expect(waiting).rejects.toThrow();
  // The audit row comes when the server has let go of the call.
  await expect.poll(calls).toBe(before + 2);
  expect(await stack.call('triage', taskNext, { roles: ['nothing'], waitMs: 50 })).toEqual({ task: null });
});

test('a restart gives back what our own agents held, and keeps what others hold', async () => {
  await using fixture = await openFixture();
  let ours = '';
  let theirs = '';
  {
    await using first = await startMcp({ fixture, repositories: [newRepository({ id: 1, owner: 'ada', name: 'hello', private: true })] });
    ours = (await first.call('mosaic-core', taskCreate, task())).task.key;
    theirs = (await first.call('mosaic-core', taskCreate, task())).task.key;
    await first.call('triage', taskClaim, { requestId: requestId(), key: ours });
    await first.call('ada', taskClaim, { requestId: requestId(), key: theirs });
  }
  await using second = await startMcp({ fixture, repositories: [newRepository({ id: 1, owner: 'ada', name: 'hello', private: true })] });
  expect((await second.call('ada', taskGet, { key: ours })).task).toMatchObject({ state: 'ready', attempts: 1 });
  expect((await second.call('ada', taskGet, { key: theirs })).task).toMatchObject({ state: 'in_progress', lease: { holder: 'ada' } });
});

test.runIf(isOnSqlite())('a task that cannot be given back at the start keeps neither the start nor the others', async () => {
  await using fixture = await openFixture();
  const repositories = [newRepository({ id: 1, owner: 'ada', name: 'hello', private: true })];
  const keys: string[] = [];
  {
    await using first = await startMcp({ fixture, repositories });
    for (let index = 0; index < 2; index++) {
      const { key } = (await first.call('mosaic-core', taskCreate, task())).task;
      await first.call('triage', taskClaim, { requestId: requestId(), key });
      keys.push(key);
    }
    // More of them than are looked at together, and the sound one behind them.
    await fixture.store.rows(`create table one as select * from tasks where key = '${keys[0]}'`);
    await fixture.store.rows(`create table sound as select * from tasks where key = '${keys[1]}'`);
    await fixture.store.rows('delete from tasks');
    for (let index = 0; index < 120; index++) {
      await fixture.store.rows('insert into tasks select * from one');
      await fixture.store.rows(`update one set key = '-${index}', id = id + 100`);
    }
    await fixture.store.rows('insert into tasks select * from sound');
    await fixture.store.rows(
      `create trigger damaged before update on tasks when old.key <> '${keys[1]}' begin select raise(abort, 'damaged'); end`,
    );
  }
  await using second = await startMcp({ fixture, repositories });
  const states = await Promise.all(keys.map(async (key) => (await second.call('ada', taskGet, { key })).task.state));
  expect(states).toEqual(['in_progress', 'ready']);
});

test('stopping the server answers who waits, at once', async () => {
  await using own = await startMcp();
  const waiting = own.call('triage', taskNext, { roles: ['triage'], waitMs: 30_000 });
  await own.call('triage', taskList, {});
  const startedAt = performance.now();
  await own.stop();
  expect(await waiting).toEqual({ task: null });
  expect(performance.now() - startedAt).toBeLessThan(15_000);
});

test("a project counts its own repository's tasks only, and a limited token does not mark the inbox", async () => {
  await using own = await startMcp();
  await own.call('ada', tonyProjectCreate, { requestId: requestId(), project: 'hello', repository: 'ada/hello' });
  expect(await own.refusal('bob', taskCreate, task({ repository: 'bob/open' }))).toBe('not_found');
  expect((await own.call('ada', taskCreate, task())).task.id).toBe('T.001.01.01.01');
  expect(await own.refusal('adaLimited', inboxMark, { requestId: requestId(), ids: [1], read: true })).toBe('forbidden');
});
