import { expect, vi } from 'vitest';

import {
  repoCancelScheduledAutoMerge,
  issueCreateIssue,
  repoCreateBranch,
  repoCreateFile,
  repoCreatePullRequest,
  repoCreateStatus,
  repoEditPullRequest,
  repoGetPullRequest,
  repoMergePullRequest,
} from '@mosaic/contracts/gitea';

import { base64 } from './base64.ts';
import { departure, requirement } from './suite.ts';
import type { Home } from './target.ts';

/** What is scheduled is merged after the answer to what made it possible. */
const PATIENCE = { timeout: 10_000, interval: 50 };
const AT_ONCE = 'Upstream waits for checks where a rule asks for them alone, and merges at once elsewhere.';

/** A pull request whose one check is not over. */
async function checked({ at, owner }: Home) {
  await owner.call(repoCreateBranch, { ...at, body: { new_branch_name: 'topic' } });
  const body = { content: base64('topic'), branch: 'topic' };
  const { commit } = await owner.call(repoCreateFile, { ...at, filepath: 'topic.txt', body });
  const { number: index } = await owner.call(repoCreatePullRequest, { ...at, body: { head: 'topic', base: 'main', title: 'Topic' } });
  const say = (state: 'pending' | 'success') => owner.call(repoCreateStatus, { ...at, sha: commit.sha, body: { state, context: 'ci' } });
  await say('pending');
  const given = { ...at, index };
  return { given, say, wish: { ...given, body: { Do: 'merge', merge_when_checks_succeed: true } as const } };
}

departure('gitea.pulls.schedule.201', AT_ONCE);
requirement('gitea.pulls.schedule.201', async (target) => {
  for (const home of await target.homes()) {
    const { given, say, wish } = await checked(home);
    await home.owner.call(repoMergePullRequest, wish);
    expect((await home.owner.call(repoGetPullRequest, given)).merged).toBe(false);
    await say('success');
    await vi.waitFor(async () => expect((await home.owner.call(repoGetPullRequest, given)).merged).toBe(true), PATIENCE);
    expect(await home.owner.refusal(repoMergePullRequest, wish)).toBe(405);
  }
});

departure('gitea.pulls.schedule.refused', AT_ONCE);
requirement('gitea.pulls.schedule.refused', async (target) => {
  const home = await target.home();
  const { given, wish } = await checked(home);
  expect(await target.eve.refusal(repoMergePullRequest, wish)).toBe(403);
  await home.owner.call(repoEditPullRequest, { ...given, body: { title: 'WIP: Topic' } });
  expect(await home.owner.refusal(repoMergePullRequest, wish)).toBe(405);
  await home.owner.call(repoEditPullRequest, { ...given, body: { title: 'Topic' } });
  await home.owner.call(repoMergePullRequest, wish);
  expect(await home.owner.refusal(repoMergePullRequest, wish)).toBe(409);
  await home.owner.call(repoEditPullRequest, { ...given, body: { state: 'closed' } });
  expect(await home.owner.refusal(repoMergePullRequest, wish)).toBe(404);
});

departure('gitea.pulls.schedule.cancelled', AT_ONCE);
requirement('gitea.pulls.schedule.cancelled', async (target) => {
  const [first, ...others] = await target.homes();
  // Numbers are given to issues and pull requests alike.
  await first?.owner.call(issueCreateIssue, { ...first.at, body: { title: 'First' } });
  for (const home of first === undefined ? [] : [first, ...others]) {
    const { given, wish } = await checked(home);
    expect(await home.owner.refusal(repoCancelScheduledAutoMerge, given)).toBe(404);
    expect(await home.owner.refusal(repoCancelScheduledAutoMerge, { ...given, index: given.index + 100 })).toBe(404);
    await home.owner.call(repoMergePullRequest, wish);
    expect(await target.eve.refusal(repoCancelScheduledAutoMerge, given)).toBe(403);
    await home.owner.call(repoCancelScheduledAutoMerge, given);
    expect(await home.owner.refusal(repoCancelScheduledAutoMerge, given)).toBe(404);
    expect((await home.owner.call(repoGetPullRequest, given)).merged).toBe(false);
  }
});
