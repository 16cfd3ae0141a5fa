import { createHmac } from 'node:crypto';

import { expect } from 'vitest';

import {
  createFork,
  issueCreateComment,
  issueCreateIssue,
  issueEditIssue,
  PushPayload,
  RefPayload,
  repoCreateBranch,
  repoCreateFile,
  repoCreateHook,
  repoCreatePullRequest,
  repoCreatePullReview,
  repoCreatePullReviewRequests,
  repoDelete,
  repoDeleteBranch,
} from '@mosaic/contracts/gitea';

import { base64 } from './base64.ts';
import { requirement } from './suite.ts';
import type { GiteaTarget } from './target.ts';

/** A repository whose webhook takes some events. */
async function listening(target: GiteaTarget, events: string[], members = {}) {
  const home = await target.home();
  const receiver = await target.receiver();
  const config = { url: receiver.url, content_type: 'json', secret: 'hush' } as const;
  await home.owner.call(repoCreateHook, { ...home.at, body: { type: 'gitea', active: true, config, events, ...members } });
  const got = async (count: number) => {
    await receiver.until(count);
    return receiver.received
      .slice(0, count)
      .map(({ headers, body }) => ({ headers, body, payload: JSON.parse(body) as Record<string, unknown> }));
  };
  const write = (filepath: string, branch = 'main') =>
    home.owner.call(repoCreateFile, { ...home.at, filepath, body: { content: base64(filepath), message: `Add ${filepath}`, branch } });
  return { ...home, receiver, got, write };
}

requirement('gitea.webhooks.headers', async (target) => {
  const { write, got, receiver } = await listening(target, ['push']);
  await write('a.txt');
  const [{ headers, body } = { headers: {}, body: '' }] = await got(1);
  const hmac = (algorithm: string) => createHmac(algorithm, 'hush').update(body).digest('hex');
  expect(headers).toMatchObject({
    'x-gitea-event': 'push',
    'x-gogs-event': 'push',
    'x-github-event': 'push',
    'x-gitea-event-type': 'push',
    'x-gitea-delivery': expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    'x-gitea-signature': hmac('sha256'),
    'x-gogs-signature': hmac('sha256'),
    'x-hub-signature': `sha1=${hmac('sha1')}`,
    'x-hub-signature-256': `sha256=${hmac('sha256')}`,
    'x-gitea-hook-installation-target-type': 'repository',
    'content-type': 'application/json',
  });
  await receiver[Symbol.asyncDispose]();
});

requirement('gitea.webhooks.push', async (target) => {
  const { write, got, at } = await listening(target, ['push']);
  const one = await write('src/a b.txt');
  const two = await write('b.txt');
  const [, second] = await got(2);
  const payload = PushPayload.parse(second?.payload);
  expect(payload).toMatchObject({
    ref: 'refs/heads/main',
    before: one.commit.sha,
    after: two.commit.sha,
    total_commits: 1,
    commits: [{ id: two.commit.sha, added: ['b.txt'], removed: [], modified: [] }],
    head_commit: { id: two.commit.sha },
    repository: { full_name: `${at.owner}/${at.repo}`, owner: { login: 'ada', visibility: 'public' } },
    pusher: { login: 'ada' },
    sender: { login: 'ada' },
  });
});

requirement('gitea.webhooks.push.order', async (target) => {
  const home = await listening(target, ['push']);
  const { git, commit } = await target.clone(home);
  const ids: string[] = [];
  for (let count = 0; count < 7; count += 1) ids.push(await commit({ 'n.txt': String(count) }, `Number ${count}`));
  await git('push', '-q', 'origin', 'main');
  const [first] = await home.got(1);
  const payload = PushPayload.parse(first?.payload);
  expect([payload.total_commits, payload.commits.map(({ id }) => id)]).toEqual([7, ids.toReversed().slice(0, 5)]);
});

requirement('gitea.webhooks.branch', async (target) => {
  const { owner, at, got } = await listening(target, ['create', 'delete']);
  await owner.call(repoCreateBranch, { ...at, body: { new_branch_name: 'next' } });
  await owner.call(repoDeleteBranch, { ...at, branch: 'next' });
  const received = await got(2);
  expect(received.map(({ headers, payload }) => [headers['x-gitea-event'], RefPayload.parse(payload)])).toMatchObject([
    ['create', { ref: 'next', ref_type: 'branch' }],
    ['delete', { ref: 'next', ref_type: 'branch' }],
  ]);
});

requirement('gitea.webhooks.tag', async (target) => {
  const home = await listening(target, ['create', 'push']);
  const { git } = await target.clone(home);
  await git('tag', 'v1');
  await git('push', '-q', 'origin', 'v1');
  const received = await home.got(2);
  expect(received.map(({ headers, payload }) => `${headers['x-gitea-event'] as string} ${payload['ref'] as string}`).toSorted()).toEqual([
    'create v1',
    'push refs/tags/v1',
  ]);
});

requirement('gitea.webhooks.issues', async (target) => {
  const { owner, at, got } = await listening(target, ['issues', 'issue_comment']);
  await owner.call(issueCreateIssue, { ...at, body: { title: 'Leak' } });
  await got(1);
  await owner.call(issueCreateComment, { ...at, index: 1, body: { body: 'Seen.' } });
  await got(2);
  await owner.call(issueEditIssue, { ...at, index: 1, body: { state: 'closed' } });
  const received = await got(3);
  expect(received.map(({ headers, payload }) => [headers['x-gitea-event'], payload])).toMatchObject([
    ['issues', { action: 'opened', number: 1, issue: { title: 'Leak' }, sender: { login: 'ada' } }],
    ['issue_comment', { action: 'created', comment: { body: 'Seen.' }, issue: { number: 1 } }],
    ['issues', { action: 'closed', number: 1 }],
  ]);
});

requirement('gitea.webhooks.reviews', async (target) => {
  const { owner, other, at, write, got } = await listening(target, ['pull_request_review', 'pull_request_review_request']);
  await owner.call(repoCreateBranch, { ...at, body: { new_branch_name: 'topic' } });
  await write('a.txt', 'topic');
  await owner.call(repoCreatePullRequest, { ...at, body: { head: 'topic', base: 'main', title: 'Topic' } });
  await owner.call(repoCreatePullReviewRequests, { ...at, index: 1, body: { reviewers: ['bob'] } });
  const review = (body: object) => other.call(repoCreatePullReview, { ...at, index: 1, body });
  await review({ event: 'PENDING', body: 'Nobody hears this' });
  await review({ event: 'APPROVED', body: 'Fine' });
  await review({ event: 'REQUEST_CHANGES', body: 'Wait' });
  await review({ event: 'COMMENT', body: 'Hm' });
  const received = await got(4);
  const about = { number: 1, pull_request: { number: 1 }, repository: { name: at.repo } };
  expect(received.map(({ headers, payload }) => [headers['x-gitea-event'], headers['x-gitea-event-type'], payload])).toMatchObject([
    [
      'pull_request',
      'pull_request_review_request',
      { ...about, action: 'review_requested', requested_reviewer: { login: 'bob' }, sender: { login: 'ada' } },
    ],
    [
      'pull_request_approved',
      'pull_request_review_approved',
      { ...about, action: 'reviewed', review: { type: 'pull_request_review_approved', content: 'Fine' }, sender: { login: 'bob' } },
    ],
    [
      'pull_request_rejected',
      'pull_request_review_rejected',
      { ...about, action: 'reviewed', review: { type: 'pull_request_review_rejected', content: 'Wait' } },
    ],
    [
      'pull_request_comment',
      'pull_request_review_comment',
      { ...about, action: 'reviewed', review: { type: 'pull_request_review_comment', content: 'Hm' } },
    ],
  ]);
});

requirement('gitea.webhooks.filter', async (target) => {
  const { owner, at, write, got } = await listening(target, ['push'], { branch_filter: 'release/*' });
  await owner.call(repoCreateBranch, { ...at, body: { new_branch_name: 'release/1' } });
  await write('a.txt');
  await write('b.txt', 'release/1');
  const refs = (await got(2)).map(({ payload }) => payload['ref']);
  expect(new Set(refs)).toEqual(new Set(['refs/heads/release/1']));
});

requirement('gitea.webhooks.form', async (target) => {
  const home = await target.home();
  const receiver = await target.receiver();
  const config = { url: receiver.url, content_type: 'form' } as const;
  await home.owner.call(repoCreateHook, { ...home.at, body: { type: 'gitea', active: true, config, events: ['push'] } });
  await home.owner.call(repoCreateFile, { ...home.at, filepath: 'a.txt', body: { content: base64('a') } });
  await receiver.until(1);
  const { headers, body } = receiver.received[0] ?? { headers: {}, body: '' };
  expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
  expect(JSON.parse(new URLSearchParams(body).get('payload') ?? '')).toMatchObject({ ref: 'refs/heads/main' });
});

requirement('gitea.webhooks.fork', async (target) => {
  const { at, other, got, receiver } = await listening(target, ['fork']);
  const fork = await other.call(createFork, { ...at, body: {} });
  const [{ headers, payload } = { headers: {}, payload: {} }] = await got(1);
  expect(headers).toMatchObject({ 'x-gitea-event': 'fork', 'x-gitea-event-type': 'fork' });
  expect(Object.keys(payload).toSorted()).toEqual(['forkee', 'repository', 'sender']);
  // Upstream's names: `forkee` is what was forked.
  expect(payload).toMatchObject({
    forkee: { full_name: `${at.owner}/${at.repo}`, fork: false },
    repository: { full_name: fork.full_name, id: fork.id, fork: true },
    sender: { login: 'bob' },
  });
  await other.call(repoDelete, { owner: 'bob', repo: fork.name });
  await receiver[Symbol.asyncDispose]();
});
