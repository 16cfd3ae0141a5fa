import {
  eventRead,
  eventRecord,
  inboxList,
  inboxMark,
  notificationSend,
  tonyMessageList,
  tonyMessageSend,
  tonyProjectCreate,
  type ToolInput,
} from '@mosaic/contracts/mosaic';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { requestId, SHA, startMcp, type Login, type McpHarness } from './harness.ts';

/* Each tool for messages, inboxes and events through its door: what it answers, who else sees it, what each input changes. */

let stack: McpHarness;
const TRACE = 'c'.repeat(32);

const write = (login: Login, project: string, text: string, to?: string) =>
  stack.call(login, tonyMessageSend, { requestId: requestId(), project, text, to });
const notify = async (title: string, changes: Partial<ToolInput<typeof notificationSend>> = {}) =>
  stack.call('mosaic-tony', notificationSend, {
    requestId: requestId(),
    login: 'ada',
    title,
    url: 'http://hello.localhost:8080',
    outcome: 'ok',
    project: 'hello',
    repository: 'ada/hello',
    traceId: TRACE,
    ...changes,
  });
const RUN = {
  runId: 'run-1',
  project: 'hello',
  repository: 'ada/hello',
  private: true,
  sha: SHA,
  branch: 'main',
  pipelineNumber: 1,
  title: 'Say hello',
  outcome: 'deployed',
  summary: 'Live.',
  url: 'http://hello.localhost:8080',
  concerned: ['ada'],
};

/** Two projects. */
beforeAll(async () => {
  stack = await startMcp();
  await stack.call('ada', tonyProjectCreate, { requestId: requestId(), project: 'hello', repository: 'ada/hello' });
  await stack.call('bob', tonyProjectCreate, { requestId: requestId(), project: 'open', repository: 'bob/open' });
});
afterAll(() => stack[Symbol.asyncDispose]());

test('messages: to all or to one, and the list input by input', async () => {
  const list = async (login: Login, input: ToolInput<typeof tonyMessageList> = {}) =>
    (await stack.call(login, tonyMessageList, input)).messages;
  const waiting = list('ada', { waitMs: 20_000 });
  expect(await list('ada')).toEqual([]);
  const { message: toAll } = await write('ada', 'hello', 'To all.');
  expect(await waiting).toEqual([toAll]);
  const { message: toBob } = await write('ada', 'open', 'To bob.', 'bob');
  const { message: toAda } = await write('bob', 'open', 'To ada.', 'ada');
  const sent = { id: expect.any(Number), createdAt: expect.any(Number) };
  expect(toAll).toEqual({ ...sent, from: 'ada', to: null, project: 'hello', text: 'To all.' });
  expect(toBob).toEqual({ ...sent, from: 'ada', to: 'bob', project: 'open', text: 'To bob.' });
  expect([await list('ada'), await list('bob')]).toEqual([[toAll, toAda], [toBob]]);
  expect([await list('ada', { project: 'hello' }), await list('ada', { project: 'open' })]).toEqual([[toAll], [toAda]]);
  expect(await list('ada', { after: toAll.id })).toEqual([toAda]);
  expect(await list('ada', { limit: 1 })).toEqual([toAll]);
});

test('an inbox: told, listed input by input, and marked', async () => {
  const list = (input: ToolInput<typeof inboxList> = {}) => stack.call('ada', inboxList, input);
  const waiting = list({ waitMs: 20_000 });
  expect(await list()).toEqual({ entries: [], unread: 0, next: null });
  const { added, entry: live } = await notify('It is live', { body: 'Look at it.' });
  expect([added, live]).toEqual([
    true,
    {
      id: expect.any(Number),
      title: 'It is live',
      body: 'Look at it.',
      url: 'http://hello.localhost:8080',
      outcome: 'ok',
      project: 'hello',
      repository: 'ada/hello',
      traceId: TRACE,
      createdAt: expect.any(Number),
      readAt: null,
    },
  ]);
  expect(await waiting).toEqual({ entries: [live], unread: 1, next: null });
  const { entry: plain } = await notify('It failed', { outcome: 'fail' });
  expect(plain).toMatchObject({ body: '', outcome: 'fail' });
  expect(await notify('Not for bob', { login: 'bob' })).toEqual({ added: false, entry: null });

  expect(await list()).toEqual({ entries: [plain, live], unread: 2, next: null });
  expect((await list({ after: live?.id })).entries).toEqual([plain]);
  const { entries, next } = await list({ limit: 1 });
  expect(entries).toEqual([plain]);
  expect(await list({ limit: 1, cursor: next as string })).toEqual({ entries: [live], unread: 2, next: null });

  const mark = (read: boolean) => stack.call('ada', inboxMark, { requestId: requestId(), ids: [live?.id as number], read });
  expect(await mark(true)).toEqual({ unread: 1 });
  expect((await list()).entries.map(({ readAt }) => readAt)).toEqual([null, expect.any(Number)]);
  expect((await list({ unreadOnly: true })).entries).toEqual([plain]);
  expect(await mark(false)).toEqual({ unread: 2 });
  expect((await list({ unreadOnly: true })).entries).toEqual([plain, live]);
});

test('an event is recorded, read by who sees its repository, and the list input by input', async () => {
  const read = (input: ToolInput<typeof eventRead> = {}, login: Login = 'mosaic-core') => stack.call(login, eventRead, input);
  const { last } = await read();
  const waiting = read({ after: last, waitMs: 20_000 });
  expect(await read({ after: last })).toEqual({ events: [], last });
  const record = async (runId: string) =>
    (
      await stack.call('mosaic-core', eventRecord, {
        requestId: requestId(),
        type: 'dev.mosaic.run.finished',
        subject: 'ada/hello',
        traceId: TRACE,
        data: { ...RUN, runId },
      })
    ).seq;
  const seq = await record('run-1');
  const event = {
    seq,
    id: expect.any(String),
    source: 'mcp',
    type: 'dev.mosaic.run.finished',
    subject: 'ada/hello',
    time: expect.any(Number),
    traceId: TRACE,
    actor: 'mosaic-core',
    data: RUN,
  };
  expect(await waiting).toEqual({ events: [event], last: seq });
  const second = await record('run-2');
  const seqs = async (input: ToolInput<typeof eventRead>, login?: Login) => (await read(input, login)).events.map((found) => found.seq);
  expect([await seqs({ after: last }), await seqs({ after: seq })]).toEqual([[seq, second], [second]]);
  expect([await seqs({ after: last, limit: 1 }), await seqs({ limit: 1 })]).toEqual([[seq], [1]]);
  const finished = { types: ['dev.mosaic.run.finished'] };
  expect([await seqs(finished), await seqs(finished, 'ada'), await seqs(finished, 'bob')]).toEqual([[seq, second], [seq, second], []]);
  expect((await read({ types: ['dev.mosaic.project.created'] })).events.map(({ subject }) => subject)).toEqual(['hello', 'open']);
});
