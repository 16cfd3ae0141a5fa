import {
  ciPipelineLog,
  deploymentGet,
  deploymentList,
  deploymentReport,
  deploymentRequest,
  eventRead,
  eventRecord,
  inboxList,
  inboxMark,
  journeyGet,
  journeyList,
  notificationSend,
  pipelineRunFinished,
  pipelineRunQueued,
  refUpdated,
  repositoryDeleted,
  repositoryModified,
  taskClaim,
  taskCreate,
  taskGet,
  taskList,
  taskNext,
  tonyAgentList,
  tonyMessageList,
  tonyMessageSend,
  tonyProjectCreate,
  tonyProjectGet,
  tonyProjectList,
} from '@mosaic/contracts/mosaic';
import { newRepository } from '@mosaic/testing/fakes';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { SHA, deployment, requestId, startMcp, task, type McpHarness } from './harness.ts';

let stack: McpHarness;
beforeEach(async () => {
  stack = await startMcp();
});
afterEach(() => stack[Symbol.asyncDispose]());

const traceId = 'a'.repeat(32);
const privateRepository = { repositoryId: 1, repository: 'ada/hello', private: true, owner: 'ada' };

function pushed(): void {
  const moved = { pushId: 'p', ref: 'refs/heads/main', before: '0'.repeat(40), after: SHA, forced: false };
  const data = { ...privateRepository, ...moved, title: 'Say hello', defaultBranch: 'main', startedAt: Date.now() - 30 };
  stack.forge.feed.emit(refUpdated, data, { id: 'push-1', traceId });
}

const run = {
  ...privateRepository,
  ciRepositoryId: 1,
  pipelineId: 1,
  number: 1,
  event: 'push',
  branch: 'main',
  ref: 'refs/heads/main',
  sha: SHA,
  title: 'Say hello',
  author: 'ada',
};
const queued = () => stack.ci.feed.emit(pipelineRunQueued, run, { id: 'pipeline-queued', traceId });
const finished = () =>
  stack.ci.feed.emit(
    pipelineRunFinished,
    { ...run, status: 'success', errors: [], startedAt: 1, finishedAt: 2 },
    { id: 'pipeline-finished', traceId },
  );

const read = async (login: Parameters<McpHarness['call']>[0], input = {}) => (await stack.call(login, eventRead, input)).events;
const arrived = (count: number) => expect.poll(async () => (await read('mosaic-core')).length).toBe(count);

test('facts of forge and ci come in one order, each once, with their trace', async () => {
  pushed();
  pushed();
  await arrived(1);
  queued();
  await arrived(2);
  const events = await read('mosaic-core');
  expect(events.map(({ source, id, traceId: trace }) => ({ source, id, trace }))).toEqual([
    { source: 'forge', id: 'push-1', trace: traceId },
    { source: 'ci', id: 'pipeline-queued', trace: traceId },
  ]);
  expect(await read('mosaic-core', { after: events[0]?.seq })).toEqual([events[1]]);
  expect(await read('mosaic-core', { types: ['dev.mosaic.ref.updated'] })).toEqual([events[0]]);
  const { events: none, last } = await stack.call('mosaic-core', eventRead, { types: ['dev.mosaic.run.finished'] });
  expect({ none, last }).toEqual({ none: [], last: events[1]?.seq });
});

test('who begins to follow gets what was recorded in the last moments, and where to go on from', async () => {
  pushed();
  await arrived(1);
  stack.advance(60_000);
  await stack.call('ada', taskCreate, task());
  const recent = await stack.call('ada', eventRead, { pastMs: 30_000 });
  expect(recent.events.map(({ type }) => type)).toEqual(['dev.mosaic.task.changed']);
  expect(recent.last).toBe(recent.events[0]?.seq);
  expect((await read('ada', { pastMs: 90_000 })).map(({ type }) => type)).toEqual(['dev.mosaic.ref.updated', 'dev.mosaic.task.changed']);
  stack.advance(60_000);
  // Where those moments begin counts what is hidden from some.
  expect(await stack.call('ada', eventRead, { pastMs: 30_000 })).toEqual({ events: [], last: 0 });
});

test('an old event that arrives late hides nothing newer from who begins to follow', async () => {
  stack.advance(60_000);
  await stack.call('ada', taskCreate, task());
  // By the forge's own clock it happened a minute before.
  pushed();
  await arrived(2);
  const recent = await stack.call('ada', eventRead, { pastMs: 30_000 });
  expect(recent.events.map(({ type }) => type)).toContain('dev.mosaic.task.changed');
});

test('a waiting reader is woken by the event, not by the end of its wait', async () => {
  const waiting = stack.call('ada', eventRead, { waitMs: 20_000 }).then((page) => ({ page, at: performance.now() }));
  await stack.call('ada', taskList, {});
  const sentAt = performance.now();
  await stack.call('ada', taskCreate, task());
  const { page, at } = await waiting;
  expect(page.events.map((event) => event.type)).toEqual(['dev.mosaic.task.changed']);
  // The wait is 20 s; woken, an idle machine answers within 100 ms. The rest is room for a busy one.
  expect(at - sentAt).toBeLessThan(5_000);
});

test('a journey joins what one change set off, by its trace or its commit', async () => {
  pushed();
  queued();
  finished();
  await arrived(3);
  const { deployment: made } = await stack.call('mosaic-core', deploymentRequest, deployment({ traceId }));
  for (const state of ['running', 'live'] as const)
    await stack.call('mosaic-core', deploymentReport, { requestId: requestId(), id: made.id, state });
  await stack.call('mosaic-core', taskCreate, task({ role: 'reviewer', title: 'Review', traceId }));
  const notified = {
    login: 'ada',
    title: 'hello is live',
    url: made.url,
    outcome: 'ok' as const,
    project: 'hello',
    repository: 'ada/hello',
    traceId,
  };
  await stack.call('mosaic-tony', notificationSend, { requestId: requestId(), ...notified });

  const { journey } = await stack.call('ada', journeyGet, { id: traceId });
  expect(journey).toMatchObject({ repository: 'ada/hello', project: 'hello', title: 'Say hello', sha: SHA });
  expect(journey.hops.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    'change ok',
    'pipeline ok',
    'deployment ok',
    'task waiting',
    'notification ok',
  ]);
  expect(journey.hops.map((hop) => hop.url)).toEqual([
    `http://localhost:8080/ada/hello/commit/${SHA}`,
    'http://localhost:8080/ada/hello/pipelines/1',
    `http://localhost:8080/-/projects/hello/deployments/${made.id}`,
    'http://localhost:8080/-/projects/hello/tasks/T.001.01.01.01',
    'http://hello.localhost:8080',
  ]);
  expect((await stack.call('ada', journeyGet, { id: SHA.slice(0, 8) })).journey).toEqual(journey);
  expect((await stack.call('ada', journeyList, { project: 'hello' })).journeys).toEqual([journey]);
});

test('nobody sees anything of another’s private repository', async () => {
  pushed();
  queued();
  await arrived(2);
  const { deployment: made } = await stack.call('mosaic-core', deploymentRequest, deployment({ traceId }));
  const { task: created } = await stack.call('ada', taskCreate, task({ traceId }));
  await stack.call('ada', tonyMessageSend, { requestId: requestId(), project: 'hello', text: 'to all' });

  for (const stranger of ['bob', 'claude'] as const) {
    expect(await read(stranger)).toEqual([]);
    expect(await stack.refusal(stranger, taskGet, { key: created.key })).toBe('not_found');
    expect(await stack.refusal(stranger, journeyGet, { id: traceId })).toBe('not_found');
    expect(await stack.refusal(stranger, journeyGet, { id: SHA.slice(0, 8) })).toBe('not_found');
    expect((await stack.call(stranger, taskList, {})).tasks).toEqual([]);
    expect((await stack.call(stranger, taskNext, { roles: ['triage'] })).task).toBeNull();
    expect((await stack.call(stranger, journeyList, {})).journeys).toEqual([]);
    expect((await stack.call(stranger, tonyProjectList, {})).projects).toEqual([]);
    expect((await stack.call(stranger, tonyMessageList, {})).messages).toEqual([]);
    expect(await stack.refusal(stranger, tonyProjectGet, { project: 'hello' })).toBe('not_found');
    expect(await stack.refusal(stranger, ciPipelineLog, { repository: 'ada/hello', number: 1, stepId: 7 })).toBe('not_found');
    expect(await stack.refusal(stranger, taskCreate, task())).toBe('not_found');
    expect(await stack.refusal(stranger, tonyMessageSend, { requestId: requestId(), project: 'hello', text: 'x' })).toBe('not_found');
  }
  expect((await stack.call('bob', deploymentList, {})).deployments).toEqual([]);
  expect(await stack.refusal('bob', deploymentGet, { id: made.id })).toBe('not_found');
  const { last } = await stack.call('bob', eventRead, {});
  // It would count the events that are hidden.
  expect(last).toBe(0);
  expect((await read('ada')).length).toBeGreaterThan(3);
  // A neighbour's feed is for the platform alone.
  expect((await fetch(`${stack.url}/-/events`, { headers: { authorization: `Bearer ${'b'.repeat(40)}` } })).status).toBe(403);
});

test('a later repository of the same name does not show the rows of the one before', async () => {
  const { task: created } = await stack.call('ada', taskCreate, task());
  stack.forge.repositories[0] = newRepository({ id: 77, owner: 'ada', name: 'hello' });
  stack.advance(5_001);
  expect(await stack.refusal('bob', taskGet, { key: created.key })).toBe('not_found');
  expect(await stack.refusal('ada', taskGet, { key: created.key })).toBe('not_found');
});

test('nor its journeys and events', async () => {
  await stack.call('ada', tonyProjectCreate, { requestId: requestId(), project: 'hello', repository: 'ada/hello' });
  const { deployment: requested } = await stack.call('ada', deploymentRequest, deployment());
  const id = requested.traceId;
  expect((await stack.call('ada', journeyGet, { id })).journey).toMatchObject({ repository: 'ada/hello' });
  stack.forge.repositories[0] = newRepository({ id: 77, owner: 'ada', name: 'hello' });
  stack.advance(5_001);
  for (const login of ['ada', 'bob'] as const) {
    expect(await stack.refusal(login, journeyGet, { id })).toBe('not_found');
    expect((await stack.call(login, journeyList, {})).journeys).toEqual([]);
    expect((await stack.call(login, eventRead, {})).events.filter(({ data }) => data['repository'] === 'ada/hello')).toEqual([]);
  }
});

test('a renamed repository keeps its rows, a deleted one frees the name of its project', async () => {
  await stack.call('ada', tonyProjectCreate, { requestId: requestId(), project: 'hello', repository: 'ada/hello' });
  stack.forge.repositories[0] = newRepository({ id: 1, owner: 'ada', name: 'hallo', private: true });
  const data = { ...privateRepository, repository: 'ada/hallo', defaultBranch: 'main' };
  stack.forge.feed.emit(repositoryModified, data);
  const repositoryOf = async () => (await stack.call('ada', tonyProjectGet, { project: 'hello' })).project.repository;
  await expect.poll(() => repositoryOf().catch(String)).toBe('ada/hallo');
  stack.forge.feed.emit(repositoryDeleted, data);
  await expect
    .poll(() => stack.refusal('bob', tonyProjectCreate, { requestId: requestId(), project: 'hello', repository: 'bob/open' }))
    .toBe('');
});

test('notifications reach those who may read the repository, once', async () => {
  const stated = (login: string) => ({
    requestId: `event-1/${login}`,
    login,
    title: 'hello is live',
    url: 'http://hello.localhost:8080',
    outcome: 'ok' as const,
    project: 'hello',
    repository: 'ada/hello',
    traceId,
  });
  const waiting = stack.call('ada', inboxList, { waitMs: 20_000 });
  const sent = await stack.call('mosaic-tony', notificationSend, stated('ada'));
  expect(sent).toMatchObject({ added: true, entry: { title: 'hello is live', readAt: null } });
  expect(await stack.call('mosaic-tony', notificationSend, stated('ada'))).toEqual(sent);
  expect(await stack.call('mosaic-tony', notificationSend, stated('bob'))).toEqual({ added: false, entry: null });
  expect(await stack.call('mosaic-tony', notificationSend, stated('nobody'))).toEqual({ added: false, entry: null });
  expect(await waiting).toEqual({ entries: [sent.entry], unread: 1, next: null });
  expect(await stack.call('bob', inboxList, {})).toEqual({ entries: [], unread: 0, next: null });

  const ids = [sent.entry?.id as number];
  expect(await stack.call('bob', inboxMark, { requestId: requestId(), ids, read: true })).toEqual({ unread: 0 });
  expect((await stack.call('ada', inboxList, { unreadOnly: true })).unread).toBe(1);
  expect(await stack.call('ada', inboxMark, { requestId: requestId(), ids, read: true })).toEqual({ unread: 0 });
  expect((await stack.call('ada', inboxList, { unreadOnly: true })).entries).toEqual([]);
  // A person's notification is that person's alone, as an event too.
  expect((await read('bob')).map((event) => event.type)).toEqual([]);
  expect((await read('ada')).filter((event) => event.type === 'dev.mosaic.inbox.added')).toHaveLength(1);
});

test('messages go to one or to all of the project, and wake who waits', async () => {
  await stack.call('ada', tonyProjectCreate, { requestId: requestId(), project: 'hello', repository: 'ada/hello' });
  const waiting = stack.call('reviewer', tonyMessageList, { waitMs: 20_000 });
  await stack.call('ada', tonyMessageSend, { requestId: requestId(), project: 'hello', text: 'to all' });
  await stack.call('triage', tonyMessageSend, { requestId: requestId(), project: 'hello', to: 'ada', text: 'to ada' });
  expect((await waiting).messages).toMatchObject([{ from: 'ada', to: null, text: 'to all' }]);
  expect((await stack.call('ada', tonyMessageList, { project: 'hello' })).messages.map((message) => message.text)).toEqual([
    'to all',
    'to ada',
  ]);
  expect((await stack.call('reviewer', tonyMessageList, {})).messages).toHaveLength(1);
  expect(await stack.refusal('ada', tonyMessageSend, { requestId: requestId(), project: 'hello', to: 'nobody', text: 'x' })).toBe(
    'not_found',
  );
});

test('engines record that a run has finished, and the number is the one of the feed', async () => {
  const data = {
    runId: 'run-1',
    project: 'hello',
    repository: 'ada/hello',
    private: true,
    sha: SHA,
    branch: 'main',
    pipelineNumber: 1,
    title: 'Say hello',
    outcome: 'deployed',
    summary: '',
    url: '',
    concerned: ['ada'],
  };
  const stated = { requestId: requestId(), type: 'dev.mosaic.run.finished' as const, subject: 'ada/hello', traceId, data };
  const { seq } = await stack.call('mosaic-core', eventRecord, stated);
  expect(await read('mosaic-tony')).toMatchObject([{ seq, type: 'dev.mosaic.run.finished', data }]);
  expect(await stack.refusal('ada', eventRecord, { ...stated, requestId: requestId() })).toBe('forbidden');
  expect(await stack.refusal('mosaic-core', eventRecord, { ...stated, requestId: requestId(), data: { runId: 1 } })).toBe('invalid_input');
});

test('agents are listed with what they do, for those who may see it', async () => {
  const { task: created } = await stack.call('mosaic-core', taskCreate, task());
  await stack.call('triage', taskClaim, { requestId: requestId(), key: created.key });
  const agents = async (login: 'ada' | 'bob') =>
    (await stack.call(login, tonyAgentList, {})).agents.find((agent) => agent.login === 'triage');
  expect(await agents('ada')).toMatchObject({
    role: 'triage',
    builtIn: true,
    runtime: 'built-in',
    ruleBased: true,
    budget: { seconds: 600 },
    lastSeenAt: expect.any(Number),
    busyWith: created.title,
  });
  expect(await agents('bob')).toMatchObject({ busyWith: null });
});
