import { writeFile } from 'node:fs/promises';

import { afterAll, beforeAll, expect, it } from 'vitest';

import {
  issueEditComment,
  repoAddCollaborator,
  repoCreateBranch,
  repoCreateFile,
  repoCreatePullRequest,
  repoCreatePullReview,
  repoCreatePullReviewCommentReply,
  repoCreatePullReviewRequests,
  repoDelete,
  repoDeletePullReview,
  repoDeletePullReviewRequests,
  repoDismissPullReview,
  repoGetPullReviewComments,
  repoResolvePullReviewComment,
  repoUnresolvePullReviewComment,
  repoListPullReviews,
  repoSubmitPullReview,
  repoUnDismissPullReview,
} from '@mosaic/contracts/gitea';
import { listPullReviews, nativeCalls } from '@mosaic/contracts/mosaic';

import { commit, startForge, TOKENS, type ForgeHarness } from './harness.ts';

let bench: ForgeHarness;
let made = 0;
beforeAll(async () => {
  bench = await startForge();
});
afterAll(() => bench[Symbol.asyncDispose]());

const ada = () => bench.as(TOKENS.ada);
const bob = () => bench.as(TOKENS.bob);

/** A pull request of ada's with one new file of as many lines, which bob may review so that it counts. */
async function opened(lines = 3) {
  const at = { owner: 'ada', repo: `reviewed-${++made}` };
  await ada().createRepository({ name: at.repo, auto_init: true });
  await ada().call(repoCreateBranch, { ...at, body: { new_branch_name: 'topic' } });
  const content = Buffer.from('x\n'.repeat(lines)).toString('base64');
  await ada().call(repoCreateFile, { ...at, filepath: 'a.txt', body: { content, branch: 'topic' } });
  await ada().call(repoAddCollaborator, { ...at, collaborator: 'bob', body: { permission: 'write' } });
  const { number: index } = await ada().call(repoCreatePullRequest, { ...at, body: { head: 'topic', base: 'main', title: 'Topic' } });
  return { ...at, index };
}

const on = (line: number) => ({ path: 'a.txt', body: `Line ${line}`, new_position: line });

/** What was told since, by type and what it says of itself. */
async function toldSince(seq: number) {
  const about = 'repositoryId repository private owner number title base head headRepository headId'.split(' ');
  const events = (await bench.events()).filter((event) => event.seq > seq);
  return events.map(({ type, data }) => [
    type.replace('dev.mosaic.', ''),
    Object.fromEntries(Object.entries(data).filter(([name]) => !about.includes(name))),
  ]);
}
const now = async () => (await bench.events()).at(-1)?.seq ?? 0;

it('a draft that is handed in twice at once is handed in once', async () => {
  const at = await opened();
  const { id } = await bob().call(repoCreatePullReview, { ...at, body: { body: 'Draft', comments: [on(1)] } });
  const seq = await now();
  const body = { event: 'APPROVED' };
  const path = `/api/v1/repos/${at.owner}/${at.repo}/pulls/1/reviews/${id}`;
  const answers = await Promise.all([1, 2, 3].map(() => bench.send(TOKENS.bob)({ method: 'POST', path, body })));
  const statuses = await Promise.all(answers.map(async (answer) => (await answer.discard(), answer.status)));
  expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 422, 422]);
  expect((await toldSince(seq)).map(([type]) => type)).toEqual(['pull_request.reviewed']);
});

it('of verdicts that one person gives at once, one counts', async () => {
  const at = await opened();
  const give = () => bob().call(repoCreatePullReview, { ...at, body: { event: 'APPROVED' } });
  await Promise.all([give(), give(), give()]);
  const reviews = await ada().call(repoListPullReviews, at);
  expect([reviews.length, reviews.filter(({ official }) => official).length, reviews.filter(({ dismissed }) => !dismissed).length]).toEqual(
    [3, 1, 1],
  );
});

it('drafts begun at once are one', async () => {
  const at = await opened();
  const begin = (line: number) => bob().call(repoCreatePullReview, { ...at, body: { comments: [on(line)] } });
  const ids = (await Promise.all([begin(1), begin(2), begin(3)])).map(({ id }) => id);
  expect(new Set(ids).size).toBe(1);
  expect(await bob().call(repoListPullReviews, at)).toMatchObject([{ comments_count: 3 }]);
});

it('of a draft nothing is told but to the audit, and no word of it there', async () => {
  const at = await opened();
  const seq = await now();
  const { id } = await bob().call(repoCreatePullReview, { ...at, body: { body: 'Secret words', comments: [on(1)] } });
  const [comment] = await bob().call(repoGetPullReviewComments, { ...at, id });
  const commentId = comment?.id ?? 0;
  await bob().call(issueEditComment, { ...at, id: commentId, body: { body: 'Secret still' } });
  const answer = { ...at, id: commentId, body: { body: 'Secret too' } };
  await bob().call(repoCreatePullReviewCommentReply, answer);
  expect(new Set((await toldSince(seq)).map(([type]) => type))).toEqual(new Set(['audit.written']));
  expect(JSON.stringify(await toldSince(seq))).not.toContain('Secret');
  await bob().call(repoDeletePullReview, { ...at, id });
  expect((await toldSince(seq)).every(([type]) => type === 'audit.written')).toBe(true);
});

it('each thing that is done with reviews is told once', async () => {
  const at = await opened();
  const seq = await now();
  const reviewers = { reviewers: ['bob'] };
  await ada().call(repoCreatePullReviewRequests, { ...at, body: reviewers });
  await ada().call(repoDeletePullReviewRequests, { ...at, body: reviewers });
  const { id, commit_id } = await bob().call(repoCreatePullReview, {
    ...at,
    body: { event: 'REQUEST_CHANGES', body: 'No', comments: [on(2)] },
  });
  const told = () => nativeCalls(bench.send(TOKENS.bob)).call(listPullReviews, at);
  const commentId = (await told()).comments[0]?.id ?? 0;
  await ada().call(repoResolvePullReviewComment, { ...at, id: commentId });
  await ada().call(repoUnresolvePullReviewComment, { ...at, id: commentId });
  await ada().call(repoDismissPullReview, { ...at, id, body: { message: 'Settled' } });
  expect((await told()).reviews[0]?.dismissal).toEqual({ by: 'ada', reason: 'Settled' });
  await ada().call(repoUnDismissPullReview, { ...at, id });
  expect((await told()).reviews[0]?.dismissal).toBeNull();
  await bob().call(repoDeletePullReview, { ...at, id });
  const changed = (action: string, message = '') => ['pull_request.review_changed', { reviewId: id, reviewer: 'bob', action, message }];
  expect(await toldSince(seq)).toEqual([
    ['pull_request.review_requested', { reviewer: 'bob', reviewerUid: 2 }],
    ['pull_request.review_request_removed', { reviewer: 'bob', reviewerUid: 2 }],
    ['pull_request.reviewed', { reviewId: id, reviewer: 'bob', state: 'rejected', official: true, commit: commit_id, comments: 1 }],
    ['pull_request.conversation_changed', { commentId, resolved: true }],
    ['pull_request.conversation_changed', { commentId, resolved: false }],
    changed('dismissed', 'Settled'),
    changed('undismissed'),
    changed('deleted'),
  ]);
});

it('a review has its bounds, and says them', async () => {
  const at = await opened();
  const path = `/api/v1/repos/${at.owner}/${at.repo}/pulls/1/reviews`;
  const post = async (body: object) => {
    const response = await bench.send(TOKENS.bob)({ method: 'POST', path, body });
    return { status: response.status, text: await response.text() };
  };
  const many = (count: number) => Array.from({ length: count }, () => on(1));
  expect(await post({ comments: many(101) })).toMatchObject({ status: 422, text: expect.stringContaining('comments') as string });
  expect(await post({ body: 'x'.repeat(262_145) })).toMatchObject({ status: 422, text: expect.stringContaining('body') as string });
  for (let round = 0; round < 5; round += 1) expect((await post({ comments: many(100) })).status).toBe(200);
  expect(await post({ comments: many(1) })).toMatchObject({ status: 422, text: expect.stringContaining('500 comments at most') as string });
  expect(await bob().call(repoListPullReviews, at)).toMatchObject([{ comments_count: 500 }]);
});

it('teams are refused as reviewers, in words', async () => {
  const at = await opened();
  const path = `/api/v1/repos/${at.owner}/${at.repo}/pulls/1/requested_reviewers`;
  for (const method of ['POST', 'DELETE'] as const) {
    const response = await bench.send(TOKENS.ada)({ method, path, body: { reviewers: [], team_reviewers: ['crew'] } });
    expect([response.status, await response.text()]).toEqual([422, expect.stringMatching(/team_reviewers.*not supported/) as string]);
  }
});

/** Commits a file whose name is no UTF-8. */
async function commitBytes(folder: string, name: Buffer): Promise<void> {
  await writeFile(Buffer.concat([Buffer.from(`${folder}/`), name]), 'x\n');
  await bench.git(['add', '-A'], { cwd: folder });
  await bench.git(['commit', '-q', '-m', 'Bytes'], { cwd: folder });
}

it('a comment stands in a file with any name, in one that was renamed, and in one that was deleted', async () => {
  const at = { owner: 'ada', repo: 'names' };
  await ada().createRepository({ name: at.repo });
  const work = await bench.workspace('ada/names', TOKENS.ada, {
    'old name.txt': 'a\nb\nc\nd\ne\nf\n',
    'gone.txt': 'a\nb\n',
    'a#?%&.txt': 'a\n',
  });
  await bench.git(['push', '-q', 'origin', 'main'], { cwd: work });
  await bench.git(['checkout', '-q', '-b', 'topic'], { cwd: work });
  await bench.git(['mv', 'old name.txt', 'ü.txt'], { cwd: work });
  await bench.git(['rm', '-q', 'gone.txt'], { cwd: work });
  await commit(work, { 'ü.txt': 'a\nb\nc\nD\ne\nf\n', 'a#?%&.txt': 'b\n' });
  await commitBytes(work, Buffer.concat([Buffer.from('caf'), Buffer.from([0xe9]), Buffer.from('.txt')]));
  await bench.git(['push', '-q', 'origin', 'topic'], { cwd: work });
  await ada().call(repoCreatePullRequest, { ...at, body: { head: 'topic', base: 'main', title: 'Names' } });
  const comments = [
    { path: 'ü.txt', body: 'New', new_position: 4 },
    { path: 'ü.txt', body: 'Old', old_position: 4 },
    { path: 'gone.txt', body: 'Gone', old_position: 2 },
    { path: 'a#?%&.txt', body: 'Odd', new_position: 1 },
    { path: 'caf\udce9.txt', body: 'Bytes', new_position: 1 },
  ];
  const { id } = await ada().call(repoCreatePullReview, { ...at, index: 1, body: { event: 'COMMENT', comments } });
  expect(await ada().call(repoGetPullReviewComments, { ...at, index: 1, id })).toMatchObject([
    { path: 'ü.txt', position: 4, diff_hunk: '@@ -2,3 +2,3 @@\n b\n c\n-d\n+D', outdated: false },
    { path: 'ü.txt', original_position: 4, outdated: false },
    { path: 'gone.txt', original_position: 2, diff_hunk: '@@ -1,2 +0,0 @@\n-a\n-b' },
    { path: 'a#?%&.txt', position: 1 },
    { path: 'caf\udce9.txt', position: 1, diff_hunk: '@@ -0,0 +1,1 @@\n+x', outdated: false },
  ]);
});

it('reviews go with their repository', async () => {
  const at = await opened();
  await bob().call(repoCreatePullReview, { ...at, body: { event: 'COMMENT', comments: [on(1)] } });
  await ada().call(repoDelete, at);
  expect(
    await ada()
      .call(repoSubmitPullReview, { ...at, id: 1, body: { event: 'COMMENT', body: 'x' } })
      .catch((error: Error) => error.message),
  ).toContain('There is no repository');
});
