import { join } from 'node:path';

import { afterAll, beforeAll, expect, it } from 'vitest';

import {
  createFork,
  repoAddCollaborator,
  repoCompareDiff,
  repoCreateBranch,
  repoCreateFile,
  repoCreatePullRequest,
  repoCreatePullReview,
  repoEditPullRequest,
  repoGetPullRequest,
  repoGetPullReviewComments,
  repoUpdateFile,
  repoUpdatePullRequest,
} from '@mosaic/contracts/gitea';
import { eventData, getDivergence, nativeCalls, pullRequestOpened } from '@mosaic/contracts/mosaic';

import { runGit, startForge, TOKENS, type ForgeHarness } from './harness.ts';

let bench: ForgeHarness;
beforeAll(async () => {
  bench = await startForge();
});
afterAll(() => bench[Symbol.asyncDispose]());

/** A repository of ada's that bob reads, and bob's fork of it, whose branch "topic" has a commit of its own. */
async function forked(repo: string, { isPrivate }: { isPrivate: boolean }) {
  const at = { owner: 'ada', repo };
  const ada = bench.as(TOKENS.ada);
  const bob = bench.as(TOKENS.bob);
  const { id } = await ada.createRepository({ name: repo, auto_init: true, private: isPrivate });
  if (isPrivate)
    for (const collaborator of ['bob', 'eve']) await ada.call(repoAddCollaborator, { ...at, collaborator, body: { permission: 'read' } });
  const fork = await bob.call(createFork, { ...at, body: {} });
  const place = { owner: 'bob', repo };
  await bob.call(repoCreateBranch, { ...place, body: { new_branch_name: 'topic' } });
  const { commit, content } = await bob.call(repoCreateFile, {
    ...place,
    filepath: 'topic.txt',
    body: { content: 'eAo=', branch: 'topic' },
  });
  const body = { head: 'bob:topic', base: 'main', title: 'Topic' };
  return { ada, bob, at, place, id, fork, sha: commit.sha, fileId: content?.sha ?? '', body };
}

/** Whether the folder of a repository has an object. */
async function holds(id: number, sha: string): Promise<boolean> {
  const folder = join(bench.folder, 'forge', 'repositories', `${id}.git`);
  return runGit(['--git-dir', folder, 'cat-file', '-e', sha]).then(
    () => true,
    () => false,
  );
}

it('a comparison leaves nothing of the fork in the base, a pull request brings it', async () => {
  const { bob, at, id, sha, body } = await forked('looked', { isPrivate: false });
  expect((await bob.call(repoCompareDiff, { ...at, basehead: 'main...bob:topic' })).total_commits).toBe(1);
  expect(await holds(id, sha)).toBe(false);
  await bob.call(repoCreatePullRequest, { ...at, body });
  expect(await holds(id, sha)).toBe(true);
  const told = (await bench.events()).filter(({ type }) => type === pullRequestOpened.type).at(-1);
  expect(told && eventData(pullRequestOpened, told)).toMatchObject({ repository: 'ada/looked', headRepository: 'bob/looked', headId: sha });
});

it('a hidden fork is offered by who writes there, and stays hidden from the readers of the base', async () => {
  const { ada, bob, at, place, id, sha, body, fork } = await forked('hush', { isPrivate: true });
  const eve = bench.as(TOKENS.eve);
  await expect(eve.call(repoCreatePullRequest, { ...at, body })).rejects.toMatchObject({ status: 404 });
  await bob.call(repoAddCollaborator, { ...place, collaborator: 'eve', body: { permission: 'read' } });
  await expect(eve.call(repoCreatePullRequest, { ...at, body })).rejects.toMatchObject({ status: 403 });
  expect(await holds(id, sha)).toBe(false);
  const { number: index } = await bob.call(repoCreatePullRequest, { ...at, body });
  const seenBy = async (client: typeof ada) => (await client.call(repoGetPullRequest, { ...at, index })).head;
  expect((await seenBy(eve)).repo).toMatchObject({ full_name: 'bob/hush' });
  expect(await seenBy(ada)).toMatchObject({ repo: null, repo_id: fork.id, sha, ref: `refs/pull/${index}/head` });
});

it('nobody lets maintainers into a head that they do not write themselves', async () => {
  const { ada, bob, at, place } = await forked('lent', { isPrivate: false });
  const eve = bench.as(TOKENS.eve);
  const own = { owner: 'eve', repo: 'lent' };
  await eve.call(createFork, { ...at, body: {} });
  await eve.call(repoCreateFile, { ...own, filepath: 'bad.txt', body: { content: 'eAo=' } });
  const body = { head: 'bob:topic', base: 'main', title: 'Mine now', allow_maintainer_edit: true };
  const opened = await eve.call(repoCreatePullRequest, { ...own, body });
  expect(opened.allow_maintainer_edit).toBe(false);
  const pull = { ...own, index: opened.number };
  await expect(eve.call(repoEditPullRequest, { ...pull, body: { allow_maintainer_edit: true } })).rejects.toMatchObject({ status: 403 });
  await expect(eve.call(repoUpdatePullRequest, pull)).rejects.toMatchObject({ status: 403 });
  // Nor does who maintains the base let themselves in.
  const { number: index } = await bob.call(repoCreatePullRequest, { ...at, body: { ...body, allow_maintainer_edit: false } });
  await expect(ada.call(repoEditPullRequest, { ...at, index, body: { allow_maintainer_edit: true } })).rejects.toMatchObject({
    status: 403,
  });
  expect((await bob.call(repoEditPullRequest, { ...at, index, body: { allow_maintainer_edit: true } })).allow_maintainer_edit).toBe(true);
  expect((await bob.call(repoCompareDiff, { ...place, basehead: 'main...topic' })).total_commits).toBe(1);
});

it('maintainers of the base bring a head up to date where its author lets them', async () => {
  const { ada, bob, at, body, place } = await forked('edited', { isPrivate: false });
  const { number: index } = await bob.call(repoCreatePullRequest, { ...at, body: { ...body, allow_maintainer_edit: true } });
  await ada.call(repoCreateFile, { ...at, filepath: 'news.txt', body: { content: 'eAo=', branch: 'main' } });
  await expect(bench.as(TOKENS.eve).call(repoUpdatePullRequest, { ...at, index })).rejects.toMatchObject({ status: 403 });
  await ada.call(repoUpdatePullRequest, { ...at, index });
  expect(await bench.as(TOKENS.ada).callOrNull(repoCompareDiff, { ...place, basehead: 'main...topic' })).toMatchObject({
    total_commits: 3,
  });
});

it('a line of a fork is spoken of at once after each push, and is found again', async () => {
  const { ada, bob, at, body, place, fileId } = await forked('spoken', { isPrivate: false });
  const { number: index } = await bob.call(repoCreatePullRequest, { ...at, body });
  const speak = (line: number, commit_id = '') => {
    const comments = [{ path: 'topic.txt', body: 'Why?', new_position: line }];
    return ada.call(repoCreatePullReview, { ...at, index, body: { event: 'COMMENT', commit_id, comments } });
  };
  const { id } = await speak(1);
  const moved = { content: Buffer.from('new\nx\n').toString('base64'), sha: fileId, branch: 'topic' };
  const { commit } = await bob.call(repoUpdateFile, { ...place, filepath: 'topic.txt', body: moved });
  const second = await speak(1, commit.sha);
  const found = async (review: number) => (await ada.call(repoGetPullReviewComments, { ...at, index, id: review }))[0];
  expect(await found(id)).toMatchObject({ path: 'topic.txt', position: 2, commit_id: commit.sha });
  expect(await found(second.id)).toMatchObject({ position: 1, commit_id: commit.sha, original_commit_id: commit.sha });
});

it('how far branches of two repositories have parted is told without anything coming along, to who sees both', async () => {
  const { ada, at, place, id, sha } = await forked('parted', { isPrivate: true });
  const parted = (token: string, query: { base: string; head: string }, where = at) =>
    nativeCalls(bench.send(token)).call(getDivergence, { ...where, query });
  const head = 'bob/parted:topic';
  expect(await parted(TOKENS.bob, { base: 'main', head })).toEqual({ ahead: 1, behind: 0, merge: 'clean', conflicts: [] });
  await ada.call(repoCreateFile, { ...at, filepath: 'topic.txt', body: { content: 'eQo=', branch: 'main' } });
  expect(await parted(TOKENS.bob, { base: 'main', head })).toEqual({ ahead: 1, behind: 1, merge: 'conflict', conflicts: ['topic.txt'] });
  expect(await parted(TOKENS.bob, { base: 'main', head: 'ada:main' }, place)).toMatchObject({ ahead: 1, behind: 0, merge: 'clean' });
  expect(await parted(TOKENS.bob, { base: 'main', head: 'main' })).toMatchObject({ ahead: 0, behind: 0, merge: 'nothing' });
  expect(await holds(id, sha)).toBe(false);
  await expect(parted(TOKENS.bob, { base: 'main', head: 'gone' })).rejects.toMatchObject({ status: 404 });
  await expect(parted(TOKENS.eve, { base: 'main', head })).rejects.toMatchObject({ status: 404 });
  await expect(parted(TOKENS.eve, { base: 'main', head: 'main' }, place)).rejects.toMatchObject({ status: 404 });
});
