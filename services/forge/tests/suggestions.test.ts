import { afterAll, beforeAll, expect, it } from 'vitest';

import {
  createFork,
  issueEditComment,
  repoAddCollaborator,
  repoCreateBranch,
  repoCreateBranchProtection,
  repoCreatePullRequest,
  repoCreatePullReview,
  repoEdit,
  repoEditPullRequest,
  repoGetRawFile,
  repoGetSingleCommit,
  repoUpdateFile,
} from '@mosaic/contracts/gitea';
import {
  applySuggestions,
  eventData,
  listPullReviews,
  nativeCalls,
  pullRequestConversationChanged,
  pullRequestSynchronized,
  refUpdated,
} from '@mosaic/contracts/mosaic';

import { commit, runGit, startForge, TOKENS, type ForgeHarness } from './harness.ts';

let bench: ForgeHarness;
beforeAll(async () => {
  bench = await startForge();
});
afterAll(() => bench[Symbol.asyncDispose]());

type Comments = { path?: string; body: string; new_position?: number; old_position?: number }[];

const suggested = (...lines: string[]): string => ['```suggestion', ...lines, '```'].join('\n');
const on = (line: number, body: string, path = 'a.txt') => ({ path, body, new_position: line });
/** The first suggestion of each comment. */
const named = (...comments: { id: number; updatedAt: number }[]) =>
  comments.map(({ id, updatedAt }) => ({ comment: id, position: 0, updatedAt }));

/** A private repository of ada's in which eve may write and bob read, with a pull request of ada's that changes its files. */
async function proposed(repo: string, files: Record<string, string> = { 'a.txt': 'one\n2\nthree\n4\nfive\n' }) {
  const at = { owner: 'ada', repo };
  const ada = bench.as(TOKENS.ada);
  await ada.createRepository({ name: repo, private: true });
  for (const [collaborator, permission] of [
    ['eve', 'write'],
    ['bob', 'read'],
  ] as const)
    await ada.call(repoAddCollaborator, { ...at, collaborator, body: { permission } });
  const folder = await bench.workspace(`ada/${repo}`, TOKENS.ada, { 'b.txt': 'b\n' });
  const push = (ref: string) => runGit(['push', '-qf', 'origin', `HEAD:refs/heads/${ref}`], { cwd: folder });
  await push('main');
  let head = await commit(folder, files);
  await push('topic');
  await ada.call(repoCreatePullRequest, { ...at, body: { head: 'topic', base: 'main', title: 'Topic' } });
  const pull = { ...at, index: 1 };
  const seen = (token: string = TOKENS.ada) => nativeCalls(bench.send(token)).call(listPullReviews, pull);
  return {
    at,
    pull,
    folder,
    push,
    seen,
    get head() {
      return head;
    },
    async change(now: Record<string, string>) {
      head = await commit(folder, now);
      await push('topic');
    },
    /** Answers the new comments. */
    say: async (comments: Comments, token: string = TOKENS.eve, event: 'COMMENT' | 'PENDING' = 'COMMENT') => {
      const body = { event, comments: comments.map((comment) => ({ path: 'a.txt', ...comment })) };
      await bench.as(token).call(repoCreatePullReview, { ...pull, body });
      return (await seen(token)).comments.slice(-comments.length);
    },
    apply: (suggestions: ReturnType<typeof named>, { token = TOKENS.ada as string, head: seenHead = head, message = '' } = {}) =>
      nativeCalls(bench.send(token)).call(applySuggestions, { ...pull, body: { head: seenHead, suggestions, message } }),
    text: async (path = 'a.txt', ref = 'topic') =>
      Buffer.from(await bench.as(TOKENS.ada).call(repoGetRawFile, { ...at, filepath: path, query: { ref } })).toString(),
  };
}

it('several suggestions become one commit by who applies them, with who made them, and their conversations are settled', async () => {
  const { at, head, pull, say, apply, text, seen } = await proposed('several');
  const before = (await bench.events()).at(-1)?.seq ?? 0;
  const [two] = await say([on(2, `So?\n${suggested('two', 'and a half')}`)]);
  const [four, five] = await say([on(4, suggested('four')), on(5, suggested())], TOKENS.bob);
  if (!two || !four || !five) throw new Error('not said');
  const { commit: made } = await apply(named(five, two, four));
  expect(await text()).toBe('one\ntwo\nand a half\nthree\nfour\n');
  const { commit: found, parents } = await bench.as(TOKENS.ada).call(repoGetSingleCommit, { ...at, sha: made });
  expect(parents.map(({ sha }) => sha)).toEqual([head]);
  expect(found.author).toMatchObject({ name: 'Ada Lovelace', email: 'ada@noreply.localhost' });
  const [title, trailers] = found.message.trim().split('\n\n');
  expect(title).toBe('Apply 3 suggestions of the review');
  expect(trailers?.split('\n').toSorted()).toEqual([
    'Co-authored-by: bob <bob@noreply.localhost>',
    'Co-authored-by: eve <eve@noreply.localhost>',
  ]);
  const { comments } = await seen();
  expect(comments.map(({ resolver, applied }) => [resolver, applied])).toEqual(
    comments.map(() => ['ada', [{ position: 0, commit: made, by: 'ada' }]]),
  );
  const events = (await bench.events(before)).filter(({ type }) => type !== 'dev.mosaic.audit.written');
  const settled = events.filter(({ type }) => type === pullRequestConversationChanged.type);
  expect(
    settled.map((event) => eventData(pullRequestConversationChanged, event)).map(({ commentId, resolved }) => [commentId, resolved]),
  ).toEqual([two, four, five].map(({ id }) => [id, true]));
  expect(events.filter(({ type }) => type === refUpdated.type).map((event) => eventData(refUpdated, event).after)).toEqual([made]);
  expect(events.filter(({ type }) => type === pullRequestSynchronized.type).length).toBe(1);

  // Asked again, it is there; a part of it besides something new is not committed twice.
  expect(await apply(named(four), { head })).toEqual({ commit: made });
  const [three] = await say([on(4, suggested('drei'))]);
  if (!three) throw new Error('not said');
  await expect(apply(named(four, three), { head: made })).rejects.toMatchObject({ status: 409 });
  await expect(apply(named(four, three), { head })).rejects.toMatchObject({ status: 409 });
  expect(pull.index).toBe(1);
});

it('lines are followed to where they stand now; gone ones, and what has come between them, are outdated', async () => {
  const rest = 'six\nseven\neight\nnine\nten\neleven\n';
  const bed = await proposed('moved', { 'a.txt': `one\n2\nthree\n4\nfive\n${rest}` });
  const [two, pair, four] = await bed.say([on(2, suggested('two')), on(2, '```suggestion:-1+1\n1-3\n```'), on(4, suggested('four'))]);
  if (!two || !four || !pair) throw new Error('not said');
  await bed.change({ 'a.txt': `zero\none\n2\nthree\nVIER\nfive\n${rest}` });
  await expect(bed.apply(named(four))).rejects.toMatchObject({ status: 409, message: expect.stringContaining('outdated') as string });
  await expect(bed.apply(named(two, pair))).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('same lines') as string,
  });
  expect(await bed.text()).toBe(`zero\none\n2\nthree\nVIER\nfive\n${rest}`);
  await bed.change({ 'a.txt': `zero\none\nbetween\n2\nthree\nVIER\nfive\n${rest}` });
  await expect(bed.apply(named(pair))).rejects.toMatchObject({ status: 409, message: expect.stringContaining('outdated') as string });
  await runGit(['mv', 'a.txt', 'c.txt'], { cwd: bed.folder });
  await bed.change({});
  await bed.apply(named(two), { token: TOKENS.eve });
  expect(await bed.text('c.txt')).toBe(`zero\none\nbetween\ntwo\nthree\nVIER\nfive\n${rest}`);
});

it('a suggestion for lines around the one of its comment takes their place', async () => {
  const { say, apply, text } = await proposed('around', { 'a.txt': 'one\r\n2\r\n3\r\n4' });
  const [around, below] = await say([on(2, '```suggestion:-1+1\nX\nY\n```'), on(4, '```suggestion:-0+1\nX\n```')]);
  if (!around || !below) throw new Error('not said');
  await expect(apply(named(below))).rejects.toMatchObject({ status: 422, message: expect.stringContaining('beyond') as string });
  await apply(named(around));
  expect(await text()).toBe('X\r\nY\r\n4');
});

it('nothing is committed that the asker has not seen as it is', async () => {
  const bed = await proposed('seen');
  const { head } = bed;
  const [two] = await bed.say([on(2, suggested('two'))]);
  if (!two) throw new Error('not said');
  await bench.as(TOKENS.eve).call(issueEditComment, { ...bed.at, id: two.id, body: { body: suggested('rm -rf') } });
  await expect(bed.apply(named(two))).rejects.toMatchObject({
    status: 409,
    message: expect.stringContaining('has been changed') as string,
  });
  const [now] = (await bed.seen()).comments;
  if (!now) throw new Error('not said');
  await bed.change({ 'b.txt': 'B\n' });
  await expect(bed.apply(named(now), { head })).rejects.toMatchObject({ status: 409, message: expect.stringContaining('moved') as string });
  expect(await bed.text()).toContain('2');
  await bed.apply(named(now), { message: 'As reviewed\n\nMore words.' });
  expect(await bed.text()).toContain('rm -rf');
});

it.each([
  ['no such comment', 422, () => named({ id: 999_999, updatedAt: 0 })],
  ['a comment without one', 422, (of: Said) => named(of('plain'))],
  ['a second of one', 422, (of: Said) => [{ comment: of('two').id, updatedAt: of('two').updatedAt, position: 1 }]],
  ['the same twice', 422, (of: Said) => named(of('two'), of('two'))],
  ['a line as it was', 422, (of: Said) => named(of('old'))],
  ['what is so already', 422, (of: Said) => named(of('same'))],
])('refuses %s, and changes nothing', async (_, status, ask) => {
  const bed = await proposed(`refused-${(repository += 1)}`, { 'a.txt': 'one\n2\nthree\n', 'b.txt': 'B\n' });
  const said = await bed.say([
    on(1, 'plain'),
    on(2, suggested('two')),
    on(3, suggested('three')),
    { path: 'b.txt', body: suggested('old'), old_position: 1 },
  ]);
  const of: Said = (body) => {
    const found = said.find((comment) =>
      comment.side === 'old' ? body === 'old' : comment.line === { plain: 1, two: 2, same: 3 }[body as 'plain'],
    );
    if (found === undefined) throw new Error(`nobody said ${body}`);
    return found;
  };
  await expect(bed.apply(ask(of))).rejects.toMatchObject({ status });
  expect((await bed.seen()).comments.map(({ resolver, applied }) => [resolver, applied])).toEqual(said.map(() => [null, []]));
  expect(await bed.text()).toBe('one\n2\nthree\n');
});
type Said = (body: string) => { id: number; updatedAt: number };
let repository = 0;

it('drafts of others, other repositories and those of closed pull requests are refused', async () => {
  const bed = await proposed('drafts');
  const [draft] = await bed.say([on(2, suggested('two'))], TOKENS.eve, 'PENDING');
  if (!draft) throw new Error('not said');
  await expect(bed.apply(named(draft))).rejects.toMatchObject({ status: 422, message: expect.stringContaining('no comment') as string });
  await expect(bed.apply(named(draft), { token: TOKENS.eve })).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('draft') as string,
  });
  // Another pull request of the same repository, of the same lines.
  await bed.push('second');
  await bench.as(TOKENS.ada).call(repoCreatePullRequest, { ...bed.at, body: { head: 'second', base: 'main', title: 'Second' } });
  await bench.as(TOKENS.eve).call(repoCreatePullReview, {
    ...bed.at,
    index: 2,
    body: { event: 'COMMENT', comments: [on(2, suggested('two'))] },
  });
  const [second] = (await nativeCalls(bench.send(TOKENS.ada)).call(listPullReviews, { ...bed.at, index: 2 })).comments;
  if (!second) throw new Error('not said');
  await expect(bed.apply(named(second))).rejects.toMatchObject({ status: 422, message: expect.stringContaining('no comment') as string });
  const other = await proposed('elsewhere');
  const [elsewhere, kept] = await other.say([on(2, suggested('two')), on(4, suggested('four'))]);
  if (!elsewhere || !kept) throw new Error('not said');
  await expect(bed.apply(named(elsewhere))).rejects.toMatchObject({ status: 422 });
  await bench.as(TOKENS.ada).call(repoEditPullRequest, { ...other.pull, body: { state: 'closed' } });
  await expect(other.apply(named(elsewhere))).rejects.toMatchObject({ status: 409 });
  await bench.as(TOKENS.ada).call(repoEditPullRequest, { ...other.pull, body: { state: 'open' } });
  await bench.as(TOKENS.ada).call(repoEdit, { ...other.at, body: { archived: true } });
  await expect(other.apply(named(elsewhere))).rejects.toMatchObject({ status: 403 });
});

it('who may not write to the branch commits nothing to it, nor do those whom its rule shuts out; a stranger finds nothing', async () => {
  const bed = await proposed('rights');
  const [two] = await bed.say([on(2, suggested('two'))], TOKENS.bob);
  if (!two) throw new Error('not said');
  await expect(bed.apply(named(two), { token: TOKENS.bob })).rejects.toMatchObject({ status: 403 });
  await expect(bed.apply(named(two), { token: TOKENS.triage })).rejects.toMatchObject({ status: 403 });
  const hidden = await proposed('rights-hidden');
  const nobody = nativeCalls(bench.send('')).call(applySuggestions, {
    ...hidden.pull,
    body: { head: hidden.head, suggestions: named(two) },
  });
  await expect(nobody).rejects.toMatchObject({ status: 401 });
  await bench.as(TOKENS.ada).call(repoCreateBranchProtection, { ...bed.at, body: { rule_name: 'topic', enable_push: false } });
  await expect(bed.apply(named(two), { token: TOKENS.eve })).rejects.toMatchObject({ status: 403 });
  expect(await bed.text()).toContain('2');
  expect((await bed.seen()).comments[0]).toMatchObject({ resolver: null, applied: [] });
});

it('a file that is binary by now, or gone, is not changed', async () => {
  const bed = await proposed('binary');
  const [two] = await bed.say([on(2, suggested('two'))]);
  if (!two) throw new Error('not said');
  await bed.change({ 'a.txt': 'one\n2\nthree\n4\n\0\n' });
  await expect(bed.apply(named(two))).rejects.toMatchObject({ status: 409 });
  await runGit(['rm', '-q', 'a.txt'], { cwd: bed.folder });
  await bed.change({});
  await expect(bed.apply(named(two))).rejects.toMatchObject({ status: 409 });
});

it('a fork takes them from who may write there, and from maintainers where its author lets them', async () => {
  const at = { owner: 'ada', repo: 'offered' };
  const [ada, bob] = [bench.as(TOKENS.ada), bench.as(TOKENS.bob)];
  await ada.createRepository({ name: at.repo, auto_init: true });
  await bob.call(createFork, { ...at, body: {} });
  const fork = { owner: 'bob', repo: at.repo };
  await bob.call(repoCreateBranch, { ...fork, body: { new_branch_name: 'topic' } });
  const content = Buffer.from('one\n2\n').toString('base64');
  const file = { ...fork, filepath: 'a.txt', body: { branch: 'topic', content } };
  const { commit: first } = await bob.call(repoUpdateFile, { ...file, body: { ...file.body, sha: '' } });
  await ada.call(repoAddCollaborator, { ...at, collaborator: 'eve', body: { permission: 'write' } });
  const pull = {
    ...at,
    index: (await bob.call(repoCreatePullRequest, { ...at, body: { head: 'bob:topic', base: 'main', title: 'T' } })).number,
  };
  await ada.call(repoCreatePullReview, {
    ...pull,
    body: { event: 'COMMENT', comments: [on(2, suggested('two')), on(1, suggested('eins'))] },
  });
  const seen = async () => (await nativeCalls(bench.send(TOKENS.ada)).call(listPullReviews, pull)).comments;
  const apply = (token: string, head: string, at: number) =>
    seen().then((comments) =>
      nativeCalls(bench.send(token)).call(applySuggestions, {
        ...pull,
        body: { head, suggestions: named(comments[at] ?? { id: 0, updatedAt: 0 }) },
      }),
    );
  await expect(apply(TOKENS.eve, first.sha, 0)).rejects.toMatchObject({ status: 403 });
  await bob.call(repoEditPullRequest, { ...pull, body: { allow_maintainer_edit: true } });
  const { commit: second } = await apply(TOKENS.eve, first.sha, 0);
  await ada.call(repoEdit, { ...at, body: { archived: true } });
  await expect(apply(TOKENS.bob, second, 1)).rejects.toMatchObject({ status: 403 });
  await ada.call(repoEdit, { ...at, body: { archived: false } });
  await apply(TOKENS.bob, second, 1);
  expect(Buffer.from(await bob.call(repoGetRawFile, { ...fork, filepath: 'a.txt', query: { ref: 'topic' } })).toString()).toBe(
    'eins\ntwo\n',
  );
  expect((await seen()).map(({ resolver }) => resolver)).toEqual(['eve', 'bob']);
});

it('a commit that fails takes nothing along, and can be asked for again', async () => {
  const bed = await proposed('failed');
  const [two] = await bed.say([on(2, suggested('two'))]);
  if (!two) throw new Error('not said');
  // What git keeps in no message is found out after the push has begun.
  await expect(bed.apply(named(two), { message: 'No\0' })).rejects.toMatchObject({ status: 422 });
  expect((await bed.seen()).comments.map(({ resolver, applied }) => [resolver, applied])).toEqual([[null, []]]);
  await bed.apply(named(two));
  expect(await bed.text()).toContain('two');
});

it('two who commit the same at once make one commit of it', async () => {
  const bed = await proposed('at-once');
  const [two] = await bed.say([on(2, suggested('two'))]);
  if (!two) throw new Error('not said');
  const done = await Promise.allSettled([bed.apply(named(two)), bed.apply(named(two), { token: TOKENS.eve })]);
  const commits = new Set(done.flatMap((one) => (one.status === 'fulfilled' ? [one.value.commit] : [])));
  expect(commits.size).toBe(1);
  expect(
    done.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { status: number }).status] : [])).every((status) => status === 409),
  ).toBe(true);
  expect(await bed.text()).toBe('one\ntwo\nthree\n4\nfive\n');
});

it('of two who commit different ones at once, one is told that the branch has moved', async () => {
  const bed = await proposed('at-once-others', { 'a.txt': 'one\n2\n', 'b.txt': 'B\n' });
  const [two, other] = await bed.say([on(2, suggested('two')), on(1, suggested('bee'), 'b.txt')]);
  if (!two || !other) throw new Error('not said');
  const done = await Promise.allSettled([bed.apply(named(two)), bed.apply(named(other), { token: TOKENS.eve })]);
  expect(done.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect((await bed.seen()).comments.map(({ applied }) => applied.length).toSorted((one, other) => one - other)).toEqual([0, 1]);
});
