import { expect, vi } from 'vitest';
import type { z } from 'zod';

import {
  issueDeleteComment,
  issueEditComment,
  issueGetComments,
  repoAddCollaborator,
  repoCreateBranch,
  repoCreateFile,
  repoCreatePullRequest,
  repoCreatePullReview,
  repoCreatePullReviewCommentReply,
  repoCreatePullReviewRequests,
  repoDeletePullReview,
  repoDeletePullReviewRequests,
  repoDismissPullReview,
  repoEditPullRequest,
  repoGetContents,
  repoGetPullRequest,
  repoGetPullReview,
  repoGetPullReviewComments,
  repoListPullRequests,
  repoListPullReviews,
  repoResolvePullReviewComment,
  repoSubmitPullReview,
  repoUnDismissPullReview,
  repoUnresolvePullReviewComment,
  repoUpdateFile,
  repoUpdatePullRequest,
} from '@mosaic/contracts/gitea';

import type { Caller } from '../src/caller.ts';
import { base64 } from './base64.ts';
import { departure, requirement } from './suite.ts';
import type { GiteaTarget, Home } from './target.ts';

type NewReview = z.input<typeof repoCreatePullReview.body>;

const numbered = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}`);
/** Twenty lines, of which the pull request changes the tenth and drops the eleventh; and one with more of its own before it. */
const BASE = `${numbered(1, 20).join('\n')}\n`;
const HEAD = `${[...numbered(1, 9), 'tenth', ...numbered(12, 20)].join('\n')}\n`;

interface Bench extends Home {
  index: number;
  otherLogin: string;
  /** Writes a.txt on the head; answers the commit. */
  push: (text: string) => Promise<string>;
  headId: () => Promise<string>;
}

/** A pull request of the owner's, number 1; the other developer may write unless it is said otherwise. */
async function benchOf(home: Home, { permission = 'write' }: { permission?: 'write' | 'read' | 'admin' | null } = {}): Promise<Bench> {
  const { owner, at } = home;
  const otherLogin = at.owner === 'ada' ? 'bob' : 'ada';
  const write = async (branch: string, text: string) => {
    const filepath = 'a.txt';
    const found = await owner.respond(repoGetContents, { ...at, filepath, query: { ref: branch } });
    const content = base64(text);
    if (found.status !== 200) return owner.call(repoCreateFile, { ...at, filepath, body: { content, branch } });
    return owner.call(repoUpdateFile, { ...at, filepath, body: { content, branch, sha: (found.answer as { sha: string }).sha } });
  };
  await write('main', BASE);
  await owner.call(repoCreateBranch, { ...at, body: { new_branch_name: 'topic' } });
  const push = async (text: string) => (await write('topic', text)).commit.sha;
  await push(HEAD);
  if (permission !== null) await owner.call(repoAddCollaborator, { ...at, collaborator: otherLogin, body: { permission } });
  const { number: index } = await owner.call(repoCreatePullRequest, { ...at, body: { head: 'topic', base: 'main', title: 'Topic' } });
  const headId = async () => (await owner.call(repoGetPullRequest, { ...at, index })).head.sha;
  return { ...home, index, otherLogin, push, headId };
}

const bench = async (target: GiteaTarget, options = {}, members = {}) => benchOf(await target.home(members), options);
const benches = async (target: GiteaTarget, options = {}) => Promise.all((await target.homes()).map((home) => benchOf(home, options)));

const review = ({ at, index }: Bench, by: Caller, body: NewReview) => by.call(repoCreatePullReview, { ...at, index, body });
const refused = ({ at, index }: Bench, by: Caller, body: NewReview) => by.refusal(repoCreatePullReview, { ...at, index, body });
const list = ({ at, index }: Bench, by: Caller) => by.call(repoListPullReviews, { ...at, index });
const get = ({ at, index }: Bench, by: Caller, id: number) => by.call(repoGetPullReview, { ...at, index, id });
const comments = ({ at, index }: Bench, by: Caller, id: number) => by.call(repoGetPullReviewComments, { ...at, index, id });
const pull = ({ at, index, owner }: Bench) => owner.call(repoGetPullRequest, { ...at, index });
const ask = ({ at, index }: Bench, by: Caller, reviewers: string[]) =>
  by.call(repoCreatePullReviewRequests, { ...at, index, body: { reviewers } });
const on = (line: number, body = 'Why?') => ({ path: 'a.txt', body, new_position: line });
/** A second pull request of another branch, so that numbers in addresses have two values. */
async function second(home: Bench): Promise<Bench> {
  const { owner, at } = home;
  await owner.call(repoCreateBranch, { ...at, body: { new_branch_name: 'side' } });
  await owner.call(repoCreateFile, { ...at, filepath: 'side.txt', body: { content: base64('one\ntwo\n'), branch: 'side' } });
  const { number: index } = await owner.call(repoCreatePullRequest, { ...at, body: { head: 'side', base: 'main', title: 'Side' } });
  const headId = async () => (await owner.call(repoGetPullRequest, { ...at, index })).head.sha;
  return { ...home, index, headId };
}
const onSide = (line: number, body = 'Hm') => ({ path: 'side.txt', body, new_position: line });

requirement('gitea.reviews.create.200', async (target) => {
  for (const home of await benches(target)) {
    const headId = await home.headId();
    const approved = await review(home, home.other, { event: 'APPROVED', body: 'Fine', commit_id: headId });
    expect(approved).toMatchObject({
      state: 'APPROVED',
      body: 'Fine',
      commit_id: headId,
      user: { login: home.otherLogin },
      official: true,
      stale: false,
      dismissed: false,
      comments_count: 0,
    });
    const first = await home.push(`${HEAD}more\n`);
    const side = await second(home);
    const noted = await review(side, home.other, { event: 'COMMENT', commit_id: await side.headId(), comments: [onSide(1)] });
    expect(noted).toMatchObject({ state: 'COMMENT', body: '', official: false, comments_count: 1 });
    const rejected = await review(home, home.other, { event: 'REQUEST_CHANGES', body: 'No', comments: [on(10)] });
    expect(rejected).toMatchObject({ state: 'REQUEST_CHANGES', body: 'No', commit_id: first, comments_count: 1 });
  }
});

requirement('gitea.reviews.create.comments', async (target) => {
  for (const home of await benches(target)) {
    const headId = await home.headId();
    const { id } = await review(home, home.other, {
      event: 'COMMENT',
      comments: [on(10, 'New'), { path: 'a.txt', body: 'Old', old_position: 11 }],
    });
    const [added, dropped] = await comments(home, home.owner, id);
    expect(added).toMatchObject({
      body: 'New',
      path: 'a.txt',
      position: 10,
      original_position: 0,
      pull_request_review_id: id,
      commit_id: headId,
      user: { login: home.otherLogin },
      resolver: null,
      diff_hunk: '@@ -9,3 +9,2 @@\n line 9\n-line 10\n-line 11\n+tenth',
    });
    expect(dropped).toMatchObject({
      body: 'Old',
      position: 0,
      original_position: 11,
      diff_hunk: '@@ -8,4 +8,2 @@\n line 8\n line 9\n-line 10\n-line 11',
    });
  }
});

requirement('gitea.reviews.create.unchanged', async (target) => {
  const home = await bench(target);
  const { id } = await review(home, home.other, { event: 'COMMENT', comments: [on(19), { path: 'a.txt', body: 'Far', old_position: 1 }] });
  const [late, early] = await comments(home, home.owner, id);
  expect([late?.position, early?.original_position]).toEqual([19, 1]);
  expect([late?.diff_hunk, early?.diff_hunk]).toEqual([
    '@@ -17,4 +16,4 @@\n line 17\n line 18\n line 19\n line 20',
    '@@ -1,1 +1,1 @@\n line 1',
  ]);
});

requirement('gitea.reviews.create.words', async (target) => {
  const home = await bench(target);
  for (const body of [
    { event: 'REQUEST_CHANGES' },
    { event: 'REQUEST_CHANGES', comments: [on(10)] },
    { event: 'COMMENT' },
    {},
    { body: ' ' },
  ] as const)
    expect([body, await refused(home, home.other, body as NewReview)]).toEqual([body, 422]);
  expect(await list(home, home.other)).toEqual([]);
});

requirement('gitea.reviews.create.own', async (target) => {
  const home = await bench(target);
  expect(await refused(home, home.owner, { event: 'APPROVED', body: 'Mine' })).toBe(422);
  expect(await refused(home, home.owner, { event: 'REQUEST_CHANGES', body: 'Mine' })).toBe(422);
  expect(await review(home, home.owner, { event: 'COMMENT', body: 'Mine' })).toMatchObject({ state: 'COMMENT', official: false });
});

requirement('gitea.reviews.create.closed', async (target) => {
  const home = await bench(target);
  await home.owner.call(repoEditPullRequest, { ...home.at, index: 1, body: { state: 'closed' } });
  expect(await refused(home, home.other, { event: 'APPROVED' })).toBe(422);
  expect(await refused(home, home.other, { event: 'REQUEST_CHANGES', body: 'No' })).toBe(422);
  expect((await review(home, home.other, { event: 'COMMENT', body: 'Pity' })).state).toBe('COMMENT');
});

requirement('gitea.reviews.create.lines', async (target) => {
  const home = await bench(target);
  const wrong = [on(0), on(500), { path: 'none.txt', body: 'x', new_position: 1 }, { path: 'a.txt', body: 'x', old_position: 21 }];
  for (const comment of wrong) expect([comment, await refused(home, home.other, { comments: [comment] })]).toEqual([comment, 422]);
  expect(await refused(home, home.other, { event: 'APPROVED', commit_id: '1'.repeat(40) })).toBe(422);
  expect(await list(home, home.other)).toEqual([]);
});
departure('gitea.reviews.create.lines', 'A comment on what is not there is refused; upstream writes it down, and shows it nowhere.');

requirement('gitea.reviews.create.404', async (target) => {
  const home = await bench(target, { permission: null }, { private: true });
  expect(await refused(home, home.other, { event: 'APPROVED' })).toBe(404);
  expect(await refused({ ...home, index: 9 }, home.owner, { event: 'COMMENT', body: 'x' })).toBe(404);
});

requirement('gitea.reviews.create.official', async (target) => {
  const home = await bench(target);
  expect(await review(home, target.eve, { event: 'APPROVED' })).toMatchObject({ state: 'APPROVED', official: false });
  const first = await review(home, home.other, { event: 'APPROVED' });
  const last = await review(home, home.other, { event: 'REQUEST_CHANGES', body: 'Wait' });
  expect([await get(home, home.owner, first.id), await get(home, home.owner, last.id)]).toMatchObject([
    { official: false, dismissed: true },
    { official: true, dismissed: false },
  ]);
});

requirement('gitea.reviews.list.pages', async (target) => {
  for (const home of await benches(target)) {
    const ids = [];
    for (const body of ['One', 'Two', 'Three']) ids.push((await review(home, home.other, { event: 'COMMENT', body })).id);
    const side = await second(home);
    await review(side, home.other, { event: 'COMMENT', body: 'Aside' });
    const { at, index, owner } = home;
    const page = async (query: object) => (await owner.call(repoListPullReviews, { ...at, index, query })).map(({ id }) => id);
    expect([
      await page({}),
      await page({ limit: 2, page: 1 }),
      await page({ limit: 2, page: 2 }),
      await page({ limit: 1, page: 2 }),
    ]).toEqual([ids, ids.slice(0, 2), ids.slice(2), ids.slice(1, 2)]);
    const { headers } = await owner.respond(repoListPullReviews, { ...at, index, query: { limit: 1 } });
    expect(headers['x-total-count']).toBe('3');
    expect((await list(side, owner)).map(({ body }) => body)).toEqual(['Aside']);
  }
});

requirement('gitea.reviews.list.404', async (target) => {
  const home = await bench(target, { permission: null }, { private: true });
  expect(await home.other.refusal(repoListPullReviews, { ...home.at, index: 1 })).toBe(404);
});

requirement('gitea.reviews.get.200', async (target) => {
  for (const home of await benches(target)) {
    const side = await second(home);
    await review(home, home.other, { event: 'COMMENT', body: 'Here' });
    await review(side, home.other, { event: 'COMMENT', body: 'There' });
    for (const one of [home, side])
      for (const listed of await list(one, home.owner)) expect(await get(one, home.owner, listed.id)).toEqual(listed);
  }
});

requirement('gitea.reviews.get.404', async (target) => {
  const home = await bench(target);
  const side = await second(home);
  const { id } = await review(home, home.other, { event: 'COMMENT', body: 'Here' });
  expect(await home.owner.refusal(repoGetPullReview, { ...side.at, index: side.index, id })).toBe(404);
  expect(await home.owner.refusal(repoGetPullReview, { ...home.at, index: 1, id: 999_999 })).toBe(404);
});

requirement('gitea.reviews.drafts.hidden', async (target) => {
  const home = await bench(target);
  const { at, index } = home;
  const before = await pull(home);
  const draft = await review(home, home.other, { event: 'PENDING', body: 'Not yet', comments: [on(10)] });
  expect(draft.state).toBe('PENDING');
  const [comment] = await comments(home, home.other, draft.id);
  for (const stranger of [home.owner, target.eve, target.root, target.anyone]) {
    expect(await list(home, stranger)).toEqual([]);
    expect(await stranger.respond(repoListPullReviews, { ...at, index })).toMatchObject({ headers: { 'x-total-count': '0' } });
    expect(await stranger.refusal(repoGetPullReview, { ...at, index, id: draft.id })).toBe(404);
    expect(await stranger.refusal(repoGetPullReviewComments, { ...at, index, id: draft.id })).toBe(404);
  }
  const id = comment?.id ?? 0;
  for (const stranger of [home.owner, target.root]) {
    expect(await stranger.refusal(repoDeletePullReview, { ...at, index, id: draft.id })).toBe(404);
    expect(await stranger.refusal(repoSubmitPullReview, { ...at, index, id: draft.id, body: { event: 'COMMENT', body: 'x' } })).toBe(404);
    expect(await stranger.refusal(issueEditComment, { ...at, id, body: { body: 'x' } })).toBe(404);
    expect(await stranger.refusal(issueDeleteComment, { ...at, id })).toBe(404);
    expect(await stranger.refusal(repoResolvePullReviewComment, { ...at, id })).toBe(404);
    expect(await stranger.refusal(repoCreatePullReviewCommentReply, { ...at, index, id, body: { body: 'x' } })).toBe(404);
  }
  expect(await list(home, home.other)).toEqual([draft]);
  expect(await home.owner.call(issueGetComments, { ...at, index })).toEqual([]);
  expect(await pull(home)).toEqual(before);
});
departure('gitea.reviews.drafts.hidden', 'Administrators are not told of a draft either; upstream shows it to them and counts it for all.');

requirement('gitea.reviews.drafts.one', async (target) => {
  const home = await bench(target);
  const draft = await review(home, home.other, { body: 'Words', comments: [on(10, 'One')] });
  const again = await review(home, home.other, { event: 'PENDING', body: '', comments: [on(1, 'Two')] });
  expect(again).toMatchObject({ id: draft.id, body: 'Words', comments_count: 2 });
  const done = await review(home, home.other, { event: 'COMMENT', comments: [on(2, 'Three')] });
  expect(done).toMatchObject({ id: draft.id, state: 'COMMENT', body: 'Words', comments_count: 3 });
  expect((await comments(home, home.owner, done.id)).map(({ body }) => body)).toEqual(['One', 'Two', 'Three']);
});
departure(
  'gitea.reviews.drafts.one',
  'A draft keeps its text where none is sent, and needs none beside its comments; upstream empties and refuses it.',
);

requirement('gitea.reviews.submit.200', async (target) => {
  for (const home of await benches(target)) {
    const side = await second(home);
    const draft = await review(home, home.other, { comments: [on(10)], body: 'Draft' });
    const other = await review(side, home.other, { comments: [onSide(1)], body: 'Draft' });
    const submit = (one: Bench, id: number, body: z.input<typeof repoSubmitPullReview.body>) =>
      home.other.call(repoSubmitPullReview, { ...one.at, index: one.index, id, body });
    expect(await submit(home, draft.id, { event: 'REQUEST_CHANGES', body: 'Done' })).toMatchObject({
      id: draft.id,
      state: 'REQUEST_CHANGES',
      body: 'Done',
      official: true,
      comments_count: 1,
    });
    expect(await submit(side, other.id, { event: 'APPROVED', body: 'Good' })).toMatchObject({ state: 'APPROVED', body: 'Good' });
    expect((await list(home, home.owner)).map(({ id }) => id)).toEqual([draft.id]);
    expect((await pull(home)).review_comments).toBe(1);
    const body = { event: 'APPROVED' } as const;
    expect(await home.other.refusal(repoSubmitPullReview, { ...home.at, index: 1, id: draft.id, body })).toBe(422);
  }
});

requirement('gitea.reviews.submit.422', async (target) => {
  const home = await bench(target);
  const { id } = await review(home, home.other, { body: 'Draft' });
  const refusal = (body: z.input<typeof repoSubmitPullReview.body>) =>
    home.other.refusal(repoSubmitPullReview, { ...home.at, index: 1, id, body });
  expect(await refusal({ event: 'PENDING', body: 'Still' })).toBe(422);
  expect(await refusal({ body: 'Still' })).toBe(422);
  expect(await get(home, home.other, id)).toMatchObject({ state: 'PENDING', body: 'Draft' });
});

requirement('gitea.reviews.delete.204', async (target) => {
  for (const home of await benches(target)) {
    const side = await second(home);
    const { id } = await review(home, home.other, { event: 'COMMENT', comments: [on(10)] });
    const draft = await review(side, home.other, { comments: [onSide(1)] });
    const [comment] = await comments(home, home.other, id);
    await home.other.call(repoDeletePullReview, { ...home.at, index: 1, id });
    await home.other.call(repoDeletePullReview, { ...side.at, index: side.index, id: draft.id });
    expect(await list(home, home.other)).toEqual([]);
    expect(await list(side, home.other)).toEqual([]);
    expect(await home.owner.refusal(issueEditComment, { ...home.at, id: comment?.id ?? 0, body: { body: 'x' } })).toBe(404);
    expect((await pull(home)).review_comments).toBe(0);
  }
});

requirement('gitea.reviews.delete.forbidden', async (target) => {
  const home = await bench(target);
  const { id } = await review(home, home.other, { event: 'COMMENT', body: 'Stays' });
  expect(await home.owner.refusal(repoDeletePullReview, { ...home.at, index: 1, id })).toBe(403);
  const [request] = await ask(home, home.owner, [home.otherLogin]);
  const asked = { ...home.at, index: 1, id: request?.id ?? 0 };
  expect(await home.other.refusal(repoDeletePullReview, asked)).toBeGreaterThanOrEqual(400);
  expect(await list(home, home.owner)).toHaveLength(2);
  await target.root.call(repoDeletePullReview, { ...home.at, index: 1, id });
  expect((await list(home, home.owner)).map(({ state }) => state)).toEqual(['REQUEST_REVIEW']);
});

requirement('gitea.reviews.comments.200', async (target) => {
  for (const home of await benches(target)) {
    const side = await second(home);
    const one = await review(home, home.other, { event: 'COMMENT', comments: [on(10, 'One')] });
    const two = await review(side, home.other, { event: 'COMMENT', comments: [onSide(2, 'Two')] });
    expect((await comments(home, home.owner, one.id)).map(({ body }) => body)).toEqual(['One']);
    expect(await comments(side, home.owner, two.id)).toMatchObject([
      { body: 'Two', position: 2, diff_hunk: '@@ -0,0 +1,2 @@\n+one\n+two', outdated: false },
    ]);
    expect(await home.owner.refusal(repoGetPullReviewComments, { ...home.at, index: 1, id: two.id })).toBe(404);
  }
});

requirement('gitea.reviews.comments.apart', async (target) => {
  const home = await bench(target);
  await review(home, home.other, { event: 'COMMENT', body: 'Words', comments: [on(10), on(9)] });
  expect(await home.owner.call(issueGetComments, { ...home.at, index: 1 })).toEqual([]);
  expect(await pull(home)).toMatchObject({ comments: 0, review_comments: 2 });
  expect(await home.owner.call(repoListPullRequests, home.at)).toMatchObject([{ comments: 0, review_comments: 2 }]);
});
departure(
  'gitea.reviews.comments.apart',
  '`review_comments` counts comments on lines, as it is described; upstream counts reviews, and those as comments too.',
);

requirement('gitea.reviews.comments.edited', async (target) => {
  const home = await bench(target, { permission: 'read' });
  const { id } = await review(home, home.other, { event: 'COMMENT', comments: [on(10, 'One'), on(9, 'Two')] });
  const [one, two] = await comments(home, home.other, id);
  const commentOf = (comment: { id: number } | undefined) => ({ ...home.at, id: comment?.id ?? 0 });
  expect(await target.eve.refusal(issueEditComment, { ...commentOf(one), body: { body: 'Mine' } })).toBe(403);
  expect(await home.other.call(issueEditComment, { ...commentOf(one), body: { body: 'Better' } })).toMatchObject({ body: 'Better' });
  await home.owner.call(issueDeleteComment, commentOf(two));
  expect((await comments(home, home.other, id)).map(({ body }) => body)).toEqual(['Better']);
  expect(await pull(home)).toMatchObject({ comments: 0, review_comments: 1 });
});

requirement('gitea.reviews.comments.follow', async (target) => {
  const home = await bench(target);
  const reviewed = await home.headId();
  const { id } = await review(home, home.other, {
    event: 'COMMENT',
    comments: [on(10), on(15), { path: 'a.txt', body: 'Old', old_position: 11 }],
  });
  const moved = await home.push(`new first\nnew second\n${HEAD.replace('line 14\n', '')}`);
  expect(await comments(home, home.owner, id)).toMatchObject([
    { position: 12, commit_id: moved, original_commit_id: reviewed, outdated: false },
    { position: 16, commit_id: moved, outdated: false },
    { original_position: 11, position: 0, outdated: false },
  ]);
  const { git, folder } = await target.clone(home);
  expect(folder).not.toBe('');
  await git('checkout', '-q', 'topic');
  await git('mv', 'a.txt', 'b.txt');
  await git('commit', '-qm', 'Rename');
  await git('push', '-q', 'origin', 'topic');
  const renamed = await git('rev-parse', 'HEAD');
  expect(await comments(home, home.owner, id)).toMatchObject([{ position: 12, commit_id: renamed, outdated: false }, {}, {}]);
});
departure('gitea.reviews.comments.follow', 'A comment is found again where its line has gone; upstream tells the number that was sent.');

requirement('gitea.reviews.comments.outdated', async (target) => {
  const home = await bench(target);
  const reviewed = await home.headId();
  const { id } = await review(home, home.other, { event: 'COMMENT', comments: [on(10), on(11)] });
  await home.push(HEAD.replace('tenth', 'another'));
  expect(await comments(home, home.owner, id)).toMatchObject([
    { position: 10, commit_id: reviewed, outdated: true },
    { position: 11, outdated: false },
  ]);
});
departure('gitea.reviews.comments.outdated', 'That a line is gone is said; upstream knows it and does not tell.');

requirement('gitea.reviews.comments.resolve', async (target) => {
  for (const home of await benches(target, { permission: 'read' })) {
    const { id } = await review(home, home.other, { event: 'COMMENT', comments: [on(10), on(9)] });
    const [one, two] = await comments(home, home.other, id);
    const resolvers = async () => (await comments(home, home.owner, id)).map(({ resolver }) => resolver?.login ?? null);
    const the = (comment: { id: number } | undefined) => ({ ...home.at, id: comment?.id ?? 0 });
    expect(await home.other.refusal(repoResolvePullReviewComment, the(one))).toBe(403);
    await home.owner.call(repoResolvePullReviewComment, the(one));
    await home.owner.call(repoResolvePullReviewComment, the(two));
    expect(await resolvers()).toEqual([home.at.owner, home.at.owner]);
    expect(await home.other.refusal(repoUnresolvePullReviewComment, the(one))).toBe(403);
    await home.owner.call(repoUnresolvePullReviewComment, the(one));
    expect(await resolvers()).toEqual([null, home.at.owner]);
    await home.owner.call(repoUnresolvePullReviewComment, the(two));
  }
});

requirement('gitea.reviews.comments.reply', async (target) => {
  for (const home of await benches(target)) {
    const side = await second(home);
    const reply = (one: Bench, id: number, body: string) =>
      home.owner.call(repoCreatePullReviewCommentReply, { ...one.at, index: one.index, id, body: { body } });
    const { id } = await review(home, home.other, { event: 'COMMENT', comments: [on(10)] });
    const [first] = await comments(home, home.owner, id);
    expect(await reply(home, first?.id ?? 0, 'So')).toMatchObject({
      body: 'So',
      path: 'a.txt',
      position: 10,
      pull_request_review_id: id,
      user: { login: home.at.owner },
    });
    await home.owner.call(repoResolvePullReviewComment, { ...home.at, id: first?.id ?? 0 });
    expect((await comments(home, home.owner, id)).map(({ resolver }) => resolver?.login)).toEqual([home.at.owner, home.at.owner]);
    const other = await review(side, home.other, { event: 'COMMENT', comments: [onSide(1)] });
    const [there] = await comments(side, home.owner, other.id);
    expect(await reply(side, there?.id ?? 0, 'Then')).toMatchObject({ body: 'Then', path: 'side.txt' });
  }
});

requirement('gitea.reviews.comments.reply.404', async (target) => {
  const home = await bench(target);
  const side = await second(home);
  const { id } = await review(home, home.other, { event: 'COMMENT', comments: [on(10)] });
  const [comment] = await comments(home, home.owner, id);
  const body = { body: 'Lost' };
  const missing = { ...home.at, index: 1, id: 999_999, body };
  expect(await home.owner.refusal(repoCreatePullReviewCommentReply, missing)).toBe(404);
  const elsewhere = { ...side.at, index: side.index, id: comment?.id ?? 0, body };
  expect(await home.owner.refusal(repoCreatePullReviewCommentReply, elsewhere)).toBe(404);
});

requirement('gitea.reviews.stale', async (target) => {
  const home = await bench(target);
  const reviewed = await home.headId();
  const { id } = await review(home, home.other, { event: 'APPROVED' });
  expect((await get(home, home.owner, id)).stale).toBe(false);
  await home.push(`${HEAD}more\n`);
  expect(await get(home, home.owner, id)).toMatchObject({ stale: true, commit_id: reviewed });
  expect((await review(home, target.eve, { event: 'APPROVED', commit_id: reviewed })).stale).toBe(true);
});

requirement('gitea.reviews.stale.same', async (target) => {
  const home = await bench(target);
  const { owner, at } = home;
  const { id } = await review(home, home.other, { event: 'APPROVED' });
  await owner.call(repoCreateFile, { ...at, filepath: 'elsewhere.txt', body: { content: base64('x'), branch: 'main' } });
  await owner.call(repoUpdatePullRequest, { ...at, index: 1 });
  await vi.waitFor(async () => expect((await get(home, owner, id)).stale).toBe(false), { timeout: 10_000, interval: 50 });
  await home.push(`${HEAD}more\n`);
  expect((await get(home, owner, id)).stale).toBe(true);
});

requirement('gitea.reviews.dismiss.200', async (target) => {
  for (const home of await benches(target)) {
    const { at } = home;
    const side = await second(home);
    const before = await review(home, home.other, { event: 'REQUEST_CHANGES', body: 'Hm' });
    const { id } = await review(home, home.other, { event: 'APPROVED' });
    const there = await review(side, home.other, { event: 'APPROVED' });
    const revive = (one: Bench, review: number) => home.owner.call(repoUnDismissPullReview, { ...at, index: one.index, id: review });
    const dismiss = (one: Bench, review: number, body: z.input<typeof repoDismissPullReview.body>) =>
      home.owner.call(repoDismissPullReview, { ...at, index: one.index, id: review, body });
    expect((await revive(home, before.id)).dismissed).toBe(false);
    expect(await dismiss(home, id, { message: 'Too early', priors: false })).toMatchObject({ id, dismissed: true });
    expect((await get(home, home.owner, before.id)).dismissed).toBe(false);
    expect((await dismiss(home, id, { message: 'All of it', priors: true })).dismissed).toBe(true);
    expect((await get(home, home.owner, before.id)).dismissed).toBe(true);
    await dismiss(side, there.id, {});
    expect((await revive(side, there.id)).dismissed).toBe(false);
  }
});

requirement('gitea.reviews.dismiss.forbidden', async (target) => {
  const home = await bench(target);
  const { id } = await review(home, home.other, { event: 'APPROVED' });
  const remark = await review(home, home.other, { event: 'COMMENT', body: 'Hm' });
  const at = { ...home.at, index: 1 };
  expect(await home.other.refusal(repoDismissPullReview, { ...at, id, body: {} })).toBe(403);
  expect(await home.other.refusal(repoUnDismissPullReview, { ...at, id })).toBe(403);
  expect(await home.owner.refusal(repoDismissPullReview, { ...at, id: remark.id, body: {} })).toBe(403);
  await home.owner.call(repoEditPullRequest, { ...at, body: { state: 'closed' } });
  expect(await home.owner.refusal(repoDismissPullReview, { ...at, id, body: {} })).toBe(403);
  expect((await get(home, home.owner, id)).dismissed).toBe(false);
});

const requested = async (home: Bench) => (await pull(home)).requested_reviewers?.map(({ login }) => login);

requirement('gitea.reviews.request.201', async (target) => {
  for (const home of await benches(target)) {
    const side = await second(home);
    expect(await ask(home, home.owner, [home.otherLogin, 'eve'])).toMatchObject([
      { state: 'REQUEST_REVIEW', user: { login: home.otherLogin }, official: true },
      { state: 'REQUEST_REVIEW', user: { login: 'eve' }, official: false },
    ]);
    expect(await ask(home, home.other, ['eve'])).toEqual([]);
    await ask(side, home.owner, ['eve']);
    expect([await requested(home), await requested(side)]).toEqual([[home.otherLogin, 'eve'], ['eve']]);
    const listed = await home.owner.call(repoListPullRequests, { ...home.at, query: { sort: 'oldest' } });
    expect(listed.map((one) => one.requested_reviewers?.length)).toEqual([2, 1]);
  }
});

requirement('gitea.reviews.request.opened', async (target) => {
  for (const home of await benches(target)) {
    const { owner, at } = home;
    await owner.call(repoCreateBranch, { ...at, body: { new_branch_name: 'third' } });
    await owner.call(repoCreateFile, { ...at, filepath: 'third.txt', body: { content: base64('x'), branch: 'third' } });
    const open = (base: string, reviewers: string[]) =>
      owner.call(repoCreatePullRequest, { ...at, body: { head: 'third', base, title: 'Third', reviewers } });
    expect((await open('main', [home.otherLogin])).requested_reviewers?.map(({ login }) => login)).toEqual([home.otherLogin]);
    expect((await open('topic', ['eve'])).requested_reviewers?.map(({ login }) => login)).toEqual(['eve']);
    const own = { head: 'topic', base: 'third', title: 'Own', reviewers: [at.owner] };
    expect(await owner.refusal(repoCreatePullRequest, { ...at, body: own })).toBe(422);
  }
});
departure(
  'gitea.reviews.request.opened',
  'One who cannot be asked is refused before anything is opened; upstream opens it and asks nobody.',
);

requirement('gitea.reviews.request.answered', async (target) => {
  const home = await bench(target);
  await ask(home, home.owner, [home.otherLogin, 'eve']);
  const draft = await review(home, home.other, { body: 'Soon' });
  expect(await requested(home)).toEqual([home.otherLogin, 'eve']);
  await home.other.call(repoSubmitPullReview, { ...home.at, index: 1, id: draft.id, body: { event: 'APPROVED' } });
  expect(await requested(home)).toEqual(['eve']);
  await review(home, target.eve, { event: 'COMMENT', body: 'Nice' });
  expect(await requested(home)).toEqual([]);
  expect((await list(home, home.owner)).map(({ state }) => state)).toEqual(['APPROVED', 'COMMENT']);
});
departure('gitea.reviews.request.answered', 'A draft that is handed in answers a request as well; upstream goes on asking.');

requirement('gitea.reviews.request.422', async (target) => {
  const home = await bench(target, {}, { private: true });
  const refusal = (by: Caller, reviewers: string[], given = {}) =>
    by.refusal(repoCreatePullReviewRequests, { ...home.at, index: 1, body: { reviewers, ...given } });
  expect(await refusal(home.owner, [home.at.owner])).toBe(422);
  expect(await refusal(home.owner, ['eve'])).toBe(422);
  const open = await bench(target);
  const body = { reviewers: [open.otherLogin] };
  expect(await target.eve.refusal(repoCreatePullReviewRequests, { ...open.at, index: 1, body })).toBe(422);
  expect([await requested(home), await requested(open)]).toEqual([[], []]);
});

requirement('gitea.reviews.request.404', async (target) => {
  const home = await bench(target);
  const body = { reviewers: [home.otherLogin, 'nobody-at-all'] };
  expect(await home.owner.refusal(repoCreatePullReviewRequests, { ...home.at, index: 1, body })).toBe(404);
  expect(await requested(home)).toEqual([]);
});

requirement('gitea.reviews.request.closed', async (target) => {
  const home = await bench(target);
  await home.owner.call(repoEditPullRequest, { ...home.at, index: 1, body: { state: 'closed' } });
  const body = { reviewers: [home.otherLogin] };
  expect(await home.owner.refusal(repoCreatePullReviewRequests, { ...home.at, index: 1, body })).toBe(403);
});
departure('gitea.reviews.request.closed', 'Nobody is asked to look at what is closed; upstream refuses only who has looked before.');

requirement('gitea.reviews.request.removed', async (target) => {
  for (const home of await benches(target)) {
    const side = await second(home);
    const takeBack = (one: Bench, by: Caller, reviewers: string[]) =>
      by.call(repoDeletePullReviewRequests, { ...one.at, index: one.index, body: { reviewers } });
    const { id } = await review(home, home.other, { event: 'APPROVED' });
    await ask(home, home.owner, [home.otherLogin]);
    expect((await get(home, home.owner, id)).official).toBe(false);
    await takeBack(home, home.owner, [home.otherLogin]);
    expect((await get(home, home.owner, id)).official).toBe(true);
    await ask(side, home.owner, ['eve']);
    const body = { reviewers: [home.otherLogin] };
    expect(await target.eve.refusal(repoDeletePullReviewRequests, { ...side.at, index: side.index, body })).toBe(422);
    await takeBack(side, target.eve, ['eve']);
    expect([await requested(home), await requested(side)]).toEqual([[], []]);
  }
});
