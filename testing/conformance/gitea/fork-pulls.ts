import { expect, vi } from 'vitest';

import {
  PullRequestPayload,
  repoAddCollaborator,
  repoCompareDiff,
  repoCreateBranch,
  repoCreateFile,
  repoCreateHook,
  repoCreatePullRequest,
  repoDelete,
  repoDeleteBranch,
  repoEdit,
  repoGetBranch,
  repoGetPullRequest,
  repoGetPullRequestByBaseHead,
  repoGetPullRequestCommits,
  repoGetPullRequestFiles,
  repoMergePullRequest,
  repoUpdatePullRequest,
  type MergeStyle,
} from '@mosaic/contracts/gitea';

import { base64 } from './base64.ts';
import { forked } from './forked.ts';
import { requirement } from './suite.ts';
import type { GiteaTarget, Home } from './target.ts';

/** Upstream checks a pull request, and settles a push, after it has answered. */
const PATIENCE = { timeout: 10_000, interval: 50 };

/** A fork of bob's with a branch that has a file of its own. */
async function offered(home: Home) {
  const made = await forked(home);
  const write = async (branch: string, filepath: string) => {
    const body = { content: base64(filepath), message: `Add ${filepath}`, branch };
    return (await made.other.call(repoCreateFile, { ...made.place, filepath, body })).commit.sha;
  };
  await made.other.call(repoCreateBranch, { ...made.place, body: { new_branch_name: 'topic' } });
  const sha = await write('topic', 'topic.txt');
  const open = (members = {}) =>
    made.other.call(repoCreatePullRequest, {
      ...home.at,
      body: { head: `${made.place.owner}:topic`, base: 'main', title: 'Topic', ...members },
    });
  const pull = (index: number) => home.owner.call(repoGetPullRequest, { ...home.at, index });
  return { ...made, write, sha, open, pull };
}

const offeredAt = async (target: GiteaTarget) => offered(await target.home());

requirement('gitea.pulls.fork.create', async (target) => {
  for (const home of await target.homes()) {
    await using fork = await offered(home);
    const opened = await fork.open();
    expect(opened).toMatchObject({
      state: 'open',
      merged: false,
      user: { login: fork.place.owner },
      base: { ref: 'main', repo: { full_name: `${home.at.owner}/${home.at.repo}` } },
      head: { ref: 'topic', sha: fork.sha, repo_id: fork.fork.id, repo: { id: fork.fork.id, full_name: fork.fork.full_name, fork: true } },
    });
    await vi.waitFor(async () => expect(await fork.pull(opened.number)).toMatchObject({ mergeable: true, changed_files: 1 }), PATIENCE);
    const at = { ...home.at, index: opened.number };
    expect((await target.anyone.call(repoGetPullRequestCommits, at)).map(({ sha }) => sha)).toEqual([fork.sha]);
    expect((await target.anyone.call(repoGetPullRequestFiles, at)).map(({ filename }) => filename)).toEqual(['topic.txt']);
    const head = `${fork.fork.full_name}:topic`;
    const again = { ...home.at, body: { head, base: 'main', title: 'Again' } };
    expect(await fork.other.refusal(repoCreatePullRequest, again)).toBe(409);
  }
});

requirement('gitea.pulls.fork.found', async (target) => {
  await using fork = await offeredAt(target);
  const { number } = await fork.open();
  expect((await fork.owner.call(repoGetPullRequestByBaseHead, { ...fork.at, base: 'main', head: 'bob:topic' })).number).toBe(number);
  expect(await fork.owner.refusal(repoGetPullRequestByBaseHead, { ...fork.at, base: 'main', head: 'topic' })).toBe(404);
});

requirement('gitea.pulls.fork.compared', async (target) => {
  await using fork = await offeredAt(target);
  const { total_commits: total, commits } = await target.anyone.call(repoCompareDiff, { ...fork.at, basehead: 'main...bob:topic' });
  expect([total, commits.map(({ sha }) => sha)]).toEqual([1, [fork.sha]]);
});

requirement('gitea.pulls.fork.hidden', async (target) => {
  const home = await target.home();
  await using fork = await offered(home);
  const body = (head: string) => ({ ...home.at, body: { head, base: 'main', title: 'Topic' } });
  expect([400, 404]).toContain(await fork.other.refusal(repoCreatePullRequest, body('eve:topic')));
  expect(await fork.other.refusal(repoCreatePullRequest, body('bob:nothing'))).toBe(404);
  await home.owner.call(repoEdit, { ...home.at, body: { private: true } });
  await home.owner.call(repoAddCollaborator, { ...home.at, collaborator: 'eve', body: { permission: 'read' } });
  expect([400, 404]).toContain(await target.eve.refusal(repoCreatePullRequest, body('bob:topic')));
  expect([400, 404]).toContain(await target.eve.refusal(repoCompareDiff, { ...home.at, basehead: 'main...bob:topic' }));
});

requirement('gitea.pulls.fork.follow', async (target) => {
  const home = await target.home();
  await using fork = await offered(home);
  const { number } = await fork.open();
  const after = await fork.write('topic', 'more.txt');
  await vi.waitFor(async () => expect(await fork.pull(number)).toMatchObject({ head: { sha: after }, changed_files: 2 }), PATIENCE);
  const { git } = await target.clone(home);
  await git('fetch', '-q', 'origin', `refs/pull/${number}/head`);
  expect(await git('rev-parse', 'FETCH_HEAD')).toBe(after);
});

requirement('gitea.pulls.fork.styles', async (target) => {
  const styles: MergeStyle[] = ['merge', 'rebase', 'rebase-merge', 'squash', 'fast-forward-only'];
  for (const Do of styles) {
    await using fork = await offeredAt(target);
    const { number } = await fork.open();
    const at = { ...fork.at, index: number };
    await fork.owner.call(repoMergePullRequest, { ...at, body: { Do, delete_branch_after_merge: true } });
    const merged = await fork.pull(number);
    const { commit } = await fork.owner.call(repoGetBranch, { ...fork.at, branch: 'main' });
    expect([Do, merged.merged, merged.merge_commit_sha]).toEqual([Do, true, commit.id]);
    if (Do === 'merge') expect(commit.message).toContain(`from ${fork.fork.full_name}:topic into main`);
    // It is not theirs to delete.
    expect((await fork.other.call(repoGetBranch, { ...fork.place, branch: 'topic' })).name).toBe('topic');
  }
  await using fork = await offeredAt(target);
  await fork.owner.call(repoEdit, { ...fork.at, body: { allow_manual_merge: true } });
  const { number } = await fork.open();
  const commitId = (await fork.owner.call(repoGetBranch, { ...fork.at, branch: 'main' })).commit.id;
  await fork.owner.call(repoMergePullRequest, { ...fork.at, index: number, body: { Do: 'manually-merged', MergeCommitID: commitId } });
  expect(await fork.pull(number)).toMatchObject({ merged: true, merge_commit_sha: commitId });
});

requirement('gitea.pulls.fork.update', async (target) => {
  const home = await target.home();
  await using fork = await offered(home);
  const { number } = await fork.open({ allow_maintainer_edit: false });
  const at = { ...home.at, index: number };
  const news = async (filepath: string) =>
    home.owner.call(repoCreateFile, { ...home.at, filepath, body: { content: base64(filepath), branch: 'main' } });
  await news('one.txt');
  expect(await fork.owner.refusal(repoUpdatePullRequest, at)).toBe(403);
  await fork.other.call(repoUpdatePullRequest, at);
  const tip = async () => (await fork.other.call(repoGetBranch, { ...fork.place, branch: 'topic' })).commit.id;
  const first = await tip();
  expect(first).not.toBe(fork.sha);
  await vi.waitFor(async () => expect((await fork.pull(number)).head.sha).toBe(first), PATIENCE);
});

requirement('gitea.pulls.fork.branch-deleted', async (target) => {
  await using fork = await offeredAt(target);
  const { number } = await fork.open();
  await fork.other.call(repoDeleteBranch, { ...fork.place, branch: 'topic' });
  await vi.waitFor(
    async () => expect(await fork.pull(number)).toMatchObject({ state: 'closed', head: { ref: `refs/pull/${number}/head` } }),
    PATIENCE,
  );
});

requirement('gitea.pulls.fork.deleted', async (target) => {
  await using fork = await offeredAt(target);
  const { number } = await fork.open();
  await fork.other.call(repoDelete, fork.place);
  await vi.waitFor(
    async () => expect(await fork.pull(number)).toMatchObject({ state: 'closed', head: { repo: null, sha: fork.sha } }),
    PATIENCE,
  );
  expect((await fork.owner.call(repoGetPullRequestCommits, { ...fork.at, index: number })).map(({ sha }) => sha)).toEqual([fork.sha]);
});

requirement('gitea.pulls.fork.webhook', async (target) => {
  const home = await target.home();
  await using fork = await offered(home);
  await using receiver = await target.receiver();
  const config = { url: receiver.url, content_type: 'json' } as const;
  await home.owner.call(repoCreateHook, { ...home.at, body: { type: 'gitea', active: true, config, events: ['pull_request'] } });
  await fork.open();
  await receiver.until(1);
  const told = PullRequestPayload.parse(JSON.parse(receiver.received[0]?.body ?? '{}'));
  expect(told).toMatchObject({
    action: 'opened',
    pull_request: { head: { repo_id: fork.fork.id, repo: { full_name: fork.fork.full_name } }, base: { repo: { name: home.at.repo } } },
    repository: { name: home.at.repo },
  });
  expect(told.pull_request.base.repo_id).not.toBe(told.pull_request.head.repo_id);
});
