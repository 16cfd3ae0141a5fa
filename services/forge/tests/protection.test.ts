import { chmod, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  repoAddCollaborator,
  repoCreateBranch,
  repoCreateBranchProtection,
  repoCreateFile,
  repoCreatePullRequest,
  repoCreatePullReview,
  repoCreatePullReviewRequests,
  repoCreateStatus,
  repoCreateTagProtection,
  repoDeleteBranch,
  repoDeleteFile,
  repoEditBranchProtection,
  repoEditPullRequest,
  repoGetBranch,
  repoGetPullRequest,
  repoListBranchProtection,
  repoListPullReviews,
  repoMergePullRequest,
  repoUpdateFile,
  repoUpdatePullRequest,
} from '@mosaic/contracts/gitea';

import { getMergeStanding, nativeCalls } from '@mosaic/contracts/mosaic';

import { caughtUp, commit, eventually, runGit, startForge, TOKENS, type ForgeHarness } from './harness.ts';

let bench: ForgeHarness;
beforeAll(async () => {
  bench = await startForge();
});
afterAll(() => bench[Symbol.asyncDispose]());

const ada = () => bench.as(TOKENS.ada);
const bob = () => bench.as(TOKENS.bob);
const base64 = (text: string) => Buffer.from(text).toString('base64');
const said = (status: number, words: string) => ({ status, message: expect.stringContaining(words) as string });

let made = 0;
/** A repository of ada's into which bob may write, with a rule for main. */
async function home(rule: Record<string, unknown> = {}) {
  const at = { owner: 'ada', repo: `guarded-${++made}` };
  await ada().createRepository({ name: at.repo, auto_init: true });
  await ada().call(repoAddCollaborator, { ...at, collaborator: 'bob', body: { permission: 'write' } });
  await ada().call(repoCreateBranchProtection, { ...at, body: { rule_name: 'main', ...rule } } as never);
  return at;
}
type At = Awaited<ReturnType<typeof home>>;

/** Why a call is refused. */
const refusal = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'taken',
    (error: unknown) => error,
  );
const tip = async (at: At, branch = 'main') => (await ada().call(repoGetBranch, { ...at, branch })).commit.id;

/** Bob's clone, and what git says when a push fails. */
async function clone(at: At, token = TOKENS.bob) {
  const work = await bench.workspace(`${at.owner}/${at.repo}`, token);
  await runGit(['fetch', '-q', 'origin'], { cwd: work });
  await runGit(['checkout', '-q', '-B', 'main', 'origin/main'], { cwd: work });
  const push = (...args: string[]) =>
    runGit(['push', 'origin', ...args], { cwd: work }).then(
      () => 'taken',
      (error: { stderr: string }) => error.stderr,
    );
  return {
    work,
    push,
    commit: (files: Record<string, string>) => commit(work, files),
    git: (...args: string[]) => runGit(args, { cwd: work }),
  };
}

describe('a push with git', () => {
  it('to a branch that nobody pushes to is refused, the owner’s too; others are taken beside it', async () => {
    const at = await home();
    for (const token of [TOKENS.bob, TOKENS.ada]) {
      const { push, commit: add } = await clone(at, token);
      const before = await tip(at);
      await add({ 'a.txt': token });
      const words = await push('main', `main:side-${token.length}-${made++}`);
      expect(words).toContain('! [remote rejected] main -> main (Not allowed to push to protected branch main)');
      expect(words).toContain('[new branch]');
      expect(await tip(at)).toBe(before);
    }
  });

  it('by force is refused as a whole where force is not let, and taken where it is', async () => {
    const at = await home({ enable_push: true });
    const { push, commit: add, git } = await clone(at);
    await add({ 'a.txt': '1' });
    expect(await push('main')).toBe('taken');
    const before = await tip(at);
    await git('commit', '-q', '--amend', '-m', 'other');
    const words = await push('--force', 'main', 'main:side');
    expect(words).toContain('remote: branch main is protected from force push');
    expect(await tip(at)).toBe(before);
    expect(await refusal(bob().call(repoGetBranch, { ...at, branch: 'side' }))).toMatchObject({ status: 404 });
    await ada().call(repoEditBranchProtection, { ...at, name: 'main', body: { enable_force_push: true } });
    expect(await push('--force', 'main')).toBe('taken');
    expect(await tip(at)).toBe((await git('rev-parse', 'main')).trim());
  });

  it('deletes no protected branch', async () => {
    const at = await home({ enable_push: true, rule_name: 'side/*' });
    const { push } = await clone(at);
    expect(await push('main:side/1')).toBe('taken');
    expect(await push(':side/1')).toContain('(branch side/1 is protected from deletion)');
    expect(await tip(at, 'side/1')).toBe(await tip(at));
  });

  it('is judged by the files that it changes, of a new branch by those of its new commits', async () => {
    const at = await home({ enable_push: true, protected_file_patterns: 'ci/**', rule_name: '*' });
    const { push, commit: add, git } = await clone(at);
    await add({ 'src/a.txt': '1' });
    expect(await push('main')).toBe('taken');
    await add({ 'ci/run': '1' });
    expect(await push('main')).toContain('remote: branch main is protected from changing file ci/run');
    expect(await push('main:fresh')).toContain('remote: branch fresh is protected from changing file ci/run');
    await git('reset', '-q', '--hard', 'origin/main');
    expect(await push('main:fresh')).toBe('taken');
  });

  it('that changes open files alone is taken from everybody', async () => {
    const at = await home({ unprotected_file_patterns: 'docs/**' });
    const { push, commit: add } = await clone(at);
    await add({ 'docs/a.md': '1' });
    expect(await push('main')).toBe('taken');
    await add({ 'src/a.ts': '1' });
    expect(await push('main')).toContain('remote: Not allowed to push to protected branch main');
  });

  it('of a protected tag is taken from those named', async () => {
    const at = await home({ rule_name: 'none' });
    await ada().call(repoCreateTagProtection, { ...at, body: { name_pattern: 'v*', whitelist_usernames: ['ada'] } });
    const [his, hers] = [await clone(at), await clone(at, TOKENS.ada)];
    await his.git('tag', 'v1');
    await his.git('tag', 'x1');
    expect(await his.push('v1', 'x1')).toContain('! [remote rejected] v1 -> v1 (Tag v1 is protected)');
    await hers.git('tag', 'v1');
    expect(await hers.push('v1')).toBe('taken');
    expect(await his.push(':v1')).toContain('(Tag v1 is protected)');
  });

  it('is not taken unseen where the hook may not run, and the hook comes back', async () => {
    const at = await home({ enable_push: true });
    const { push, commit: add } = await clone(at);
    await add({ 'a.txt': '1' });
    expect(await push('main')).toBe('taken');
    const hooks = join(bench.folder, 'forge', 'repositories', '.hooks');
    await chmod(join(hooks, 'pre-receive'), 0o600);
    await add({ 'b.txt': '1' });
    await ada().call(repoEditBranchProtection, { ...at, name: 'main', body: { protected_file_patterns: 'b.txt' } });
    expect(await push('main')).toContain('protected from changing file b.txt');
    await rm(hooks, { recursive: true });
    expect(await push('main')).toContain('protected from changing file b.txt');
  });
});

describe('a write through the API', () => {
  it('is refused as a push is', async () => {
    const at = await home();
    const words = said(403, 'Not allowed to push to protected branch main');
    const body = { content: base64('x'), branch: 'main', message: 'x' };
    expect(await refusal(bob().call(repoCreateFile, { ...at, filepath: 'a.txt', body }))).toMatchObject(words);
    const { content } = await ada().call(repoCreateFile, { ...at, filepath: 'b.txt', body: { ...body, new_branch: 'side' } });
    expect(content?.path).toBe('b.txt');
    expect(
      await refusal(bob().call(repoDeleteFile, { ...at, filepath: 'README.md', body: { sha: await blob(at), branch: 'main' } })),
    ).toMatchObject(words);
  });

  async function blob(at: At): Promise<string> {
    const { work } = await clone(at);
    return (await runGit(['rev-parse', 'HEAD:README.md'], { cwd: work })).trim();
  }

  it('changes no protected file, nor moves one', async () => {
    const at = await home({ enable_push: true, protected_file_patterns: 'README.md' });
    const words = said(403, 'branch main is protected from changing file README.md');
    const body = { content: base64('x'), branch: 'main', message: 'x', sha: await blob(at) };
    expect(await refusal(bob().call(repoUpdateFile, { ...at, filepath: 'README.md', body }))).toMatchObject(words);
    expect(await refusal(bob().call(repoUpdateFile, { ...at, filepath: 'b.md', body: { ...body, from_path: 'README.md' } }))).toMatchObject(
      words,
    );
    expect(await bob().call(repoCreateFile, { ...at, filepath: 'b.md', body: { content: base64('x'), branch: 'main' } })).toMatchObject({
      content: { path: 'b.md' },
    });
  });

  it('makes and deletes no protected branch', async () => {
    const at = await home({ rule_name: 'release/*' });
    const make = { ...at, body: { new_branch_name: 'release/1' } };
    expect(await refusal(bob().call(repoCreateBranch, make))).toMatchObject(said(403, 'Not allowed to push to protected branch release/1'));
    await ada().call(repoEditBranchProtection, { ...at, name: 'release/*', body: { enable_push: true } });
    expect(await bob().call(repoCreateBranch, make)).toMatchObject({
      protected: true,
      user_can_push: true,
      effective_branch_protection_name: 'release/*',
    });
    expect(await refusal(ada().call(repoDeleteBranch, { ...at, branch: 'release/1' }))).toMatchObject(
      said(403, 'branch release/1 is protected from deletion'),
    );
  });
});

describe('a merge', () => {
  async function pulled(rule: Record<string, unknown>) {
    const at = await home(rule);
    await bob().call(repoCreateFile, { ...at, filepath: 'a.txt', body: { content: base64('a'), branch: 'main', new_branch: 'topic' } });
    const { number } = await bob().call(repoCreatePullRequest, { ...at, body: { head: 'topic', base: 'main', title: 'Topic' } });
    const merge = (as = bob(), body: Record<string, unknown> = {}) =>
      refusal(as.call(repoMergePullRequest, { ...at, index: number, body: { Do: 'merge', ...body } } as never));
    return { at, number, merge };
  }

  it('goes into a branch that nobody pushes to', async () => {
    const { at, number } = await pulled({});
    await bob().call(repoMergePullRequest, { ...at, index: number, body: { Do: 'merge' } });
    expect(await bob().call(repoGetPullRequest, { ...at, index: number })).toMatchObject({ merged: true });
  });

  it('is for those named', async () => {
    const { at, number, merge } = await pulled({ enable_merge_whitelist: true, merge_whitelist_usernames: ['ada'] });
    expect(await merge()).toMatchObject(said(405, 'User not allowed to merge PR'));
    expect(await merge(bob(), { Do: 'manually-merged', merge_commit_id: await tip(at) })).toMatchObject({ status: 405 });
    await ada().call(repoMergePullRequest, { ...at, index: number, body: { Do: 'merge' } });
  });

  it('waits for its checks, of the commit that it would bring', async () => {
    const { at, number, merge } = await pulled({ enable_status_check: true, status_check_contexts: ['ci/*'] });
    const words = said(405, 'Not all required status checks successful');
    expect(await merge()).toMatchObject(words);
    const report = async (sha: string, state: 'success' | 'failure') =>
      bob().call(repoCreateStatus, { ...at, sha, body: { state, context: 'ci/test' } });
    await report(await tip(at, 'main'), 'success');
    expect(await merge()).toMatchObject(words);
    await report(await tip(at, 'topic'), 'failure');
    expect(await merge()).toMatchObject(words);
    await report(await tip(at, 'topic'), 'success');
    await bob().call(repoMergePullRequest, { ...at, index: number, body: { Do: 'merge' } });
  });

  it('knows a check by its own name, whatever the brackets in it would mean', async () => {
    const context = 'build [linux]';
    const { at, number, merge } = await pulled({ enable_status_check: true, status_check_contexts: [context] });
    const sha = await tip(at, 'topic');
    await bob().call(repoCreateStatus, { ...at, sha, body: { state: 'failure', context } });
    expect(await merge()).toMatchObject(said(405, 'Not all required status checks successful'));
    await bob().call(repoCreateStatus, { ...at, sha, body: { state: 'success', context } });
    await bob().call(repoMergePullRequest, { ...at, index: number, body: { Do: 'merge' } });
  });

  it('may be forced by an administrator, unless that is blocked, and by those named', async () => {
    const { at, number, merge } = await pulled({ enable_status_check: true, block_admin_merge_override: true });
    const words = { status: 405 };
    expect(await merge(ada(), { force_merge: true })).toMatchObject(words);
    expect(await merge(bob(), { force_merge: true })).toMatchObject(words);
    const bypass = { enable_bypass_allowlist: true, bypass_allowlist_usernames: ['bob'] };
    await ada().call(repoEditBranchProtection, { ...at, name: 'main', body: bypass });
    expect(await merge(bob())).toMatchObject(words);
    await bob().call(repoMergePullRequest, { ...at, index: number, body: { Do: 'merge', force_merge: true } });
  });

  it('waits for a head that is behind, and for approvals', async () => {
    const { at, merge } = await pulled({ block_on_outdated_branch: true, unprotected_file_patterns: '*.txt' });
    await bob().call(repoCreateFile, { ...at, filepath: 'b.txt', body: { content: base64('b'), branch: 'main' } });
    expect(await merge()).toMatchObject(said(405, 'The head branch is behind the base branch'));
    await ada().call(repoEditBranchProtection, { ...at, name: 'main', body: { block_on_outdated_branch: false, required_approvals: 1 } });
    expect(await merge()).toMatchObject(said(405, 'Does not have enough approvals'));
  });

  const review = (at: At, number: number, event: 'APPROVED' | 'REQUEST_CHANGES', as = ada()) =>
    as.call(repoCreatePullReview, { ...at, index: number, body: { event, body: event } });
  const push = (at: At, filepath: string) =>
    bob().call(repoCreateFile, { ...at, filepath, body: { content: base64('x'), branch: 'topic' } });

  it('waits for as many approvals as are asked, of those named where somebody is', async () => {
    const { at, number, merge } = await pulled({ required_approvals: 1 });
    const enough = said(405, 'Does not have enough approvals');
    expect(await merge()).toMatchObject(enough);
    await review(at, number, 'APPROVED', bench.as(TOKENS.eve));
    expect(await merge()).toMatchObject(enough);
    await ada().call(repoEditBranchProtection, {
      ...at,
      name: 'main',
      body: { enable_approvals_whitelist: true, approvals_whitelist_username: ['bob'] },
    });
    await review(at, number, 'APPROVED');
    expect(await merge()).toMatchObject(enough);
    await ada().call(repoEditBranchProtection, { ...at, name: 'main', body: { enable_approvals_whitelist: false } });
    await bob().call(repoMergePullRequest, { ...at, index: number, body: { Do: 'merge' } });
  });

  it('waits while changes or reviews are asked for', async () => {
    const { at, number, merge } = await pulled({ block_on_rejected_reviews: true, block_on_official_review_requests: true });
    await bob().call(repoCreatePullReviewRequests, { ...at, index: number, body: { reviewers: ['ada'] } });
    expect(await merge()).toMatchObject(said(405, 'There are official review requests'));
    await review(at, number, 'REQUEST_CHANGES');
    expect(await merge()).toMatchObject(said(405, 'There are requested changes'));
    await review(at, number, 'APPROVED');
    await bob().call(repoMergePullRequest, { ...at, index: number, body: { Do: 'merge' } });
  });

  it('counts no approval of what the head was before, and counts it again where the rule only ignores it', async () => {
    const { at, number, merge } = await pulled({ required_approvals: 1, ignore_stale_approvals: true });
    await review(at, number, 'APPROVED');
    const approved = await tip(at, 'topic');
    await push(at, 'b.txt');
    expect(await merge()).toMatchObject(said(405, 'Does not have enough approvals'));
    const { push: send } = await clone(at);
    expect(await send('--force', `${approved}:refs/heads/topic`)).toBe('taken');
    await bob().call(repoMergePullRequest, { ...at, index: number, body: { Do: 'merge' } });
  });

  it('dismisses an approval of another head where the rule says so, for good', async () => {
    const { at, number, merge } = await pulled({ required_approvals: 1, dismiss_stale_approvals: true });
    await review(at, number, 'APPROVED');
    const approved = await tip(at, 'topic');
    await push(at, 'b.txt');
    await merge();
    expect(await ada().call(repoListPullReviews, { ...at, index: number })).toMatchObject([{ state: 'APPROVED', dismissed: true }]);
    const { push: send } = await clone(at);
    expect(await send('--force', `${approved}:refs/heads/topic`)).toBe('taken');
    expect(await merge()).toMatchObject(said(405, 'Does not have enough approvals'));
  });

  it('keeps an approval of a head that only takes in its base', async () => {
    const { at, number } = await pulled({ required_approvals: 1, dismiss_stale_approvals: true, unprotected_file_patterns: '*.txt' });
    await review(at, number, 'APPROVED');
    await bob().call(repoCreateFile, { ...at, filepath: 'c.txt', body: { content: base64('c'), branch: 'main' } });
    await bob().call(repoUpdatePullRequest, { ...at, index: number, query: { style: 'merge' } });
    await bob().call(repoMergePullRequest, { ...at, index: number, body: { Do: 'merge' } });
  });

  it('tells beforehand what is against it, and who may pass over that', async () => {
    const { at, number } = await pulled({ required_approvals: 1, enable_status_check: true, status_check_contexts: ['ci/*'] });
    const standing = (token: string) => nativeCalls(bench.send(token)).call(getMergeStanding, { ...at, index: number });
    const unmet = ['Not all required status checks successful', 'Does not have enough approvals'];
    expect(await standing(TOKENS.bob)).toEqual({ mayMerge: true, mayForce: false, unmet, scheduled: null });
    expect(await standing(TOKENS.ada)).toEqual({ mayMerge: true, mayForce: true, unmet, scheduled: null });
    expect(await standing(TOKENS.eve)).toMatchObject({ mayMerge: false, mayForce: false });
    await bob().call(repoCreateStatus, { ...at, sha: await tip(at, 'topic'), body: { state: 'pending', context: 'ci/test' } });
    await review(at, number, 'APPROVED');
    await bob().call(repoMergePullRequest, { ...at, index: number, body: { Do: 'merge', merge_when_checks_succeed: true } });
    const scheduled = { by: 'bob', style: 'merge', mayCancel: true };
    expect(await standing(TOKENS.bob)).toMatchObject({ unmet: unmet.slice(0, 1), scheduled });
    expect(await standing(TOKENS.eve)).toMatchObject({ scheduled: { ...scheduled, mayCancel: false } });
    // The rule holds for what was asked in advance too.
    await ada().call(repoEditBranchProtection, { ...at, name: 'main', body: { required_approvals: 2 } });
    await bob().call(repoCreateStatus, { ...at, sha: await tip(at, 'topic'), body: { state: 'success', context: 'ci/test' } });
    await caughtUp(bench, 'scheduled-merges');
    expect(await bob().call(repoGetPullRequest, { ...at, index: number })).toMatchObject({ merged: false });
    await review(at, number, 'APPROVED', bench.as(TOKENS.root));
    await eventually(
      () => bob().call(repoGetPullRequest, { ...at, index: number }),
      ({ merged }) => merged === true,
    );
  });

  it.each(['dismiss_stale_approvals', 'ignore_stale_approvals'])(
    'counts no approval of a change into another branch: %s',
    async (asked) => {
      const at = await home({ required_approvals: 1, [asked]: true });
      const add = (filepath: string, branch: string) =>
        bob().call(repoCreateFile, { ...at, filepath, body: { content: base64('x'), branch } });
      await bob().call(repoCreateBranch, { ...at, body: { new_branch_name: 'dev' } });
      await add('unseen.txt', 'dev');
      await bob().call(repoCreateBranch, { ...at, body: { new_branch_name: 'topic', old_ref_name: 'dev' } });
      await add('seen.txt', 'topic');
      const { number: index } = await bob().call(repoCreatePullRequest, { ...at, body: { head: 'topic', base: 'dev', title: 'Topic' } });
      await review(at, index, 'APPROVED');
      await bob().call(repoEditPullRequest, { ...at, index, body: { base: 'main' } });
      const merge = { ...at, index, body: { Do: 'merge' } } as const;
      expect(await refusal(bob().call(repoMergePullRequest, merge))).toMatchObject(said(405, 'Does not have enough approvals'));
      await review(at, index, 'APPROVED');
      await bob().call(repoMergePullRequest, merge);
    },
  );

  it('brings no protected file where the check before could not tell what it brings', async () => {
    const at = await home({ rule_name: 'none' });
    const stage = { ...at, body: { new_branch_name: 'stage' } };
    await bob().call(repoCreateBranch, stage);
    await bob().call(repoCreateFile, { ...at, filepath: 'a.txt', body: { content: base64('a'), branch: 'main', new_branch: 'topic' } });
    const { number: index } = await bob().call(repoCreatePullRequest, { ...at, body: { head: 'topic', base: 'stage', title: 'Topic' } });
    await bob().call(repoDeleteBranch, { ...at, branch: 'stage' });
    await bob().call(repoEditPullRequest, { ...at, index, body: { state: 'open' } });
    await ada().call(repoCreateBranchProtection, {
      ...at,
      body: { rule_name: 'stage', enable_push: true, protected_file_patterns: 'a.txt' },
    } as never);
    await bob().call(repoCreateBranch, stage);
    const merge = bob().call(repoMergePullRequest, { ...at, index, body: { Do: 'merge' } });
    expect(await refusal(merge)).toMatchObject(said(405, 'Changed protected files'));
  });

  it('brings no protected file', async () => {
    const { merge } = await pulled({ protected_file_patterns: 'a.txt' });
    expect(await merge()).toMatchObject(said(405, 'Changed protected files'));
  });

  it('a head that is protected is not brought up to date past its rule', async () => {
    const { at, number } = await pulled({ enable_push: true });
    await ada().call(repoCreateBranchProtection, { ...at, body: { rule_name: 'topic' } });
    await bob().call(repoCreateFile, { ...at, filepath: 'b.txt', body: { content: base64('b'), branch: 'main' } });
    const update = { ...at, index: number, query: { style: 'merge' as const } };
    expect(await refusal(bob().call(repoUpdatePullRequest, update))).toMatchObject(
      said(403, 'Not allowed to push to protected branch topic'),
    );
    await ada().call(repoEditBranchProtection, { ...at, name: 'topic', body: { enable_push: true } });
    expect(await refusal(bob().call(repoUpdatePullRequest, { ...update, query: { style: 'rebase' } }))).toMatchObject(
      said(403, 'branch topic is protected from force push'),
    );
    await bob().call(repoUpdatePullRequest, update);
  });
});

it('who may only write neither sees nor changes the rules', async () => {
  const at = await home();
  expect(await refusal(bob().call(repoListBranchProtection, at))).toMatchObject({ status: 403 });
  expect(await refusal(bob().call(repoEditBranchProtection, { ...at, name: 'main', body: { enable_push: true } }))).toMatchObject({
    status: 403,
  });
  expect(await bob().call(repoGetBranch, { ...at, branch: 'main' })).toMatchObject({
    protected: true,
    user_can_push: false,
    user_can_merge: true,
  });
});
