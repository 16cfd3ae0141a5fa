import { afterAll, beforeAll, expect, test } from 'vitest';

import {
  repoAddCollaborator,
  repoCreatePullRequest,
  repoGetBranch,
  repoGetPullRequest,
  repoListHooks,
  repoMergePullRequest,
} from '@mosaic/contracts/gitea';
import {
  callTool,
  eventRead,
  forgePullRequestComment,
  forgePullRequestGet,
  forgePullRequestList,
  forgePullRequestMerge,
  forgePullRequestOpen,
  journeyGet,
  pullRequestMerged,
  pullRequestOpened,
  pullRequestSynchronized,
} from '@mosaic/contracts/mosaic';

import { logOf, openWorkingCopy, pipelineOf, TestStack, until, type TestPerson, type WorkingCopy } from './src/index.ts';

/** The clone is the runner's own, of a commit that no branch need hold. */
const PIPELINE = `when: { event: [push, pull_request, pull_request_closed] }
labels: { backend: local }
steps:
  - name: tell
    image: sh
    commands: ['echo "told: $CI_PIPELINE_EVENT $CI_COMMIT_PULL_REQUEST $CI_COMMIT_SOURCE_BRANCH $CI_COMMIT_TARGET_BRANCH"', 'cat page.txt']
`;

const repository = 'ada/pages';
const at = { owner: 'ada', repo: 'pages' };

let stack: TestStack;
let ada: TestPerson;
let copy: WorkingCopy;
beforeAll(async () => {
  stack = await TestStack.create();
  ada = await stack.person('ada');
  copy = await openWorkingCopy(stack, ada, repository);
  const sha = await copy.commit({ '.woodpecker.yaml': PIPELINE, 'page.txt': 'one\n' });
  await copy.push();
  await pipelineOf(ada, repository, sha, 'push');
});
afterAll(async () => {
  await copy[Symbol.asyncDispose]();
  await stack[Symbol.asyncDispose]();
});

test('a pull request is built at its head, merged, and its base built, all in journeys', { timeout: 120_000 }, async () => {
  const hooks = await ada.forge.call(repoListHooks, at);
  expect(hooks.map(({ events }) => events.includes('pull_request'))).toEqual([true]);

  await copy.git('checkout', '--quiet', '-b', 'topic');
  const head = await copy.commit({ 'page.txt': 'two\n' });
  await copy.push('topic');
  const opened = await ada.forge.call(repoCreatePullRequest, { ...at, body: { head: 'topic', base: 'main', title: 'Say two' } });
  const built = await pipelineOf(ada, repository, head, 'pull_request');
  expect(built).toMatchObject({
    status: 'success',
    ref: `refs/pull/${opened.number}/head`,
    refspec: 'topic:main',
    branch: 'main',
    title: 'Say two',
    changed_files: ['page.txt'],
  });
  const log = await logOf(ada, built);
  expect(log).toContain(`told: pull_request ${opened.number} topic main`);
  expect(log).toContain('two');
  // The push to its branch is built as well, beside it.
  expect((await pipelineOf(ada, repository, head, 'push')).branch).toBe('topic');

  const shown = () => callTool(ada.mcp, forgePullRequestGet, { repository, number: opened.number });
  await until('both checks and the word that it merges', async () => {
    const { pullRequest } = await shown();
    return pullRequest.canMerge && pullRequest.checks.state === 'success' && pullRequest.checks.each.length === 2 ? true : null;
  });
  expect((await shown()).pullRequest.checks.each.map(({ context, state }) => [context, state])).toEqual([
    ['ci/woodpecker/pr/woodpecker', 'success'],
    ['ci/woodpecker/push/woodpecker', 'success'],
  ]);

  await ada.forge.call(repoMergePullRequest, { ...at, index: opened.number, body: { Do: 'merge' } });
  const { merged, merge_commit_sha: commit } = await ada.forge.call(repoGetPullRequest, { ...at, index: opened.number });
  expect(merged).toBe(true);
  expect((await ada.forge.callOrNull(repoGetBranch, { ...at, branch: 'main' }))?.commit.id).toBe(commit);
  const base = await pipelineOf(ada, repository, commit ?? '', 'push');
  expect(base).toMatchObject({ status: 'success', branch: 'main' });
  expect((await pipelineOf(ada, repository, head, 'pull_request_closed')).status).toBe('success');

  const types = [pullRequestOpened.type, pullRequestMerged.type];
  const { events } = await callTool(ada.mcp, eventRead, { after: 0, types, limit: 200 });
  expect(events.map(({ type, actor }) => [type, actor])).toEqual(types.map((type) => [type, 'ada']));
  // The pipelines of each belong to the journey of what was done.
  const kindsOf = async (traceId: string | undefined) => {
    const { journey } = await callTool(ada.mcp, journeyGet, { id: traceId ?? '' });
    return journey.hops.map(({ kind, title }) => (kind === 'pull_request' ? title : kind));
  };
  expect(built.trace_id).toBe(events[0]?.traceId);
  expect(base.trace_id).toBe(events[1]?.traceId);
  expect(await kindsOf(events[0]?.traceId)).toEqual(expect.arrayContaining([`Pull request #${opened.number} opened`, 'pipeline']));
  expect(await kindsOf(events[1]?.traceId)).toEqual(expect.arrayContaining([`Pull request #${opened.number} merged`, 'pipeline']));
});

test('the tools do the same, and a push to the head is built once more', { timeout: 120_000 }, async () => {
  await copy.git('fetch', '--quiet', 'origin', 'main');
  await copy.git('checkout', '--quiet', '-B', 'more', 'FETCH_HEAD');
  const first = await copy.commit({ 'page.txt': 'three\n' });
  await copy.push('more');
  const wanted = { requestId: 'open-1', repository, head: 'more', title: 'Say three' };
  const { pullRequest } = await callTool(ada.mcp, forgePullRequestOpen, wanted);
  expect((await callTool(ada.mcp, forgePullRequestOpen, wanted)).pullRequest.number).toBe(pullRequest.number);
  expect(pullRequest).toMatchObject({ author: 'ada', base: 'main', head: 'more', headSha: first, state: 'open' });
  await pipelineOf(ada, repository, first, 'pull_request');
  const second = await copy.commit({ 'page.txt': 'four\n' });
  await copy.push('more');
  const again = await pipelineOf(ada, repository, second, 'pull_request');
  expect(await logOf(ada, again)).toContain('four');
  const { events } = await callTool(ada.mcp, eventRead, { after: 0, types: [pullRequestSynchronized.type], limit: 200 });
  expect(events.map(({ data }) => [data['before'], data['after']])).toEqual([[first, second]]);

  const { number } = pullRequest;
  const { comment } = await callTool(ada.mcp, forgePullRequestComment, { requestId: 'say-1', repository, number, body: 'Good.' });
  expect(comment.url).toContain(`/ada/pages/`);
  await until('the word that it merges', async () => {
    const { pullRequest: now } = await callTool(ada.mcp, forgePullRequestGet, { repository, number });
    return now.canMerge && now.headSha === second ? true : null;
  });
  const merge = { requestId: 'merge-1', repository, number, headSha: second, style: 'squash' as const, deleteBranch: true };
  // A stranger is told nothing, and whose role only reads does not merge, whatever the repository lets them.
  const eve = await stack.person('eve');
  const vera = await stack.person('vera', 'viewer');
  await ada.forge.call(repoAddCollaborator, { ...at, collaborator: 'vera', body: { permission: 'write' } });
  for (const [{ mcp }, code] of [
    [eve, 'not_found'],
    [vera, 'forbidden'],
  ] as const)
    await expect(callTool(mcp, forgePullRequestMerge, { ...merge, requestId: 'merge-0' })).rejects.toMatchObject({ code });
  const done = await callTool(ada.mcp, forgePullRequestMerge, merge);
  expect(done.pullRequest).toMatchObject({ state: 'merged', mergeCommit: expect.any(String) });
  expect((await pipelineOf(ada, repository, done.pullRequest.mergeCommit ?? '', 'push')).status).toBe('success');
  expect(await ada.forge.callOrNull(repoGetBranch, { ...at, branch: 'more' })).toBeNull();
  const listed = await callTool(ada.mcp, forgePullRequestList, { repository, state: 'all' });
  expect(listed.pullRequests.map(({ state }) => state)).toEqual(['merged', 'merged']);
});
