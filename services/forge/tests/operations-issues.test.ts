import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';

import {
  issueCreateComment,
  issueCreateIssue,
  issueDeleteComment,
  issueEditComment,
  issueEditIssue,
  issueGetComments,
  issueGetIssue,
  issueGetLabel,
  issueListIssues,
  issueListLabels,
  repoAddCollaborator,
} from '@mosaic/contracts/gitea';

import { startForge, TOKENS, type ForgeHarness } from './harness.ts';

/* Each operation on issues through its door: what it answers, and that each parameter changes the answer. */

let bench: ForgeHarness;
const ada = () => bench.as(TOKENS.ada);
const lib = { owner: 'ada', repo: 'lib' };
const [PAST, FUTURE] = ['2001-01-01T00:00:00Z', '2999-01-01T00:00:00Z'];

/** Three issues: ada's first with two labels and two comments, bob's second, which is given to bob, and a closed third. */
beforeAll(async () => {
  bench = await startForge();
  await ada().createRepository({ name: 'lib' });
  await ada().call(repoAddCollaborator, { ...lib, collaborator: 'bob', body: {} });
  await ada().call(issueCreateIssue, { ...lib, body: { title: 'Leak', body: 'In the parser.', labels: ['bug', 'urgent'] } });
  await bench.as(TOKENS.bob).call(issueCreateIssue, { ...lib, body: { title: 'Crash', assignee: 'bob', labels: ['bug'] } });
  await ada().call(issueCreateIssue, { ...lib, body: { title: 'Wish', closed: true } });
  for (const body of ['Seen too.', 'And here.']) await ada().call(issueCreateComment, { ...lib, index: 1, body: { body } });
});
afterAll(() => bench[Symbol.asyncDispose]());

test('the list of issues, filter by filter', async () => {
  const list = async (query: z.input<typeof issueListIssues.query>) =>
    (await ada().call(issueListIssues, { ...lib, query })).map(({ number }) => number);
  expect([await list({}), await list({ state: 'closed' }), await list({ state: 'all' })]).toEqual([[2, 1], [3], [3, 2, 1]]);
  expect([await list({ limit: 1 }), await list({ limit: 1, page: 2 })]).toEqual([[2], [1]]);
  expect((await ada().callPage(issueListIssues, { ...lib, query: { limit: 1 } })).total).toBe(2);
  expect([await list({ type: 'issues' }), await list({ type: 'pulls' })]).toEqual([[2, 1], []]);
  expect([await list({ labels: 'bug' }), await list({ labels: 'bug,urgent' })]).toEqual([[2, 1], [1]]);
  expect([await list({ q: 'PARSER' }), await list({ q: 'crash' })]).toEqual([[1], [2]]);
  expect([await list({ since: PAST }), await list({ since: FUTURE })]).toEqual([[2, 1], []]);
  expect([await list({ before: PAST }), await list({ before: FUTURE })]).toEqual([[], [2, 1]]);
  expect([await list({ created_by: 'ada' }), await list({ created_by: 'bob' })]).toEqual([[1], [2]]);
  expect([await list({ assigned_by: 'bob' }), await list({ assigned_by: 'ada' })]).toEqual([[2], []]);
  expect([await list({ sort: 'oldest' }), await list({ sort: 'mostcomment' })]).toEqual([
    [1, 2],
    [1, 2],
  ]);
});

test('one issue as it was written', async () => {
  expect(await ada().call(issueGetIssue, { ...lib, index: 1 })).toMatchObject({
    number: 1,
    title: 'Leak',
    body: 'In the parser.',
    state: 'open',
    user: { login: 'ada' },
    labels: [{ name: 'bug' }, { name: 'urgent' }],
    comments: 2,
    assignees: null,
    repository: { full_name: 'ada/lib' },
  });
  expect(await ada().callOrNull(issueGetIssue, { ...lib, index: 99 })).toBeNull();
});

test('a new issue, member by member', async () => {
  const [bug] = await ada().call(issueListLabels, lib);
  const open = (body: z.input<typeof issueCreateIssue.body>) => ada().call(issueCreateIssue, { owner: 'ada', repo: 'made', body });
  await ada().createRepository({ name: 'made' });
  const plain = { body: '', labels: [], state: 'open', closed_at: null, due_date: null, assignee: null, assignees: null };
  expect(await open({ title: ' One ' })).toMatchObject({ ...plain, number: 1, title: 'One' });
  expect(await open({ title: 'Text', body: 'More' })).toMatchObject({ ...plain, number: 2, body: 'More' });
  const labelled = await open({ title: 'Labels', labels: ['new'] });
  expect(labelled).toMatchObject({ labels: [{ name: 'new' }] });
  const again = await open({ title: 'Again', labels: [labelled.labels[0]?.id ?? 0] });
  expect(again.labels).toEqual(labelled.labels);
  await expect(open({ title: 'Of elsewhere', labels: [bug?.id ?? 0] })).rejects.toMatchObject({ status: 422 });
  expect(await open({ title: 'Done', closed: true })).toMatchObject({ state: 'closed', closed_at: expect.any(String) as string });
  expect(await open({ title: 'Due', due_date: '2030-02-03T10:00:00Z' })).toMatchObject({ due_date: '2030-02-03T23:59:59Z' });
  expect(await open({ title: 'Mine', assignee: 'ada' })).toMatchObject({ assignee: { login: 'ada' } });
  expect(await open({ title: 'Ours', assignees: ['ada', 'triage'] })).toMatchObject({ assignees: [{ login: 'ada' }, { login: 'triage' }] });
});

test('an issue is changed one member at a time, and keeps the others', async () => {
  const { number: index } = await ada().call(issueCreateIssue, { ...lib, body: { title: 'Change me', closed: true, labels: ['bug'] } });
  let shown: object = { title: 'Change me', body: '', state: 'closed', due_date: null, assignee: null, labels: [{ name: 'bug' }] };
  const due = { due_date: '2030-02-03T23:59:59Z' };
  const changes: [z.input<typeof issueEditIssue.body>, object][] = [
    [{ title: 'Changed' }, { title: 'Changed' }],
    [{ body: 'Text' }, { body: 'Text' }],
    [{ state: 'open' }, { state: 'open', closed_at: null }],
    [{ state: 'closed' }, { state: 'closed', closed_at: expect.any(String) as string }],
    [due, due],
    [{ unset_due_date: true }, { due_date: null }],
    [{ assignee: 'bob' }, { assignee: { login: 'bob' } }],
    [{ assignees: ['ada', 'bob'] }, { assignee: { login: 'ada' }, assignees: [{ login: 'ada' }, { login: 'bob' }] }],
    [{ assignees: [] }, { assignee: null, assignees: null }],
  ];
  for (const [body, members] of changes) {
    shown = { ...shown, ...members };
    expect(await ada().call(issueEditIssue, { ...lib, index, body })).toMatchObject(shown);
    expect(await ada().call(issueGetIssue, { ...lib, index })).toMatchObject(shown);
  }
  const eve = bench.as(TOKENS.eve);
  await expect(eve.call(issueEditIssue, { ...lib, index, body: { title: 'Mine' } })).rejects.toMatchObject({ status: 403 });
});

test('comments: listed, written, changed and removed', async () => {
  const texts = async (query: z.input<typeof issueGetComments.query>, index = 1) =>
    (await ada().call(issueGetComments, { ...lib, index, query })).map(({ body }) => body);
  const all = ['Seen too.', 'And here.'];
  expect(await texts({})).toEqual(all);
  expect([await texts({ since: PAST }), await texts({ since: FUTURE })]).toEqual([all, []]);
  expect([await texts({ before: PAST }), await texts({ before: FUTURE })]).toEqual([[], all]);
  const made = await ada().call(issueCreateComment, { ...lib, index: 2, body: { body: 'First words' } });
  expect(made).toMatchObject({
    body: 'First words',
    user: { login: 'ada' },
    issue_url: expect.stringMatching(/\/ada\/lib\/issues\/2$/) as string,
  });
  const edited = await ada().call(issueEditComment, { ...lib, id: made.id, body: { body: 'Other words' } });
  expect(edited).toMatchObject({ id: made.id, body: 'Other words' });
  expect(await texts({}, 2)).toEqual(['Other words']);
  const eve = bench.as(TOKENS.eve);
  await expect(eve.call(issueDeleteComment, { ...lib, id: made.id })).rejects.toMatchObject({ status: 403 });
  expect(await ada().call(issueDeleteComment, { ...lib, id: made.id })).toBeUndefined();
  expect(await texts({}, 2)).toEqual([]);
});

test('labels: listed, page by page, and one by its id', async () => {
  const list = async (query: z.input<typeof issueListLabels.query>) =>
    (await ada().call(issueListLabels, { ...lib, query })).map(({ name }) => name);
  expect([await list({}), await list({ limit: 1 }), await list({ limit: 1, page: 2 })]).toEqual([['bug', 'urgent'], ['bug'], ['urgent']]);
  const [, urgent] = await ada().call(issueListLabels, lib);
  const one = await ada().call(issueGetLabel, { ...lib, id: urgent?.id ?? 0 });
  expect(one).toMatchObject({ name: 'urgent', color: expect.stringMatching(/^[0-9a-f]{6}$/) as string });
  expect(await ada().callOrNull(issueGetLabel, { ...lib, id: 999 })).toBeNull();
});
