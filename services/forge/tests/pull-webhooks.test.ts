import { afterAll, beforeAll, expect, it } from 'vitest';

import {
  issueCreateComment,
  PullRequestPayload,
  repoCreateBranch,
  repoCreateFile,
  repoAddCollaborator,
  repoCreatePullRequest,
  repoCreatePullReview,
  repoCreatePullReviewRequests,
  repoEditPullRequest,
  repoMergePullRequest,
} from '@mosaic/contracts/gitea';

import { addHook, type ForgeHarness, type Receiver, startForge, startReceiver, TOKENS } from './harness.ts';

let bench: ForgeHarness;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  bench = await startForge({ config: { allowedHookHosts: [receiver.host], hookBackoffMs: [10, 10] } });
});
afterAll(async () => {
  await bench[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
});

/** Members of Gitea's payload (modules/structs/hook.go, pull.go). */
const PAYLOAD = ['action', 'number', 'pull_request', 'requested_reviewer', 'repository', 'sender', 'commit_id', 'review'];
const PULL_REQUEST = (
  'id url number user title body labels milestone assignee assignees requested_reviewers ' +
  'requested_reviewers_teams state draft is_locked comments review_comments additions deletions changed_files html_url diff_url patch_url ' +
  'mergeable merged merged_at merge_commit_sha merged_by allow_maintainer_edit base head merge_base due_date created_at ' +
  'updated_at closed_at pin_order content_version'
).split(' ');

async function write(branch: string, filepath: string): Promise<string> {
  const body = { content: 'eAo=', branch };
  const done = await bench.as(TOKENS.ada).call(repoCreateFile, { owner: 'ada', repo: 'hooked', filepath, body });
  return done.commit.sha;
}

it('tells what becomes of a pull request as Gitea does', async () => {
  const ada = bench.as(TOKENS.ada);
  const at = { owner: 'ada', repo: 'hooked' };
  await ada.createRepository({ name: 'hooked', auto_init: true });
  await ada.call(repoCreateBranch, { ...at, body: { new_branch_name: 'topic' } });
  const before = await write('topic', 'a.txt');
  await addHook(ada, 'ada/hooked', { url: receiver.url, events: ['pull_request'] });
  await ada.call(repoCreatePullRequest, { ...at, body: { head: 'topic', base: 'main', title: 'Topic' } });
  const after = await write('topic', 'b.txt');
  const edit = (body: object) => ada.call(repoEditPullRequest, { ...at, index: 1, body });
  await edit({ title: 'Better' });
  await edit({ state: 'closed' });
  await edit({ state: 'open' });
  await ada.call(issueCreateComment, { ...at, index: 1, body: { body: 'Nice' } });
  await ada.call(repoMergePullRequest, { ...at, index: 1, body: { Do: 'merge' } });
  await receiver.until(7);
  const got = receiver.received.map(({ headers, body }) => ({ headers, body: JSON.parse(body) as Record<string, unknown> }));
  expect(got.map(({ headers, body }) => [headers['x-gitea-event'], headers['x-gitea-event-type'], body['action']])).toEqual([
    ['pull_request', 'pull_request', 'opened'],
    ['pull_request', 'pull_request_sync', 'synchronized'],
    ['pull_request', 'pull_request', 'edited'],
    ['pull_request', 'pull_request', 'closed'],
    ['pull_request', 'pull_request', 'reopened'],
    ['issue_comment', 'pull_request_comment', 'created'],
    ['pull_request', 'pull_request', 'closed'],
  ]);
  const [opened, synchronized, edited, closed, , commented, merged] = got.map(({ body }) => body);
  expect(Object.keys(opened ?? {}).toSorted()).toEqual(PAYLOAD.toSorted());
  expect(Object.keys(opened?.['pull_request'] as object).toSorted()).toEqual(PULL_REQUEST.toSorted());
  expect(PullRequestPayload.parse(opened)).toMatchObject({
    number: 1,
    pull_request: {
      title: 'Topic',
      user: { login: 'ada' },
      head: { ref: 'topic', repo: { full_name: 'ada/hooked' } },
      base: { ref: 'main' },
    },
    repository: { full_name: 'ada/hooked' },
    sender: { login: 'ada' },
  });
  expect(synchronized).toMatchObject({ before, after, pull_request: { head: { sha: after } } });
  expect(edited).toMatchObject({ changes: { title: { from: 'Topic' } }, pull_request: { title: 'Better' } });
  expect(closed).toMatchObject({ pull_request: { merged: false } });
  expect(commented).toMatchObject({ is_pull: true, comment: { body: 'Nice' }, issue: { number: 1, pull_request: { merged: false } } });
  expect(merged).toMatchObject({ pull_request: { state: 'closed', merged: true, merged_by: { login: 'ada' } } });
});

it('tells reviews, and who is asked for one, as Gitea does', async () => {
  const [ada, bob] = [bench.as(TOKENS.ada), bench.as(TOKENS.bob)];
  const at = { owner: 'ada', repo: 'reviewed' };
  await ada.createRepository({ name: 'reviewed', auto_init: true });
  await ada.call(repoAddCollaborator, { ...at, collaborator: 'bob', body: { permission: 'write' } });
  await ada.call(repoCreateBranch, { ...at, body: { new_branch_name: 'topic' } });
  await ada.call(repoCreateFile, { ...at, filepath: 'a.txt', body: { content: 'eAo=', branch: 'topic' } });
  await ada.call(repoCreatePullRequest, { ...at, body: { head: 'topic', base: 'main', title: 'Topic' } });
  const before = receiver.received.length;
  await addHook(ada, 'ada/reviewed', { url: receiver.url, events: ['pull_request'] });
  await ada.call(repoCreatePullReviewRequests, { ...at, index: 1, body: { reviewers: ['bob'] } });
  const review = (body: object) => bob.call(repoCreatePullReview, { ...at, index: 1, body });
  await review({ body: 'A draft', comments: [{ path: 'a.txt', body: 'Hm', new_position: 1 }] });
  await review({ event: 'APPROVED', body: 'Fine' });
  await receiver.until(before + 2);
  const [asked, approved] = receiver.received
    .slice(before)
    .map(({ headers, body }) => ({ headers, body: JSON.parse(body) as Record<string, unknown> }));
  const named = (headers: typeof asked) => [headers?.headers['x-gitea-event'], headers?.headers['x-gitea-event-type']];
  expect([named(asked), named(approved)]).toEqual([
    ['pull_request', 'pull_request_review_request'],
    ['pull_request_approved', 'pull_request_review_approved'],
  ]);
  for (const told of [asked, approved]) {
    expect(Object.keys(told?.body ?? {}).toSorted()).toEqual(PAYLOAD.toSorted());
    expect(Object.keys(told?.body['pull_request'] as object).toSorted()).toEqual(PULL_REQUEST.toSorted());
    expect(told?.body).toMatchObject({ number: 1, commit_id: '', requested_reviewer: { login: 'bob' }, repository: { name: 'reviewed' } });
  }
  expect(asked?.body).toMatchObject({ action: 'review_requested', review: null, sender: { login: 'ada' } });
  expect(approved?.body).toMatchObject({
    action: 'reviewed',
    review: { type: 'pull_request_review_approved', content: 'Fine' },
    sender: { login: 'bob' },
    pull_request: { review_comments: 1, requested_reviewers: [] },
  });
});
