import { expect } from 'vitest';
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

import { once } from './once.ts';
import { departure, requirement } from './suite.ts';
import type { Home } from './target.ts';

type NewIssue = z.input<typeof issueCreateIssue.body>;
type Change = z.input<typeof issueEditIssue.body>;

const [PAST, FUTURE] = ['2001-01-01T00:00:00Z', '2037-01-01T00:00:00Z'];
/** Upstream lists several in no order. */
const EITHER = { login: expect.stringMatching(/^(?:ada|bob)$/) as string };
const open = ({ owner, at }: Home, body: NewIssue) => owner.call(issueCreateIssue, { ...at, body });
const nameOf = ({ at }: Home) => (at.owner === 'ada' ? 'bob' : 'ada');
/** The other developer may work there. */
const share = ({ owner, at }: Home, collaborator: string) =>
  owner.call(repoAddCollaborator, { ...at, collaborator, body: { permission: 'write' } });

/** Two labels of a repository that was made with the default ones. */
async function twoLabels({ owner, at }: Home) {
  const [one, two] = await owner.call(issueListLabels, at);
  if (one === undefined || two === undefined) throw new Error('The repository has no labels.');
  return [one, two] as const;
}

/** Three issues: the owner's with two labels and a comment, the other's with one, given to the other, and a closed one. */
async function tracker(home: Home) {
  await share(home, nameOf(home));
  const [one, two] = await twoLabels(home);
  await open(home, { title: 'Leak', body: 'In the parser.', labels: [one.id, two.id] });
  await home.other.call(issueCreateIssue, { ...home.at, body: { title: 'Crash', assignees: [nameOf(home)], labels: [one.id] } });
  await open(home, { title: 'Wish', closed: true });
  await home.owner.call(issueCreateComment, { ...home.at, index: 1, body: { body: 'Seen too.' } });
  const list = async (query: z.input<typeof issueListIssues.query>) =>
    (await home.owner.call(issueListIssues, { ...home.at, query })).map(({ number }) => number);
  return { ...home, list, labels: [one.name, two.name] as const };
}
/** Made once; nothing is changed there. */
const trackers = once(async (target) => Promise.all((await target.homes({ issue_labels: 'Default' })).map(tracker)));

requirement('gitea.issues.list.state', async (target) => {
  for (const { list } of await trackers(target))
    expect([await list({}), await list({ state: 'open' }), await list({ state: 'closed' }), await list({ state: 'all' })]).toEqual([
      [2, 1],
      [2, 1],
      [3],
      [3, 2, 1],
    ]);
});

requirement('gitea.issues.list.pages', async (target) => {
  for (const { list } of await trackers(target))
    expect([await list({ limit: 1, page: 1 }), await list({ limit: 1, page: 2 }), await list({ limit: 2, page: 1 })]).toEqual([
      [2],
      [1],
      [2, 1],
    ]);
});

requirement('gitea.issues.list.type', async (target) => {
  for (const { list } of await trackers(target))
    expect([await list({ type: 'issues' }), await list({ type: 'pulls' })]).toEqual([[2, 1], []]);
});

requirement('gitea.issues.list.labels', async (target) => {
  for (const { list, labels } of await trackers(target))
    expect([await list({ labels: labels[0] }), await list({ labels: labels.join(',') })]).toEqual([[2, 1], [1]]);
});

requirement('gitea.issues.list.text', async (target) => {
  for (const { list } of await trackers(target)) expect([await list({ q: 'PARSER' }), await list({ q: 'crash' })]).toEqual([[1], [2]]);
});

requirement('gitea.issues.list.time', async (target) => {
  for (const { list } of await trackers(target)) {
    expect([await list({ since: PAST }), await list({ since: FUTURE })]).toEqual([[2, 1], []]);
    expect([await list({ before: PAST }), await list({ before: FUTURE })]).toEqual([[], [2, 1]]);
  }
});

requirement('gitea.issues.list.people', async (target) => {
  for (const { list, at, ...home } of await trackers(target)) {
    const other = nameOf({ ...home, at });
    expect([await list({ created_by: at.owner }), await list({ created_by: other })]).toEqual([[1], [2]]);
    expect([await list({ assigned_by: other }), await list({ assigned_by: at.owner })]).toEqual([[2], []]);
  }
});

requirement('gitea.issues.list.order', async (target) => {
  for (const { list } of await trackers(target))
    expect([await list({ sort: 'oldest' }), await list({ sort: 'mostcomment' })]).toEqual([
      [1, 2],
      [1, 2],
    ]);
});
departure('gitea.issues.list.order', '`sort` is ours: upstream orders the issues of a repository by their age alone.');

requirement('gitea.issues.list.404', async (target) => {
  const { at, other } = await target.home({ private: true });
  expect(await other.refusal(issueListIssues, at)).toBe(404);
});

requirement('gitea.issues.create.201', async (target) => {
  for (const home of await target.homes()) {
    const made = await open(home, { title: 'One' });
    expect(made).toMatchObject({
      number: 1,
      title: 'One',
      body: '',
      state: 'open',
      user: { login: home.at.owner },
      labels: [],
      comments: 0,
      closed_at: null,
      due_date: null,
      assignee: null,
      assignees: null,
      repository: { full_name: `${home.at.owner}/${home.at.repo}` },
    });
    expect((await open(home, { title: 'Two' })).number).toBe(2);
    expect(await home.owner.call(issueGetIssue, { ...home.at, index: 1 })).toMatchObject({ id: made.id, title: 'One' });
  }
});

requirement('gitea.issues.create.members', async (target) => {
  const home = await target.home({ issue_labels: 'Default' });
  await share(home, 'bob');
  const [one, two] = await twoLabels(home);
  const bodies: [Partial<NewIssue>, object][] = [
    [{ body: 'Text' }, { body: 'Text' }],
    [{ body: 'Other text' }, { body: 'Other text' }],
    [{ labels: [one.id] }, { labels: [{ name: one.name }] }],
    [{ labels: [two.id] }, { labels: [{ name: two.name }] }],
    [{ closed: true }, { state: 'closed', closed_at: expect.any(String) as string }],
    [{ closed: false }, { state: 'open', closed_at: null }],
    [{ assignee: 'ada' }, { assignee: { login: 'ada' } }],
    [{ assignee: 'bob' }, { assignee: { login: 'bob' } }],
    [{ assignees: ['ada', 'bob'] }, { assignees: [EITHER, EITHER] }],
    [{ assignees: ['bob'] }, { assignee: { login: 'bob' }, assignees: [{ login: 'bob' }] }],
  ];
  for (const [body, shown] of bodies) {
    const { number: index } = await open(home, { title: 'T', ...body });
    expect(await home.owner.call(issueGetIssue, { ...home.at, index }), JSON.stringify(body)).toMatchObject(shown);
  }
});

requirement('gitea.issues.create.due', async (target) => {
  const home = await target.home();
  for (const day of ['2030-02-03', '2031-03-04']) {
    const { due_date } = await open(home, { title: 'Due', due_date: `${day}T10:00:00Z` });
    expect(due_date?.slice(0, 10)).toBe(day);
  }
});

requirement('gitea.issues.create.numbers', async (target) => {
  const home = await target.home();
  const numbers = await Promise.all(Array.from({ length: 6 }, async (_, index) => (await open(home, { title: `T${index}` })).number));
  expect(numbers.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
});

requirement('gitea.issues.create.422', async (target) => {
  const home = await target.home();
  expect(await home.owner.refusal(issueCreateIssue, { ...home.at, body: { title: '' } })).toBe(422);
  expect(await home.owner.call(issueListIssues, home.at)).toEqual([]);
});

requirement('gitea.issues.create.too-long', async (target) => {
  const home = await target.home();
  expect(await home.owner.refusal(issueCreateIssue, { ...home.at, body: { title: 'x'.repeat(256) } })).toBe(422);
});
departure('gitea.issues.create.too-long', 'Upstream cuts it without a word.');

requirement('gitea.issues.create.named-labels', async (target) => {
  const home = await target.home();
  const { labels } = await open(home, { title: 'T', labels: ['new'] });
  expect(labels.map(({ name }) => name)).toEqual(['new']);
  expect((await home.owner.call(issueListLabels, home.at)).map(({ name }) => name)).toEqual(['new']);
});
departure(
  'gitea.issues.create.named-labels',
  'A label may be named, and a new name is made; upstream takes ids alone when an issue is opened.',
);

requirement('gitea.issues.create.stranger', async (target) => {
  const home = await target.home();
  expect((await home.other.call(issueCreateIssue, { ...home.at, body: { title: 'Found' } })).user?.login).toBe('bob');
  expect(await target.anyone.refusal(issueCreateIssue, { ...home.at, body: { title: 'Found' } })).toBe(401);
});

requirement('gitea.issues.get.200', async (target) => {
  for (const home of await trackers(target)) {
    const leak = await home.owner.call(issueGetIssue, { ...home.at, index: 1 });
    expect(leak).toMatchObject({
      number: 1,
      title: 'Leak',
      body: 'In the parser.',
      state: 'open',
      comments: 1,
      user: { login: home.at.owner },
    });
    expect(leak.labels.map(({ name }) => name).toSorted()).toEqual([...home.labels].toSorted());
    expect(await home.owner.call(issueGetIssue, { ...home.at, index: 2 })).toMatchObject({ title: 'Crash', user: { login: nameOf(home) } });
  }
});

requirement('gitea.issues.get.404', async (target) => {
  const { owner, at } = await target.home();
  expect(await owner.refusal(issueGetIssue, { ...at, index: 99 })).toBe(404);
});

requirement('gitea.issues.edit.201', async (target) => {
  for (const home of await target.homes()) {
    const other = nameOf(home);
    await share(home, other);
    for (const title of ['One', 'Two']) {
      const { number: index } = await open(home, { title });
      let shown: object = { title, body: '', state: 'open', due_date: null, assignee: null };
      const changes: [Change, object][] = [
        [{ title: `${title} changed` }, { title: `${title} changed` }],
        [{ title: `${title} again` }, { title: `${title} again` }],
        [{ body: 'Text' }, { body: 'Text' }],
        [{ body: 'Other text' }, { body: 'Other text' }],
        [{ state: 'closed' }, { state: 'closed', closed_at: expect.any(String) as string }],
        [{ state: 'open' }, { state: 'open', closed_at: null }],
        [{ assignee: other }, { assignee: { login: other } }],
        [{ assignee: home.at.owner }, { assignee: { login: home.at.owner } }],
        [{ assignees: ['ada', 'bob'] }, { assignee: EITHER, assignees: [EITHER, EITHER] }],
        [{ assignees: [] }, { assignee: null, assignees: null }],
      ];
      for (const [body, members] of changes) {
        shown = { ...shown, ...members };
        expect(await home.owner.call(issueEditIssue, { ...home.at, index, body }), JSON.stringify(body)).toMatchObject(members);
        expect(await home.owner.call(issueGetIssue, { ...home.at, index })).toMatchObject(shown);
      }
    }
  }
});

requirement('gitea.issues.edit.due', async (target) => {
  const home = await target.home();
  const { number: index } = await open(home, { title: 'T' });
  const edit = async (body: Change) => {
    await home.owner.call(issueEditIssue, { ...home.at, index, body });
    return (await home.owner.call(issueGetIssue, { ...home.at, index })).due_date?.slice(0, 10) ?? null;
  };
  expect([
    await edit({ due_date: '2030-02-03T10:00:00Z' }),
    await edit({ due_date: '2031-03-04T10:00:00Z' }),
    await edit({ unset_due_date: false, due_date: '2031-03-04T10:00:00Z' }),
    await edit({ unset_due_date: true }),
  ]).toEqual(['2030-02-03', '2031-03-04', '2031-03-04', null]);
});

requirement('gitea.issues.edit.forbidden', async (target) => {
  const home = await target.home();
  const { number: index } = await open(home, { title: 'Mine' });
  expect(await home.other.refusal(issueEditIssue, { ...home.at, index, body: { title: 'Theirs' } })).toBe(403);
  expect(await home.owner.call(issueGetIssue, { ...home.at, index })).toMatchObject({ title: 'Mine' });
});

requirement('gitea.issues.edit.404', async (target) => {
  const { owner, at } = await target.home();
  expect(await owner.refusal(issueEditIssue, { ...at, index: 99, body: { title: 'T' } })).toBe(404);
});

const say = ({ owner, at }: Home, index: number, body: string) => owner.call(issueCreateComment, { ...at, index, body: { body } });
const texts = async ({ owner, at }: Home, index: number, query: z.input<typeof issueGetComments.query> = {}) =>
  (await owner.call(issueGetComments, { ...at, index, query })).map(({ body }) => body);

requirement('gitea.comments.create.201', async (target) => {
  for (const home of await target.homes()) {
    for (const title of ['One', 'Two']) await open(home, { title });
    for (const index of [1, 2]) {
      expect(await say(home, index, `First ${index}`)).toMatchObject({
        body: `First ${index}`,
        user: { login: home.at.owner },
        issue_url: expect.stringContaining(`/${home.at.owner}/${home.at.repo}/issues/${index}`) as string,
      });
      await say(home, index, 'Second');
      expect(await texts(home, index)).toEqual([`First ${index}`, 'Second']);
      expect((await home.owner.call(issueGetIssue, { ...home.at, index })).comments).toBe(2);
    }
  }
});

requirement('gitea.comments.create.422', async (target) => {
  const home = await target.home();
  await open(home, { title: 'T' });
  expect(await home.owner.refusal(issueCreateComment, { ...home.at, index: 1, body: { body: '' } })).toBe(422);
});

requirement('gitea.comments.create.404', async (target) => {
  const { owner, at } = await target.home();
  expect(await owner.refusal(issueCreateComment, { ...at, index: 99, body: { body: 'T' } })).toBe(404);
});
departure('gitea.comments.create.404', 'Upstream fails with 500.');

requirement('gitea.comments.list.time', async (target) => {
  const home = await target.home();
  await open(home, { title: 'T' });
  for (const body of ['One', 'Two']) await say(home, 1, body);
  const all = ['One', 'Two'];
  expect([await texts(home, 1, { since: PAST }), await texts(home, 1, { since: FUTURE })]).toEqual([all, []]);
  expect([await texts(home, 1, { before: PAST }), await texts(home, 1, { before: FUTURE })]).toEqual([[], all]);
});

requirement('gitea.comments.list.404', async (target) => {
  const { owner, at } = await target.home();
  expect(await owner.refusal(issueGetComments, { ...at, index: 99 })).toBe(404);
});
departure('gitea.comments.list.404', 'Upstream fails with 500.');

requirement('gitea.comments.edit.200', async (target) => {
  for (const home of await target.homes()) {
    await open(home, { title: 'T' });
    for (const body of ['One', 'Two']) {
      const { id } = await say(home, 1, body);
      expect(await home.owner.call(issueEditComment, { ...home.at, id, body: { body: `${body} changed` } })).toMatchObject({
        id,
        body: `${body} changed`,
      });
    }
    expect(await texts(home, 1)).toEqual(['One changed', 'Two changed']);
  }
});

requirement('gitea.comments.edit.forbidden', async (target) => {
  const home = await target.home();
  await open(home, { title: 'T' });
  const { id } = await say(home, 1, 'Mine');
  expect(await home.other.refusal(issueEditComment, { ...home.at, id, body: { body: 'Theirs' } })).toBe(403);
  expect(await home.other.refusal(issueDeleteComment, { ...home.at, id })).toBe(403);
  expect(await texts(home, 1)).toEqual(['Mine']);
});

requirement('gitea.comments.edit.404', async (target) => {
  const { owner, at } = await target.home();
  expect([
    await owner.refusal(issueEditComment, { ...at, id: 999_999_999, body: { body: 'T' } }),
    await owner.refusal(issueDeleteComment, { ...at, id: 999_999_999 }),
  ]).toEqual([404, 404]);
});

requirement('gitea.comments.delete.204', async (target) => {
  for (const home of await target.homes()) {
    await open(home, { title: 'T' });
    const [one] = [await say(home, 1, 'One'), await say(home, 1, 'Two')];
    await home.owner.call(issueDeleteComment, { ...home.at, id: one.id });
    expect(await texts(home, 1)).toEqual(['Two']);
    expect((await home.owner.call(issueGetIssue, { ...home.at, index: 1 })).comments).toBe(1);
  }
});

requirement('gitea.labels.list.pages', async (target) => {
  for (const { owner, at } of await target.homes({ issue_labels: 'Default' })) {
    const list = async (query: z.input<typeof issueListLabels.query>) =>
      (await owner.call(issueListLabels, { ...at, query })).map(({ name }) => name);
    const all = await list({});
    expect(all.length).toBeGreaterThan(3);
    expect([await list({ limit: 1, page: 1 }), await list({ limit: 1, page: 2 }), await list({ limit: 2, page: 1 })]).toEqual([
      all.slice(0, 1),
      all.slice(1, 2),
      all.slice(0, 2),
    ]);
  }
});

requirement('gitea.labels.get.200', async (target) => {
  for (const { owner, at } of await target.homes({ issue_labels: 'Default' }))
    for (const label of (await owner.call(issueListLabels, at)).slice(0, 2)) {
      expect(await owner.call(issueGetLabel, { ...at, id: label.id })).toEqual(label);
      expect(label.color).toMatch(/^[0-9a-f]{6}$/);
    }
});

requirement('gitea.labels.missing', async (target) => {
  const { owner, other, at } = await target.home({ private: true });
  expect([await owner.refusal(issueGetLabel, { ...at, id: 999_999_999 }), await other.refusal(issueListLabels, at)]).toEqual([404, 404]);
});
