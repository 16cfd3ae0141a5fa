import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  issueCreateComment,
  issueEditIssue,
  issueGetIssue,
  issueListIssues,
  repoCreateBranch,
  repoCreateFile,
  repoCreatePullRequest,
  repoDeleteBranch,
  repoDownloadPullDiffOrPatch,
  repoEdit,
  repoEditPullRequest,
  repoGet,
  repoGetBranch,
  repoGetPullRequest,
  repoGetPullRequestByBaseHead,
  repoGetPullRequestCommits,
  repoGetPullRequestFiles,
  repoGetSingleCommit,
  repoListPullRequests,
  repoMergePullRequest,
  repoPullRequestIsMerged,
  repoUpdatePullRequest,
  type MergeStyle,
  type PullRequest,
} from '@mosaic/contracts/gitea';
import { getMergeMessage, nativeCalls } from '@mosaic/contracts/mosaic';

import { commit, eventually, type ForgeHarness, remoteUrl, runGit, startForge, TOKENS } from './harness.ts';

let bench: ForgeHarness;
beforeAll(async () => {
  bench = await startForge();
});
afterAll(() => bench[Symbol.asyncDispose]());

const ada = () => bench.as(TOKENS.ada);
const said = (status: number, words: string) => ({ status, message: expect.stringContaining(words) as string });

let made = 0;
/** A repository of ada's with a file on main, and a branch `topic` that has another file. */
async function home(members: { private?: boolean } = {}) {
  const repo = `pull-${++made}`;
  const at = { owner: 'ada', repo };
  await ada().createRepository({ name: repo, auto_init: true, ...members });
  await ada().call(repoCreateBranch, { ...at, body: { new_branch_name: 'topic' } });
  await write(at, 'topic', 'topic.txt');
  return at;
}

type At = Awaited<ReturnType<typeof home>>;

async function write(at: At, branch: string, filepath: string, text = `${branch}\n`): Promise<string> {
  const content = Buffer.from(text).toString('base64');
  const message = `${branch}: ${filepath}`;
  const done = await ada().call(repoCreateFile, { ...at, filepath, body: { content, branch, message } });
  return done.commit.sha;
}

const open = (at: At, body: Partial<{ head: string; base: string; title: string; body: string }> = {}) =>
  ada().call(repoCreatePullRequest, { ...at, body: { head: 'topic', base: 'main', title: 'Topic', ...body } });
const get = (at: At, index: number) => ada().call(repoGetPullRequest, { ...at, index });
const merge = (at: At, index: number, style: MergeStyle = 'merge') =>
  ada().call(repoMergePullRequest, { ...at, index, body: { Do: style } });
const tip = async (at: At, branch: string) => (await ada().call(repoGetBranch, { ...at, branch })).commit.id;
const checked = (at: At, index: number, pleases: (pull: PullRequest) => boolean) => eventually(() => get(at, index), pleases);

/** As the forge moves it: its reflog says for which push. */
async function moveRef(gitDir: string, email: string, to: string): Promise<void> {
  const env = { PATH: process.env['PATH'], GIT_COMMITTER_NAME: 'ada', GIT_COMMITTER_EMAIL: email };
  await promisify(execFile)('git', ['--git-dir', gitDir, 'update-ref', '-m', 'merge', 'refs/heads/main', to], { env });
}

async function told(at: At): Promise<string[]> {
  const events = (await bench.events()).filter((event) => event.data['repository'] === `${at.owner}/${at.repo}`);
  return events
    .filter(({ type }) => type.startsWith('dev.mosaic.pull_request'))
    .map(({ type }) => type.slice('dev.mosaic.pull_request.'.length));
}

describe('opening', () => {
  it('answers what it is, what it brings, and whether it would merge', async () => {
    const at = await home();
    const main = await tip(at, 'main');
    const topic = await tip(at, 'topic');
    const pull = await open(at, { body: 'Why' });
    expect(pull).toMatchObject({
      number: 1,
      title: 'Topic',
      body: 'Why',
      state: 'open',
      draft: false,
      mergeable: true,
      merged: false,
      merge_base: main,
      additions: 1,
      deletions: 0,
      changed_files: 1,
      html_url: `http://localhost:8080/ada/${at.repo}/pulls/1`,
    });
    expect([pull.base.ref, pull.base.sha, pull.head.ref, pull.head.sha]).toEqual(['main', main, 'topic', topic]);
    expect(await ada().call(repoListPullRequests, at)).toEqual([pull]);
    expect(await ada().call(repoGetPullRequestByBaseHead, { ...at, base: 'main', head: 'topic' })).toEqual(pull);
    expect(await ada().call(repoGetPullRequestByBaseHead, { ...at, base: 'main', head: 'ada:topic' })).toEqual(pull);
    const commits = await ada().call(repoGetPullRequestCommits, { ...at, index: 1 });
    expect(commits.map(({ sha }) => sha)).toEqual([topic]);
    const files = await ada().call(repoGetPullRequestFiles, { ...at, index: 1 });
    expect(files.map(({ filename, status, changes }) => [filename, status, changes])).toEqual([['topic.txt', 'added', 1]]);
    const text = async (diffType: 'diff' | 'patch') =>
      Buffer.from(await ada().call(repoDownloadPullDiffOrPatch, { ...at, index: 1, diffType })).toString();
    expect(await text('diff')).toMatch(/^diff --git a\/topic.txt b\/topic.txt\n/);
    expect(await text('patch')).toMatch(/^From [0-9a-f]{40} .*\nFrom: .*\nDate: .*\nSubject: \[PATCH\] topic: topic.txt\n/);
    expect(await told(at)).toEqual(['opened']);
  });

  it('is an issue with its number, and no issue where those alone are asked for', async () => {
    const at = await home();
    await ada().createIssue('ada', at.repo, { title: 'Bug' });
    await open(at);
    const numbers = async (type: string) => (await ada().call(issueListIssues, { ...at, query: { type } })).map(({ number }) => number);
    expect([await numbers(''), await numbers('issues'), await numbers('pulls')]).toEqual([[2, 1], [1], [2]]);
    expect((await ada().call(issueGetIssue, { ...at, index: 2 })).pull_request).toMatchObject({ merged: false, draft: false });
    expect((await ada().call(issueGetIssue, { ...at, index: 1 })).pull_request).toBeNull();
    expect(await ada().call(repoGet, at)).toMatchObject({ open_issues_count: 1, open_pr_counter: 1, has_pull_requests: true });
    await expect(get(at, 1)).rejects.toMatchObject({ status: 404 });
    const comment = await ada().call(issueCreateComment, { ...at, index: 2, body: { body: 'Nice' } });
    expect([comment.issue_url, comment.pull_request_url]).toEqual(['', `http://localhost:8080/ada/${at.repo}/pulls/2`]);
    expect((await get(at, 2)).comments).toBe(1);
  });

  it('refuses what is open already, what brings nothing, and branches that are not there', async () => {
    const at = await home();
    const { id } = await open(at);
    await expect(open(at)).rejects.toMatchObject(
      said(409, `pull request already exists for these targets [id: ${id}, issue_id: 1, head_repo_id: `),
    );
    await expect(open(at, { head: 'main' })).rejects.toMatchObject(said(422, 'There are no changes between the head and the base'));
    await ada().call(repoCreateBranch, { ...at, body: { new_branch_name: 'same' } });
    await expect(open(at, { head: 'same' })).rejects.toMatchObject(said(422, 'There are no changes'));
    for (const names of [{ head: 'none' }, { base: 'none' }, { head: 'bob:topic' }])
      await expect(open(at, names)).rejects.toMatchObject({ status: 404 });
    expect(await ada().call(repoListPullRequests, { ...at, query: { state: 'all' } })).toHaveLength(1);
    expect((await open(at, { head: 'ada:topic', base: 'same' })).number).toBe(2);
  });

  it('lists by state, base, poster, label and order', async () => {
    const at = await home();
    await ada().call(repoCreateBranch, { ...at, body: { new_branch_name: 'other', old_ref_name: 'topic' } });
    await write(at, 'other', 'other.txt');
    await open(at);
    await open(at, { head: 'other', title: 'Other' });
    await open(at, { head: 'other', base: 'topic', title: 'Stacked' });
    await ada().call(repoEditPullRequest, { ...at, index: 1, body: { state: 'closed' } });
    const list = async (query: Parameters<typeof repoListPullRequests.query.parse>[0]) =>
      (await ada().call(repoListPullRequests, { ...at, query: query as object })).map(({ number }) => number);
    expect(await list({})).toEqual([3, 2]);
    expect(await list({ state: 'closed' })).toEqual([1]);
    expect(await list({ state: 'all', sort: 'oldest' })).toEqual([1, 2, 3]);
    expect(await list({ state: 'all', sort: 'recentupdate' })).toEqual([1, 3, 2]);
    expect(await list({ base_branch: 'topic' })).toEqual([3]);
    expect(await list({ poster: 'ada' })).toEqual([3, 2]);
    expect(await list({ poster: 'bob' })).toEqual([]);
    expect(await list({ limit: 1, page: 2 })).toEqual([2]);
  });
});

describe('merging', () => {
  it.each([
    ['merge', 2, `Merge pull request 'Topic' (#1) from topic into main`],
    ['rebase', 1, 'topic: topic.txt'],
    ['rebase-merge', 2, `Merge pull request 'Topic' (#1) from topic into main`],
    ['squash', 1, 'Topic (#1)'],
  ] as const)('%s moves the base as a push does', async (style, parents, message) => {
    const at = await home();
    await open(at);
    const base = await write(at, 'main', 'main.txt');
    await merge(at, 1, style);
    const after = await tip(at, 'main');
    const done = await ada().call(repoGetSingleCommit, { ...at, sha: after });
    expect([done.parents.length, done.parents[0]?.sha, done.commit.message.trim()]).toEqual([parents, base, message]);
    const pull = await get(at, 1);
    expect(pull).toMatchObject({ state: 'closed', merged: true, merge_commit_sha: after, mergeable: true });
    expect(pull.merged_by?.login).toBe('ada');
    await ada().call(repoPullRequestIsMerged, { ...at, index: 1 });
    expect((await ada().call(repoGetPullRequestCommits, { ...at, index: 1 })).map(({ commit: { message: text } }) => text.trim())).toEqual([
      'topic: topic.txt',
    ]);
    expect((await ada().call(repoGetPullRequestFiles, { ...at, index: 1 })).map(({ filename }) => filename)).toEqual(['topic.txt']);
    const events = (await bench.events()).filter((event) => event.data['repository'] === `ada/${at.repo}`);
    const moved = events.find(({ type, data }) => type === 'dev.mosaic.ref.updated' && data['after'] === after);
    expect(moved?.data).toMatchObject({ ref: 'refs/heads/main', before: base });
    const merged = events.find(({ type }) => type === 'dev.mosaic.pull_request.merged');
    expect(merged).toMatchObject({ actor: 'ada', traceId: moved?.traceId, data: { number: 1, commit: after, style } });
    await expect(merge(at, 1)).rejects.toMatchObject(said(405, 'The PR is already merged'));
  });

  it('fast-forwards where it can, and says why not', async () => {
    const at = await home();
    const topic = await tip(at, 'topic');
    await open(at);
    await merge(at, 1, 'fast-forward-only');
    expect(await tip(at, 'main')).toBe(topic);
    await write(at, 'topic', 'more.txt');
    await open(at);
    await write(at, 'main', 'main.txt');
    await expect(merge(at, 2, 'fast-forward-only')).rejects.toMatchObject(said(409, 'cannot be fast-forwarded'));
    await ada().call(repoUpdatePullRequest, { ...at, index: 2, query: { style: 'rebase' } });
    await merge(at, 2, 'fast-forward-only');
    expect(await tip(at, 'main')).toBe(await tip(at, 'topic'));
  });

  it('takes the words that are sent, in either spelling, and deletes the branch when asked', async () => {
    const at = await home();
    await open(at);
    const words = { merge_title_field: 'My title', merge_message_field: 'My text' };
    await ada().call(repoMergePullRequest, { ...at, index: 1, body: { do: 'squash', ...words, delete_branch_after_merge: true } });
    const { commit: found } = await ada().call(repoGetSingleCommit, { ...at, sha: 'main' });
    expect(found.message).toBe('My title\n\nMy text\n');
    expect(found.author).toMatchObject({ name: 'Ada Lovelace', email: 'ada@noreply.localhost' });
    await expect(tip(at, 'topic')).rejects.toMatchObject({ status: 404 });
    expect((await get(at, 1)).head.ref).toBe('refs/pull/1/head');
    expect(await told(at)).toEqual(['opened', 'merged']);
  });

  it('a squash names who else has a part in it, in the words that are offered before too; who sends their own says what it says', async () => {
    const at = await home();
    await open(at);
    const add = (filepath: string, name: string, email: string, message: string) =>
      ada().call(repoCreateFile, { ...at, filepath, body: { content: '', branch: 'topic', message, author: { name, email } } });
    await add('1', 'Bob', 'bob@example.org', 'One\n\nCo-authored-by: Zoe <zoe@example.org>');
    await add('2', 'Ada Lovelace', 'lovelace@example.org', 'Two');
    await add('3', 'Bob', 'bob@example.org', 'Three');
    const lines = 'Co-authored-by: Bob <bob@example.org>\nCo-authored-by: Zoe <zoe@example.org>';
    const offered = await nativeCalls(bench.send(TOKENS.ada)).call(getMergeMessage, { ...at, index: 1, query: { style: 'squash' } });
    expect(offered).toEqual({ title: 'Topic (#1)', body: lines });
    await merge(at, 1, 'squash');
    const message = async () => (await ada().call(repoGetSingleCommit, { ...at, sha: 'main' })).commit.message.trim();
    expect(await message()).toBe(`Topic (#1)\n\n${lines}`);
    await add('4', 'Bob', 'bob@example.org', 'Four');
    await open(at);
    await ada().call(repoMergePullRequest, { ...at, index: 2, body: { Do: 'squash', MergeMessageField: 'Own words' } });
    expect(await message()).toBe('Topic (#2)\n\nOwn words');
  });

  it('leaves a branch that another open pull request comes from or goes into, though its deletion was asked for', async () => {
    const at = await home();
    const mergeAndDelete = (index: number) =>
      ada().call(repoMergePullRequest, { ...at, index, body: { Do: 'merge', delete_branch_after_merge: true } });
    await ada().call(repoCreateBranch, { ...at, body: { new_branch_name: 'release' } });
    await ada().call(repoCreateBranch, { ...at, body: { new_branch_name: 'stacked', old_ref_name: 'topic' } });
    await write(at, 'stacked', 'stacked.txt');
    await open(at);
    await open(at, { base: 'release' });
    await mergeAndDelete(1);
    expect(await get(at, 2)).toMatchObject({ state: 'open', head: { ref: 'topic' }, mergeable: true });
    await open(at, { head: 'stacked', base: 'topic' });
    await mergeAndDelete(2);
    expect(await get(at, 3)).toMatchObject({ state: 'open', base: { ref: 'topic' } });
    await ada().call(repoEditPullRequest, { ...at, index: 3, body: { base: 'main' } });
    await mergeAndDelete(3);
    await expect(tip(at, 'stacked')).rejects.toMatchObject({ status: 404 });
    expect(await told(at)).not.toContain('closed');
  });

  it('names the files in conflict, and neither merges nor moves anything', async () => {
    const at = await home();
    await open(at);
    const base = await write(at, 'main', 'topic.txt', 'main\n');
    expect(await checked(at, 1, ({ conflicted_files: files }) => files !== undefined)).toMatchObject({
      mergeable: false,
      conflicted_files: ['topic.txt'],
    });
    await expect(merge(at, 1)).rejects.toMatchObject(said(409, 'topic.txt'));
    await expect(ada().call(repoUpdatePullRequest, { ...at, index: 1 })).rejects.toMatchObject(said(409, 'topic.txt'));
    expect(await tip(at, 'main')).toBe(base);
    expect(await get(at, 1)).toMatchObject({ state: 'open', merged: false });
    await expect(ada().call(repoPullRequestIsMerged, { ...at, index: 1 })).rejects.toMatchObject({ status: 404 });
  });

  it('refuses a draft, a closed one, a head that moved, and a style that the repository does not let', async () => {
    const at = await home();
    const topic = await tip(at, 'topic');
    expect(await open(at, { title: 'WIP: Topic' })).toMatchObject({ draft: true, mergeable: false });
    await expect(merge(at, 1)).rejects.toMatchObject(said(405, 'Work in progress'));
    await ada().call(repoEditPullRequest, { ...at, index: 1, body: { title: 'Topic', state: 'closed' } });
    await expect(merge(at, 1)).rejects.toMatchObject({ status: 404 });
    await ada().call(repoEditPullRequest, { ...at, index: 1, body: { state: 'open' } });
    await write(at, 'topic', 'more.txt');
    const seen = { Do: 'merge', head_commit_id: topic } as const;
    await expect(ada().call(repoMergePullRequest, { ...at, index: 1, body: seen })).rejects.toMatchObject(said(409, 'head out of date'));
    await expect(merge(at, 1, 'manually-merged')).rejects.toMatchObject(said(405, 'manually-merged'));
    await ada().call(repoEdit, { ...at, body: { allow_squash_merge: false, allow_manual_merge: true, default_merge_style: 'rebase' } });
    await expect(merge(at, 1, 'squash')).rejects.toMatchObject(said(405, 'squash'));
    const by = (commitId: string) => ({ Do: 'manually-merged', MergeCommitID: commitId }) as const;
    await expect(ada().call(repoMergePullRequest, { ...at, index: 1, body: by(topic) })).rejects.toMatchObject(
      said(409, 'Wrong commit ID'),
    );
    const main = await tip(at, 'main');
    await ada().call(repoMergePullRequest, { ...at, index: 1, body: by(main) });
    expect(await get(at, 1)).toMatchObject({ merged: true, merge_commit_sha: main });
    expect(await tip(at, 'main')).toBe(main);
    await expect(ada().call(repoEditPullRequest, { ...at, index: 1, body: { state: 'open' } })).rejects.toMatchObject(
      said(412, 'already merged'),
    );
    await expect(ada().call(issueEditIssue, { ...at, index: 1, body: { state: 'open' } })).rejects.toMatchObject({ status: 412 });
  });

  it('of many at once one wins, and the others are told', async () => {
    const at = await home();
    await open(at);
    const base = await tip(at, 'main');
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => merge(at, 1)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect([405, 409]).toContain((outcome.reason as { status: number }).status);
    const { parents } = await ada().call(repoGetSingleCommit, { ...at, sha: 'main' });
    expect(parents[0]?.sha).toBe(base);
    expect(await told(at)).toEqual(['opened', 'merged']);
  });

  it('is switched off with the setting of its repository', async () => {
    const at = await home();
    await open(at);
    await ada().call(repoEdit, { ...at, body: { has_pull_requests: false } });
    expect(await ada().call(repoGet, at)).toMatchObject({ has_pull_requests: false, allow_merge_commits: false });
    const list = () => ada().call(repoListPullRequests, at);
    for (const ask of [() => get(at, 1), () => open(at), () => merge(at, 1), list])
      await expect(ask()).rejects.toMatchObject({ status: 404 });
  });
});

describe('pushes', () => {
  it('to the head are followed: commit, ref, event and check', async () => {
    const at = await home();
    const { head } = await open(at);
    const work = await bench.workspace(`ada/${at.repo}`, TOKENS.ada);
    await runGit(['fetch', '-q', 'origin', 'topic'], { cwd: work });
    await runGit(['checkout', '-q', 'FETCH_HEAD'], { cwd: work });
    const after = await commit(work, { 'next.txt': 'next\n' }, 'Next');
    await runGit(['push', '-q', 'origin', 'HEAD:refs/heads/topic'], { cwd: work });
    const pull = await checked(at, 1, ({ mergeable }) => mergeable);
    expect([pull.head.sha, pull.changed_files]).toEqual([after, 2]);
    const remote = remoteUrl(bench.url, `ada/${at.repo}`, TOKENS.ada);
    expect(await runGit(['ls-remote', remote, 'refs/pull/1/head'])).toBe(`${after}\trefs/pull/1/head\n`);
    await runGit(['fetch', '-q', 'origin', 'refs/pull/1/head:from-pull'], { cwd: work });
    expect((await runGit(['rev-parse', 'from-pull'], { cwd: work })).trim()).toBe(after);
    for (const spec of [':refs/pull/1/head', 'HEAD~1:refs/pull/1/head', 'HEAD:refs/pull/2/head'])
      await expect(runGit(['push', '-f', 'origin', spec], { cwd: work })).rejects.toThrow(/belongs to the server/);
    const synchronized = (await bench.events()).filter(
      ({ type, data }) => type.endsWith('synchronized') && data['repository'] === `ada/${at.repo}`,
    );
    expect(synchronized.map(({ data }) => data)).toMatchObject([{ number: 1, before: head.sha, after, forced: false }]);
    await runGit(['push', '-q', '-f', 'origin', `${head.sha}:refs/heads/topic`], { cwd: work });
    expect((await checked(at, 1, ({ mergeable }) => mergeable)).head.sha).toBe(head.sha);
    const versions = await bench.store.rows(
      'select head_id, forced from pull_versions where issue_id = (select max(issue_id) from pull_versions) order by id',
    );
    expect(versions.map((row) => [row['head_id'], Number(row['forced'])])).toEqual([
      [head.sha, 0],
      [after, 0],
      [head.sha, 1],
    ]);
  });

  it('that delete its head or its base close it; it can be opened again with the branch', async () => {
    const at = await home();
    const topic = await tip(at, 'topic');
    await open(at);
    await ada().call(repoCreateBranch, { ...at, body: { new_branch_name: 'other', old_ref_name: 'topic' } });
    await write(at, 'other', 'other.txt');
    await open(at, { head: 'other', base: 'topic' });
    await ada().call(repoDeleteBranch, { ...at, branch: 'topic' });
    expect(await get(at, 1)).toMatchObject({ state: 'closed', merged: false, head: { ref: 'refs/pull/1/head', sha: topic } });
    expect(await get(at, 2)).toMatchObject({ state: 'closed', base: { sha: '' } });
    await ada().call(repoCreateBranch, { ...at, body: { new_branch_name: 'topic', old_ref_name: 'other' } });
    const again = await ada().call(repoEditPullRequest, { ...at, index: 1, body: { state: 'open' } });
    expect(again).toMatchObject({ state: 'open', mergeable: true, changed_files: 2, head: { ref: 'topic', sha: await tip(at, 'other') } });
    expect(await told(at)).toEqual(['opened', 'opened', 'closed', 'closed', 'reopened']);
  });

  it('to the base are heard by all that go into it', async () => {
    const at = await home();
    await open(at);
    await write(at, 'main', 'topic.txt', 'main\n');
    await checked(at, 1, ({ conflicted_files: files }) => files !== undefined);
    await ada()
      .call(repoUpdatePullRequest, { ...at, index: 1 })
      .catch(() => undefined);
    const other = await ada().call(repoCreateBranch, { ...at, body: { new_branch_name: 'free' } });
    await write(at, 'topic', 'second.txt');
    const moved = await ada().call(repoEditPullRequest, { ...at, index: 1, body: { base: 'free', title: 'Elsewhere' } });
    expect(moved).toMatchObject({ title: 'Elsewhere', base: { ref: 'free', sha: other.commit.id }, mergeable: false });
    expect(await told(at)).toEqual(['opened', 'synchronized', 'edited']);
    const edited = (await bench.events()).findLast(({ type }) => type.endsWith('pull_request.edited'));
    expect(edited?.data).toMatchObject({ formerTitle: 'Topic', formerBase: 'main' });
  });

  it('update brings the base into the head, by a merge or a rebase', async () => {
    const at = await home();
    await open(at);
    await expect(ada().call(repoUpdatePullRequest, { ...at, index: 1 })).rejects.toMatchObject(said(422, 'up to date'));
    const base = await write(at, 'main', 'main.txt');
    await ada().call(repoUpdatePullRequest, { ...at, index: 1 });
    const merged = await ada().call(repoGetSingleCommit, { ...at, sha: 'topic' });
    expect([merged.commit.message, merged.parents.map(({ sha }) => sha)[1]]).toEqual(["Merge branch 'main' into topic\n", base]);
    const next = await write(at, 'main', 'again.txt');
    await ada().call(repoUpdatePullRequest, { ...at, index: 1, query: { style: 'rebase' } });
    const rebased = await ada().call(repoGetSingleCommit, { ...at, sha: 'topic' });
    expect(rebased.parents.map(({ sha }) => sha)).toEqual([next]);
    await ada().call(repoEdit, { ...at, body: { allow_rebase_update: false } });
    await write(at, 'main', 'third.txt');
    await expect(ada().call(repoUpdatePullRequest, { ...at, index: 1, query: { style: 'rebase' } })).rejects.toMatchObject({ status: 403 });
    expect(await told(at)).toEqual(['opened', 'synchronized', 'synchronized']);
  });
});

describe('a stop amid a merge', () => {
  /** The rows of a merge whose process ended before it was settled. */
  async function begun(at: At, after: string): Promise<string> {
    const { id } = await open(at);
    const [pull] = await bench.store.rows(`select repository_id from pulls where issue_id = ${id}`);
    const repository_id = Number(pull?.['repository_id']);
    const push = { id: `push-of-${at.repo}`, repository_id, kind: 'api', state: 'open', actor_uid: 1, actor: 'ada' };
    await bench.store.insert('pushes', { ...push, trace_id: 't', started_at: 1, settled_at: null });
    const command = { push_id: push.id, position: 0, repository_id, ref: 'refs/heads/main', before_id: await tip(at, 'main') };
    await bench.store.insert('push_commands', { ...command, after_id: after, outcome: 'pending' });
    await bench.store.rows(`update pulls set merge_push_id = '${push.id}', merge_style = 'merge' where issue_id = ${id}`);
    return push.id;
  }

  it('before the base moved is undone by the next start', async () => {
    const at = await home();
    await begun(at, await tip(at, 'topic'));
    await expect(merge(at, 1)).rejects.toMatchObject(said(405, 'being merged'));
    await bench.restart();
    expect(await get(at, 1)).toMatchObject({ state: 'open', merged: false });
    await merge(at, 1);
    expect(await told(at)).toEqual(['opened', 'merged']);
  });

  it('after the base moved is finished by the next start', async () => {
    const at = await home();
    const topic = await tip(at, 'topic');
    const push = await begun(at, topic);
    const [row] = await bench.store.rows(`select repository_id from pushes where id = '${push}'`);
    const gitDir = join(bench.folder, 'forge', 'repositories', `${String(row?.['repository_id'])}.git`);
    await moveRef(gitDir, `push-${push}@mosaic.invalid`, topic);
    await bench.restart();
    expect(await get(at, 1)).toMatchObject({ state: 'closed', merged: true, merge_commit_sha: topic, merged_by: { login: 'ada' } });
    expect(await told(at)).toEqual(['opened', 'merged']);
  });
});

describe('who may', () => {
  it('a reader opens and edits what is their own, and merges nothing', async () => {
    const at = await home();
    const bob = bench.as(TOKENS.bob);
    const body = { head: 'topic', base: 'main', title: 'By bob' };
    await bob.call(repoCreatePullRequest, { ...at, body });
    await bob.call(repoEditPullRequest, { ...at, index: 1, body: { title: 'Still by bob' } });
    await expect(bob.call(repoMergePullRequest, { ...at, index: 1, body: { Do: 'merge' } })).rejects.toMatchObject({ status: 403 });
    await expect(bob.call(repoUpdatePullRequest, { ...at, index: 1 })).rejects.toMatchObject({ status: 403 });
    await expect(bob.call(repoEditPullRequest, { ...at, index: 1, body: { labels: [] } })).rejects.toMatchObject({ status: 403 });
    const eve = bench.as(TOKENS.eve);
    await expect(eve.call(repoEditPullRequest, { ...at, index: 1, body: { title: 'Mine' } })).rejects.toMatchObject({ status: 403 });
    expect((await get(at, 1)).title).toBe('Still by bob');
  });
});
