import { afterAll, beforeAll, expect, it } from 'vitest';

import {
  repoAddCollaborator,
  repoCreatePullRequest,
  repoCreatePullReview,
  repoCreatePullReviewRequests,
  repoCreateStatus,
  repoResolvePullReviewComment,
} from '@mosaic/contracts/gitea';
import { listPullReviews, nativeCalls, viewPulls } from '@mosaic/contracts/mosaic';

import { commit, runGit, startForge, TOKENS, type ForgeHarness } from './harness.ts';

let bench: ForgeHarness;
beforeAll(async () => {
  bench = await startForge();
});
afterAll(() => bench[Symbol.asyncDispose]());

/** A private repository of ada's, in which eve may write, with a pull request that changes one line of three. */
async function proposed(repo: string) {
  const at = { owner: 'ada', repo };
  await bench.as(TOKENS.ada).createRepository({ name: repo, private: true });
  await bench.as(TOKENS.ada).call(repoAddCollaborator, { ...at, collaborator: 'eve', body: { permission: 'write' } });
  const folder = await bench.workspace(`ada/${repo}`, TOKENS.ada, { 'a.txt': 'one\ntwo\nthree\n' });
  const push = (ref: string) => runGit(['push', '-q', 'origin', `HEAD:refs/heads/${ref}`], { cwd: folder });
  await push('main');
  const head = await commit(folder, { 'a.txt': 'one\n2\nthree\n' });
  await push('topic');
  await bench.as(TOKENS.ada).call(repoCreatePullRequest, { ...at, body: { head: 'topic', base: 'main', title: 'Topic' } });
  const change = async (text: string): Promise<void> => {
    await commit(folder, { 'a.txt': text });
    await push('topic');
  };
  return { at: { ...at, index: 1 }, head, change };
}

const seen = (token: string, at: { owner: string; repo: string; index: number }) =>
  nativeCalls(bench.send(token)).call(listPullReviews, at);
const on = (line: number, body: string) => ({ path: 'a.txt', body, new_position: line });

it('all that is said of a pull request is told at once, with where its lines are now; a draft to who writes it', async () => {
  const { at, head, change } = await proposed('said');
  const eve = bench.as(TOKENS.eve);
  const body = {
    event: 'REQUEST_CHANGES',
    body: 'No',
    comments: [on(2, 'Why?'), { path: 'a.txt', body: 'Kept', old_position: 2 }],
  } as const;
  const said = await eve.call(repoCreatePullReview, { ...at, body: { ...body, comments: [...body.comments] } });
  await eve.call(repoCreatePullReview, { ...at, body: { event: 'PENDING', comments: [on(3, 'Later')] } });
  const before = await seen(TOKENS.ada, at);
  expect(before.reviews).toEqual([
    {
      id: said.id,
      reviewer: 'eve',
      state: 'rejected',
      body: 'No',
      commit: head,
      stale: false,
      official: true,
      dismissed: false,
      dismissal: null,
      submittedAt: expect.any(Number) as number,
    },
  ]);
  expect(before.comments.map(({ body: text, side, line, outdated }) => [text, side, line, outdated])).toEqual([
    ['Why?', 'new', 2, false],
    ['Kept', 'old', 2, false],
  ]);
  expect(before.comments[0]).toMatchObject({ reviewId: said.id, author: 'eve', resolver: null, path: 'a.txt', commit: head });
  expect(before.comments[0]?.hunk).toMatch(/^@@ .*\n\+2$/s);

  const own = await seen(TOKENS.eve, at);
  expect(own.reviews.map(({ state }) => state)).toEqual(['rejected', 'pending']);
  expect(own.comments.map(({ body: text }) => text)).toEqual(['Why?', 'Kept', 'Later']);

  await bench.as(TOKENS.ada).call(repoResolvePullReviewComment, { ...at, id: before.comments[0]?.id ?? 0 });
  await change('zero\none\nzwei\nthree\n');
  const after = await seen(TOKENS.eve, at);
  expect(after.comments.map(({ body: text, line, outdated, resolver }) => [text, line, outdated, resolver])).toEqual([
    ['Why?', 2, true, 'ada'],
    ['Kept', 2, false, null],
    ['Later', 4, false, null],
  ]);
  expect(after.reviews[0]?.stale).toBe(true);
  expect(after.truncated).toBe(false);
});

it('of more than 1,000 comments the newest are told, and a stranger finds none', async () => {
  const { at } = await proposed('many');
  const eve = bench.as(TOKENS.eve);
  for (let round = 0; round <= 10; round += 1) {
    const comments = Array.from({ length: 100 }, (_, at) => on(2, `${round * 100 + at}`));
    await eve.call(repoCreatePullReview, { ...at, body: { event: 'COMMENT', comments } });
  }
  const { reviews, comments, truncated } = await seen(TOKENS.ada, at);
  expect([reviews.length, comments.length, comments[0]?.body, comments.at(-1)?.body, truncated]).toEqual([11, 1000, '100', '1099', true]);
  await expect(seen(TOKENS.bob, at)).rejects.toMatchObject({ status: 404 });
});

it('a list asks once how its pull requests stand', async () => {
  const { at, head } = await proposed('stand');
  const { owner, repo } = at;
  const ada = bench.as(TOKENS.ada);
  const eve = bench.as(TOKENS.eve);
  const view = async (numbers: string, token: string = TOKENS.ada) =>
    (await nativeCalls(bench.send(token)).call(viewPulls, { owner, repo, query: { numbers } })).pulls;
  const bare = { number: 1, checks: 'none', approvals: 0, rejections: 0, requests: 0 };
  expect(await view('1,2,3')).toEqual([bare]);
  const check = (context: string, state: 'pending' | 'success' | 'failure') =>
    ada.call(repoCreateStatus, { owner, repo, sha: head, body: { context, state } });
  await check('build', 'failure');
  await check('build', 'success');
  expect(await view('1')).toEqual([{ ...bare, checks: 'success' }]);
  await check('test', 'pending');
  await ada.call(repoCreatePullReviewRequests, { ...at, body: { reviewers: ['eve'] } });
  expect(await view('1')).toEqual([{ ...bare, checks: 'pending', requests: 1 }]);
  await eve.call(repoCreatePullReview, { ...at, body: { event: 'REQUEST_CHANGES', body: 'No' } });
  await check('test', 'failure');
  expect(await view('1')).toEqual([{ ...bare, checks: 'failure', rejections: 1 }]);
  await eve.call(repoCreatePullReview, { ...at, body: { event: 'APPROVED' } });
  await eve.call(repoCreatePullReview, { ...at, body: { event: 'PENDING', body: 'More' } });
  expect(await view('1')).toEqual([{ ...bare, checks: 'failure', approvals: 1 }]);
  // A context that fails is not made good by another one.
  await check('build', 'failure');
  await check('test', 'success');
  expect(await view('1')).toEqual([{ ...bare, checks: 'failure', approvals: 1 }]);
  await expect(view('1', TOKENS.bob)).rejects.toMatchObject({ status: 404 });
  await expect(view('1,x')).rejects.toMatchObject({ status: 422 });
});
