import { afterAll, beforeAll, expect, it } from 'vitest';

import {
  createFork,
  repoAddCollaborator,
  repoCancelScheduledAutoMerge,
  repoCreateBranch,
  repoCreateFile,
  repoCreatePullRequest,
  repoCreateStatus,
  repoDeleteCollaborator,
  repoEditPullRequest,
  repoGetBranch,
  repoGetPullRequest,
  repoMergePullRequest,
} from '@mosaic/contracts/gitea';
import { eventData, pullRequestMergeCancelled, pullRequestMerged } from '@mosaic/contracts/mosaic';

import { caughtUp, eventually, startForge, TOKENS, type ForgeHarness } from './harness.ts';

let bench: ForgeHarness;
beforeAll(async () => {
  bench = await startForge();
});
afterAll(() => bench[Symbol.asyncDispose]());

/** A pull request of bob's, who may write, into ada's repository; a merge of it as a squash is scheduled by bob. */
async function scheduled(repo: string, { fork = false } = {}) {
  const [ada, bob] = [bench.as(TOKENS.ada), bench.as(TOKENS.bob)];
  const at = { owner: 'ada', repo };
  const { id } = await ada.createRepository({ name: repo, auto_init: true });
  await ada.call(repoAddCollaborator, { ...at, collaborator: 'bob', body: { permission: 'write' } });
  const [author, place] = fork ? [bench.as(TOKENS.eve), { owner: 'eve', repo }] : [bob, at];
  if (fork) await author.call(createFork, { ...at, body: {} });
  await author.call(repoCreateBranch, { ...place, body: { new_branch_name: 'topic' } });
  const push = async (name: string, by = author) =>
    (await by.call(repoCreateFile, { ...place, filepath: name, body: { content: 'eAo=', branch: 'topic' } })).commit.sha;
  const sha = await push('first.txt');
  const head = fork ? 'eve:topic' : 'topic';
  const { number: index } = await author.call(repoCreatePullRequest, { ...at, body: { head, base: 'main', title: 'Topic' } });
  const say = (state: 'success' | 'failure' | 'pending', commit = sha, context = 'ci') =>
    ada.call(repoCreateStatus, { ...at, sha: commit, body: { state, context } });
  await say('pending');
  await bob.call(repoMergePullRequest, {
    ...at,
    index,
    body: { Do: 'squash', merge_when_checks_succeed: true, delete_branch_after_merge: true },
  });
  const pull = () => ada.call(repoGetPullRequest, { ...at, index });
  const cancelled = async () =>
    (await bench.events())
      .filter(({ type }) => type === pullRequestMergeCancelled.type)
      .map((event) => eventData(pullRequestMergeCancelled, event))
      .filter(({ repositoryId }) => repositoryId === id)
      .map(({ reason }) => reason);
  return { ada, bob, at, id, index, sha, push, say, pull, cancelled };
}

const settled = () => caughtUp(bench, 'scheduled-merges');

it('is merged as asked once all checks of the head say success, in the name of who asked, and its branch is gone then', async () => {
  const { at, bob, say, pull, id } = await scheduled('green');
  await say('success', undefined, 'lint');
  await settled();
  expect((await pull()).merged).toBe(false);
  await say('success');
  const merged = await eventually(pull, (now) => now.merged);
  expect(merged.merged_by?.login).toBe('bob');
  const { commit } = await bob.call(repoGetBranch, { ...at, branch: 'main' });
  expect([commit.id, commit.message.trim()]).toEqual([merged.merge_commit_sha, 'Topic (#1)']);
  await eventually(
    () => bob.callOrNull(repoGetBranch, { ...at, branch: 'topic' }),
    (branch) => branch === null,
  );
  const told = (await bench.events())
    .filter(({ type }) => type === pullRequestMerged.type)
    .map((event) => eventData(pullRequestMerged, event));
  expect(told.filter(({ repositoryId }) => repositoryId === id)).toMatchObject([{ style: 'squash', commit: commit.id }]);
  await settled();
  const rows = await bench.store.rows('select issue_id from scheduled_merges where repository_id = ?', id);
  expect(rows).toEqual([]);
});

it('is scheduled once, not merged where a check fails, and taken back by who asked or administers alone', async () => {
  const { ada, bob, at, index, say, pull, cancelled } = await scheduled('red');
  const again = { ...at, index, body: { merge_when_checks_succeed: true } };
  await expect(ada.call(repoMergePullRequest, again)).rejects.toMatchObject({ status: 409 });
  await say('failure');
  await settled();
  expect((await pull()).merged).toBe(false);
  await expect(bench.as(TOKENS.eve).call(repoCancelScheduledAutoMerge, { ...at, index })).rejects.toMatchObject({ status: 403 });
  await bob.call(repoCancelScheduledAutoMerge, { ...at, index });
  await expect(bob.call(repoCancelScheduledAutoMerge, { ...at, index })).rejects.toMatchObject({ status: 404 });
  await say('success');
  await settled();
  expect([(await pull()).merged, await cancelled()]).toEqual([false, ['asked']]);
  await bob.call(repoMergePullRequest, again);
  expect((await eventually(pull, (now) => now.merged)).merged).toBe(true);
});

it('follows the pushes of who may merge', async () => {
  const { push, say, pull, cancelled } = await scheduled('moved');
  const after = await push('second.txt');
  await say('success');
  await settled();
  expect((await pull()).merged).toBe(false);
  await say('success', after);
  await eventually(pull, (now) => now.merged);
  expect(await cancelled()).toEqual([]);
});

it('is dropped where somebody moves the head who may not merge: a fork cannot bring in what nobody has seen', async () => {
  const { push, say, pull, cancelled } = await scheduled('smuggled', { fork: true });
  const after = await push('second.txt');
  await say('success');
  // The commit comes along from the side.
  await eventually(
    () =>
      say('success', after).then(
        () => true,
        () => false,
      ),
    Boolean,
  );
  await settled();
  expect([(await pull()).merged, await cancelled()]).toEqual([false, ['head']]);
});

it('of a fork whose head stays is merged', async () => {
  const { say, pull } = await scheduled('offered', { fork: true });
  await say('success');
  expect((await eventually(pull, (now) => now.merged)).merged_by?.login).toBe('bob');
});

it('is dropped where who asked may merge no more, where it is closed, and where it goes elsewhere', async () => {
  const demoted = await scheduled('demoted');
  await demoted.ada.call(repoDeleteCollaborator, { ...demoted.at, collaborator: 'bob' });
  await demoted.say('success');
  const closed = await scheduled('closed');
  for (const state of ['closed', 'open'] as const)
    await closed.bob.call(repoEditPullRequest, { ...closed.at, index: closed.index, body: { state } });
  await closed.say('success');
  const elsewhere = await scheduled('elsewhere');
  await elsewhere.bob.call(repoCreateBranch, { ...elsewhere.at, body: { new_branch_name: 'other', old_branch_name: 'main' } });
  await elsewhere.bob.call(repoEditPullRequest, { ...elsewhere.at, index: elsewhere.index, body: { base: 'other' } });
  await elsewhere.say('success');
  await settled();
  const ends = await Promise.all(
    [demoted, closed, elsewhere].map(async ({ pull, cancelled }) => [(await pull()).merged, await cancelled()]),
  );
  expect(ends).toEqual([
    [false, ['rights']],
    [false, ['closed']],
    [false, ['base']],
  ]);
});

it('waits as a draft, and is merged when that is ready', async () => {
  const { bob, at, index, say, pull } = await scheduled('drafted');
  await bob.call(repoEditPullRequest, { ...at, index, body: { title: 'WIP: Topic' } });
  await say('success');
  await settled();
  expect((await pull()).merged).toBe(false);
  await bob.call(repoEditPullRequest, { ...at, index, body: { title: 'Topic' } });
  await eventually(pull, (now) => now.merged);
});

it('is not scheduled by who may not write, nor for a draft', async () => {
  const { bob, at, index } = await scheduled('refused');
  await bob.call(repoCancelScheduledAutoMerge, { ...at, index });
  const given = { ...at, index, body: { merge_when_checks_succeed: true } };
  await expect(bench.as(TOKENS.eve).call(repoMergePullRequest, given)).rejects.toMatchObject({ status: 403 });
  await bob.call(repoEditPullRequest, { ...at, index, body: { title: 'WIP: Topic' } });
  await expect(bob.call(repoMergePullRequest, given)).rejects.toMatchObject({ status: 405 });
});

it('outlives a restart', async () => {
  const { at, index, sha } = await scheduled('restarted');
  await bench.restart();
  const ada = bench.as(TOKENS.ada);
  await ada.call(repoCreateStatus, { ...at, sha, body: { state: 'success', context: 'ci' } });
  await eventually(
    () => ada.call(repoGetPullRequest, { ...at, index }),
    (now) => now.merged,
  );
});
