import { expect, vi } from 'vitest';

import { repoCreateBranch, repoGet, repoGetBranch, repoListBranches } from '@mosaic/contracts/gitea';

import { remoteUrl, runGit } from '../../../services/forge/tests/harness.ts';
import { histories } from './history.ts';
import { requirement } from './suite.ts';
import type { GiteaTarget, Home } from './target.ts';

const remote = (target: GiteaTarget, { at }: Pick<Home, 'at'>, login: 'ada' | 'bob' | 'eve' | '') =>
  remoteUrl(target.url, `${at.owner}/${at.repo}`, login === '' ? '' : target.token(login));

requirement('gitea.git.push', async (target) => {
  const home = await target.home();
  const { git, commit } = await target.clone(home);
  const id = await commit({ 'a.txt': 'one\n' }, 'One');
  await git('push', '-q', 'origin', 'main', 'main:side');
  for (const branch of ['main', 'side']) expect((await home.owner.call(repoGetBranch, { ...home.at, branch })).commit.id).toBe(id);
});

requirement('gitea.git.force', async (target) => {
  const home = await target.home();
  const { git } = await target.clone(home);
  await git('commit', '-q', '--amend', '-m', 'Other words');
  await expect(git('push', '-q', 'origin', 'main')).rejects.toThrow(/rejected/);
  await git('push', '-q', '--force', 'origin', 'main');
  expect((await home.owner.call(repoGetBranch, { ...home.at, branch: 'main' })).commit.message.trim()).toBe('Other words');
});

requirement('gitea.git.shallow', async (target) => {
  const [history] = await histories(target);
  if (history === undefined) return;
  const { git } = await target.clone(history);
  await git('clone', '-q', '--depth', '1', remote(target, history, 'ada'), 'shallow');
  expect(await git('-C', 'shallow', 'rev-list', '--count', 'HEAD')).toBe('1');
});

requirement('gitea.git.partial', async (target) => {
  const [history] = await histories(target);
  if (history === undefined) return;
  const { git } = await target.clone(history);
  await git('clone', '-q', '--no-checkout', '--filter=blob:none', remote(target, history, 'ada'), 'partial');
  expect(await git('-C', 'partial', 'rev-list', '--objects', '--missing=print', 'HEAD')).toMatch(/^\?[0-9a-f]{40}$/m);
});

requirement('gitea.git.challenge', async (target) => {
  const hidden = await target.home({ private: true });
  for (const service of ['git-upload-pack', 'git-receive-pack']) {
    const response = await target.send('')({
      method: 'GET',
      path: `/${hidden.at.owner}/${hidden.at.repo}.git/info/refs?service=${service}`,
    });
    await response.discard();
    expect([response.status, response.headers['www-authenticate']]).toEqual([401, expect.stringMatching(/^Basic /) as string]);
  }
});

requirement('gitea.git.anonymous', async (target) => {
  const home = await target.home();
  expect(await runGit(['ls-remote', remote(target, home, '')])).toContain('refs/heads/main');
});

requirement('gitea.git.stranger', async (target) => {
  const [shown, hidden] = [await target.home(), await target.home({ private: true })];
  await expect(runGit(['ls-remote', remote(target, hidden, 'eve')])).rejects.toThrow(/not found/i);
  const { git } = await target.clone(shown);
  await expect(git('push', '-q', remote(target, shown, 'eve'), 'main:mine')).rejects.toThrow(/403|denied|not authorized/i);
  expect((await shown.owner.call(repoListBranches, shown.at)).map(({ name }) => name)).toEqual(['main']);
});

requirement('gitea.git.content-type', async (target) => {
  const { at } = await target.home();
  const response = await target.send('ada')({
    method: 'POST',
    path: `/${at.owner}/${at.repo}.git/git-upload-pack`,
    headers: { 'content-type': 'text/plain' },
    body: '0000',
  });
  await response.discard();
  expect(response.status).toBe(400);
});

requirement('gitea.git.default-branch.first-push', async (target) => {
  const home = await target.home({ auto_init: false });
  const { git, commit } = await target.clone(home);
  await git('checkout', '-q', '-b', 'trunk');
  await commit({ 'a.txt': 'a' }, 'One');
  await git('push', '-q', 'origin', 'trunk');
  // Upstream settles a push after it has answered.
  await vi.waitFor(
    async () => expect(await home.owner.call(repoGet, home.at)).toMatchObject({ default_branch: 'trunk', empty: false }),
    10_000,
  );
});

requirement('gitea.git.default-branch.kept', async (target) => {
  const home = await target.home();
  const { git } = await target.clone(home);
  await home.owner.call(repoCreateBranch, { ...home.at, body: { new_branch_name: 'side' } });
  await expect(git('push', '-q', 'origin', ':main')).rejects.toThrow(/default branch/);
  await git('push', '-q', 'origin', ':side');
  expect((await home.owner.call(repoListBranches, home.at)).map(({ name }) => name)).toEqual(['main']);
});

requirement('gitea.git.push-to-create', async (target) => {
  const home = await target.home();
  const { git } = await target.clone(home);
  const at = { owner: 'ada', repo: target.word() };
  await git('push', '-q', remote(target, { at }, 'ada'), 'main');
  await vi.waitFor(async () => expect(await home.owner.call(repoGet, at)).toMatchObject({ private: true, empty: false }), 10_000);
  await expect(git('push', '-q', remote(target, { at: { ...at, repo: target.word() } }, 'bob'), 'main')).rejects.toThrow(
    /not found|40[34]/i,
  );
});
