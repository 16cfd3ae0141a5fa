import { createHash } from 'node:crypto';

import { afterAll, beforeAll, expect, it } from 'vitest';

import {
  createFork,
  issueEditIssue,
  repoAddCollaborator,
  repoCreateBranch,
  repoCreateBranchProtection,
  repoCreateFile,
  repoCreateKey,
  repoCreatePullRequest,
  repoCreatePullReview,
  repoCreateStatus,
  repoDeleteCollaborator,
  repoEdit,
  repoEditBranchProtection,
  repoEditPullRequest,
  repoGetBranch,
  repoGetPullRequest,
  repoMergePullRequest,
  repoUpdatePullRequest,
  userCurrentPostKey,
} from '@mosaic/contracts/gitea';

import { commit, eventually, runGit, startForge, TOKENS, type ForgeHarness } from './harness.ts';
import { sshClient } from './ssh-client.ts';

let bench: ForgeHarness;
beforeAll(async () => {
  bench = await startForge();
});
afterAll(() => bench[Symbol.asyncDispose]());

const ada = () => bench.as(TOKENS.ada);
const bob = () => bench.as(TOKENS.bob);
const eve = () => bench.as(TOKENS.eve);
const file = (filepath: string, branch: string) => ({ filepath, body: { content: 'eAo=', branch } });

const tip = async (at: { owner: string; repo: string }, branch: string) => (await ada().call(repoGetBranch, { ...at, branch })).commit.id;

/** A repository of ada's into which bob may write, with a rule for main. */
async function home(repo: string, rule: Record<string, unknown>) {
  const at = { owner: 'ada', repo };
  await ada().createRepository({ name: repo, auto_init: true });
  await ada().call(repoAddCollaborator, { ...at, collaborator: 'bob', body: { permission: 'write' } });
  await ada().call(repoCreateBranchProtection, { ...at, body: { rule_name: 'main', ...rule } } as never);
  return at;
}
type At = Awaited<ReturnType<typeof home>>;

const merge = (at: At, index: number, style: 'merge' | 'rebase' = 'merge') =>
  bob()
    .call(repoMergePullRequest, { ...at, index, body: { Do: style } })
    .then(
      () => 'taken',
      (error: { status: number; message: string }) => `${error.status} ${error.message}`,
    );

it.each(['dismiss_stale_approvals', 'ignore_stale_approvals'])(
  'what was approved for one base is not approved for another: %s',
  async (flag) => {
    const at = await home(flag.replaceAll('_', '-'), { required_approvals: 1, [flag]: true });
    for (const branch of ['sandbox', 'topic']) {
      await bob().call(repoCreateBranch, {
        ...at,
        body: { new_branch_name: branch, old_branch_name: branch === 'topic' ? 'sandbox' : 'main' },
      });
      await bob().call(repoCreateFile, { ...at, ...file(`${branch}.txt`, branch) });
    }
    const { number: index } = await bob().call(repoCreatePullRequest, { ...at, body: { head: 'topic', base: 'sandbox', title: 'Small' } });
    await ada().call(repoCreatePullReview, { ...at, index, body: { event: 'APPROVED' } });
    // What nobody has looked at comes along.
    await bob().call(repoEditPullRequest, { ...at, index, body: { base: 'main' } });
    expect(await merge(at, index)).toMatch(/^405 .*Does not have enough approvals/);
    await ada().call(repoCreatePullReview, { ...at, index, body: { event: 'APPROVED' } });
    expect(await merge(at, index)).toBe('taken');
  },
);

it('a rebase brings no file that only a merge in the head takes back', async () => {
  const at = await home('evil-merge', {});
  const work = await bench.workspace('ada/evil-merge', TOKENS.bob);
  const git = (...args: string[]) => runGit(args, { cwd: work });
  await git('fetch', '-q', 'origin');
  await git('checkout', '-q', '-B', 'topic', 'origin/main');
  const readme = await git('show', 'HEAD:README.md');
  await commit(work, { 'README.md': 'taken over\n' });
  await git('checkout', '-q', '-b', 'beside', 'origin/main');
  await commit(work, { 'good.txt': 'good\n' });
  await git('checkout', '-q', 'topic');
  await git('merge', '-q', '--no-commit', 'beside');
  await commit(work, { 'README.md': readme }, 'Merge');
  await git('push', '-q', 'origin', 'topic');
  const { number: index } = await bob().call(repoCreatePullRequest, { ...at, body: { head: 'topic', base: 'main', title: 'Good' } });
  expect(await merge(at, index, 'rebase')).toMatch(/^409 .*one by one/);
  expect(await merge(at, index)).toBe('taken');
});

it('a protected file is found although nobody knows where the head left the base', async () => {
  const at = await home('unknown-start', { protected_file_patterns: 'a.txt' });
  await bob().call(repoCreateBranch, { ...at, body: { new_branch_name: 'topic' } });
  await bob().call(repoCreateFile, { ...at, ...file('a.txt', 'topic') });
  const { number: index } = await bob().call(repoCreatePullRequest, { ...at, body: { head: 'topic', base: 'main', title: 'Topic' } });
  // As of one whose check failed.
  await bench.store.rows("update pulls set merge_base = '', mergeability = 'failed'");
  expect(await merge(at, index)).toMatch(/^405 .*Changed protected files/);
});

/** A push of ada's by SSH that is greeted and has sent nothing yet. */
async function greeted(repository: string) {
  const client = await sshClient(() => bench.sshPort);
  await ada().call(userCurrentPostKey, { body: { title: repository, key: client.publicKey } });
  const child = client.open(['git@127.0.0.1', `git-receive-pack '${repository}.git'`]);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const hears = (words: RegExp) =>
    eventually(
      async () => said,
      (text) => words.test(text),
    );
  await hears(/0000$/);
  return {
    hears,
    command(before: string, after: string, ref: string) {
      const line = `${before} ${after} ${ref}\0report-status`;
      child.stdin.write(`${(line.length + 4).toString(16).padStart(4, '0')}${line}0000`);
    },
    send: (bytes: Buffer) => child.stdin.write(bytes),
    async [Symbol.asyncDispose]() {
      child.kill();
      await client[Symbol.asyncDispose]();
    },
  };
}

it('a push that was to make a repository keeps the rules of whoever was faster', async () => {
  await using push = await greeted('ada/raced');
  const at = await home('raced', { rule_name: 'kept', enable_push: true });
  await ada().call(repoCreateBranch, { ...at, body: { new_branch_name: 'kept' } });
  push.command(await tip(at, 'kept'), '0'.repeat(40), 'refs/heads/kept');
  expect(await push.hears(/(?:ok|ng) refs\/heads\/kept/)).toContain('ng refs/heads/kept branch kept is protected from deletion');
});

it('a rule that is changed while a push is on its way counts for it', async () => {
  const at = await home('slow', { enable_push: true });
  await ada().call(repoCreateFile, { ...at, filepath: 'a.txt', body: { content: 'eAo=', new_branch: 'side' } });
  const before = await tip(at, 'main');
  await using push = await greeted('ada/slow');
  push.command(before, await tip(at, 'side'), 'refs/heads/main');
  await eventually(
    () => bench.store.rows("select id from pushes where state = 'open'"),
    (open) => open.length === 1,
  );
  await ada().call(repoEditBranchProtection, { ...at, name: 'main', body: { enable_push: false } });
  // Everything is there already.
  const empty = Buffer.from('PACK\0\0\0\x02\0\0\0\0');
  push.send(Buffer.concat([empty, createHash('sha1').update(empty).digest()]));
  expect(await push.hears(/(?:ok|ng) refs\/heads\/main/)).toContain('ng refs/heads/main');
  expect(await tip(at, 'main')).toBe(before);
});

it('who read a repository that is hidden by now is not shown what comes to it by an offer of theirs', async () => {
  const at = { owner: 'ada', repo: 'closing' };
  const own = { owner: 'eve', repo: 'closing' };
  await ada().createRepository({ name: at.repo, auto_init: true, private: false });
  await eve().call(createFork, { ...at, body: {} });
  await ada().call(repoCreateFile, { ...at, ...file('open.txt', 'main') });
  const { number: index } = await eve().call(repoCreatePullRequest, { ...own, body: { head: 'ada:main', base: 'main', title: 'Theirs' } });
  await ada().call(repoEdit, { ...at, body: { private: true } });
  const { commit: secret } = await ada().call(repoCreateFile, { ...at, ...file('secret.txt', 'main') });
  const { head, state } = await eve().call(repoGetPullRequest, { ...own, index });
  expect([state, head.sha === secret.sha]).toEqual(['closed', false]);
  for (const open of [
    eve().call(repoEditPullRequest, { ...own, index, body: { state: 'open' } }),
    eve().call(issueEditIssue, { ...own, index, body: { state: 'open' } }),
  ])
    await expect(open).rejects.toMatchObject({ status: 403 });
});

it.each(['none', 'read'] as const)('who writes to a hidden repository no more is not shown what comes to it: %s', async (left) => {
  const at = { owner: 'ada', repo: `left-${left}` };
  const own = { owner: 'eve', repo: at.repo };
  await ada().createRepository({ name: at.repo, auto_init: true, private: true });
  const give = (permission: 'read' | 'write') => ada().call(repoAddCollaborator, { ...at, collaborator: 'eve', body: { permission } });
  await give('write');
  await eve().call(createFork, { ...at, body: {} });
  await ada().call(repoCreateFile, { ...at, ...file('theirs.txt', 'main') });
  const { number: index } = await eve().call(repoCreatePullRequest, { ...own, body: { head: 'ada:main', base: 'main', title: 'Theirs' } });
  if (left === 'none') await ada().call(repoDeleteCollaborator, { ...at, collaborator: 'eve' });
  else await give('read');
  await ada().call(repoCreateFile, { ...at, ...file('secret.txt', 'main') });
  expect(await eve().call(repoGetPullRequest, { ...own, index })).toMatchObject({ state: 'closed', changed_files: 1 });
  await expect(eve().call(repoEditPullRequest, { ...own, index, body: { state: 'open' } })).rejects.toMatchObject({ status: 403 });
});

it('a fork that is hidden with its parent goes on with what its owner offers', async () => {
  const at = { owner: 'ada', repo: 'going-on' };
  await ada().createRepository({ name: at.repo, auto_init: true, private: false });
  await ada().call(repoAddCollaborator, { ...at, collaborator: 'bob', body: { permission: 'read' } });
  await bob().call(createFork, { ...at, body: {} });
  const own = { owner: 'bob', repo: at.repo };
  await bob().call(repoCreateFile, { ...own, ...file('a.txt', 'main') });
  const { number: index } = await bob().call(repoCreatePullRequest, { ...at, body: { head: 'bob:main', base: 'main', title: 'Mine' } });
  await ada().call(repoEdit, { ...at, body: { private: true } });
  const { commit: next } = await bob().call(repoCreateFile, { ...own, ...file('b.txt', 'main') });
  expect(await ada().call(repoGetPullRequest, { ...at, index })).toMatchObject({ state: 'open', head: { sha: next.sha } });
  // And opens it again.
  for (const state of ['closed', 'open'] as const) await bob().call(repoEditPullRequest, { ...at, index, body: { state } });
});

it('a scheduled merge does not follow a deploy key of the fork, whose owner may merge', async () => {
  const at = await home('followed', { enable_status_check: true });
  await bob().call(createFork, { ...at, body: {} });
  const own = { owner: 'bob', repo: at.repo };
  const { commit: first } = await bob().call(repoCreateFile, { ...own, filepath: 'a.txt', body: { content: 'eAo=', new_branch: 'topic' } });
  const { number: index } = await bob().call(repoCreatePullRequest, { ...at, body: { head: 'bob:topic', base: 'main', title: 'Topic' } });
  await ada().call(repoCreateStatus, { ...at, sha: first.sha, body: { state: 'pending', context: 'ci' } });
  await ada().call(repoMergePullRequest, { ...at, index, body: { Do: 'merge', merge_when_checks_succeed: true } });
  await using robot = await sshClient(() => bench.sshPort);
  await bob().call(repoCreateKey, { ...own, body: { title: 'robot', key: robot.publicKey, read_only: false } });
  const work = await bench.workspace('bob/followed', TOKENS.bob);
  await runGit(['fetch', '-q', 'origin', 'topic'], { cwd: work });
  await runGit(['checkout', '-q', '-B', 'topic', 'FETCH_HEAD'], { cwd: work });
  const smuggled = await commit(work, { 'b.txt': 'nobody has seen it\n' });
  await robot.git(['push', '-q', robot.url('bob/followed'), 'topic'], work);
  // The commit comes along from the side.
  await eventually(
    () =>
      ada()
        .call(repoCreateStatus, { ...at, sha: smuggled, body: { state: 'success', context: 'ci' } })
        .then(
          () => true,
          () => false,
        ),
    Boolean,
  );
  const last = (await bench.events()).at(-1)?.seq ?? 0;
  await eventually(
    () => bench.store.rows("select position from event_cursors where consumer = 'scheduled-merges'"),
    ([row]) => Number(row?.['position'] ?? 0) >= last,
  );
  expect((await ada().call(repoGetPullRequest, { ...at, index })).merged).toBe(false);
  expect(await bench.store.rows('select issue_id from scheduled_merges')).toEqual([]);
});

it('who has lost a repository has no way back by a pull request that they let themselves edit', async () => {
  const at = { owner: 'ada', repo: 'lost' };
  const own = { owner: 'eve', repo: 'lost' };
  await ada().createRepository({ name: at.repo, auto_init: true, private: false });
  await ada().call(repoAddCollaborator, { ...at, collaborator: 'eve', body: { permission: 'write' } });
  await eve().call(createFork, { ...at, body: {} });
  await ada().call(repoCreateFile, { ...at, ...file('theirs.txt', 'main') });
  await eve().call(repoCreateFile, { ...own, ...file('bad.txt', 'main') });
  const body = { head: 'ada:main', base: 'main', title: 'A way in', allow_maintainer_edit: true };
  const { number: index } = await eve().call(repoCreatePullRequest, { ...own, body });
  await ada().call(repoDeleteCollaborator, { ...at, collaborator: 'eve' });
  const before = await tip(at, 'main');
  await expect(eve().call(repoUpdatePullRequest, { ...own, index })).rejects.toMatchObject({ status: 403 });
  expect(await tip(at, 'main')).toBe(before);
  await ada().call(repoAddCollaborator, { ...at, collaborator: 'eve', body: { permission: 'write' } });
  await eve().call(repoUpdatePullRequest, { ...own, index });
});
