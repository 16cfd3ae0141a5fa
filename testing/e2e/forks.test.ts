import { expect, test } from 'vitest';

import {
  createFork,
  issueGetComments,
  listForks,
  repoCompareDiff,
  repoCreatePullRequest,
  repoGet,
  repoGetAllCommits,
  repoGetBranch,
  repoGetContents,
  repoGetPullRequest,
  repoGetPullRequestByBaseHead,
  repoListBranches,
  repoMergeUpstream,
} from '@mosaic/contracts/gitea';
import { getDivergence, getSession, journeyGet, refUpdated } from '@mosaic/contracts/mosaic';

import { commit, diff, pull, repository, session } from './src/fake-things.ts';
import { describePages } from './src/page-bench.ts';
import { openPage, screenshot, seriousFaults, sidewaysPixels } from './src/page-checks.ts';

const TIP = 'c'.repeat(40);
const PARENT_TIP = 'd'.repeat(40);
const branch = (name: string, id = TIP) => ({
  name,
  commit: { id, message: 'Say hello', author: { name: 'Ada', email: 'ada@example.org' }, timestamp: '2026-01-02T00:00:00Z' },
});
/** What ada forks, and her fork of it. */
const origin = { ...repository(2), owner: { id: 2, login: 'grace' }, full_name: 'grace/shop-2', forks_count: 1 };
const parent = { ...origin, permissions: { admin: false, push: false, pull: true } };
const fork = { ...repository(1), fork: true, parent };

describePages('forks', (bench) => {
  const looks = async (name: string): Promise<void> => {
    const { page } = bench;
    for (const scheme of ['light', 'dark'] as const)
      for (const width of [1440, 390]) {
        await page.emulateMedia({ colorScheme: scheme });
        await page.setViewportSize({ width, height: 900 });
        expect([await seriousFaults(page), await sidewaysPixels(page)], `${scheme} ${width}`).toEqual([[], 0]);
        await screenshot(page, `${name}-${scheme}-${width}`);
      }
  };
  /** The pages of both repositories; the fork's branch stands at `TIP`, its parent's where the test says. */
  const begin = (parentTip = PARENT_TIP): typeof bench => {
    const { doors } = bench;
    const isParent = (path: string): boolean => path.includes('/grace/');
    doors.answers('forge', repoGet, ({ path }) => (isParent(path) ? parent : fork));
    doors.answers('forge', repoGetBranch, ({ path }) => branch('main', isParent(path) ? parentTip : TIP));
    doors.answers('forge', repoListBranches, ({ path }) => [branch('main'), branch(isParent(path) ? 'next' : 'topic')], 2);
    doors.answers('forge', listForks, ({ path }) => (isParent(path) ? [fork] : []), 1);
    doors.answers('forge', repoGetContents, []);
    doors.answers('forge', repoGetAllCommits, [commit(1)], 1);
    doors.answers('forge', issueGetComments, []);
    doors.refusesTool(journeyGet, 'not_found', 'There is none.');
    return bench;
  };

  test('are made from every page of a repository, under a name and as wide as one chooses', async () => {
    const { doors, page } = begin();
    doors.answers('forge', repoGet, ({ path }) =>
      path.endsWith('/shop-2') ? parent : { ...repository(1), name: 'mine', full_name: 'ada/mine' },
    );
    doors.answers('forge', listForks, []);
    doors.refuses('forge', createFork, 409, 'The repository ada/shop-2 exists already.');
    await page.goto('/grace/shop-2');
    await page.getByRole('button', { name: /^Fork/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Fork grace/shop-2' });
    expect(await dialog.getByLabel('Name').inputValue()).toBe('shop-2');
    await dialog.getByText('It stands at ada/shop-2.').waitFor();
    await dialog.getByRole('button', { name: 'Make fork', exact: true }).click();
    await dialog.getByRole('alert').getByText('The repository ada/shop-2 exists already.').waitFor();
    await dialog.getByLabel('Name').fill('mine');
    await dialog.getByLabel('The branch main alone').check();
    await looks('fork-dialog');
    let sent: unknown;
    doors.answers('forge', createFork, ({ body }) => {
      sent = body;
      return { ...repository(1), name: 'mine', full_name: 'ada/mine' };
    });
    await dialog.getByRole('button', { name: 'Make fork', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'mine' }).waitFor();
    expect([sent, new URL(page.url()).pathname]).toEqual([{ name: 'mine', default_branch_only: true }, '/ada/mine']);
  });

  test('are one for each owner: who has one is led there, and who may make none is offered nothing', async () => {
    const { doors, page } = begin();
    await page.goto('/grace/shop-2');
    await page.getByRole('button', { name: /^Fork/ }).click();
    await page.getByRole('dialog').getByRole('link', { name: 'ada/shop-1' }).click();
    await page.getByRole('heading', { level: 1, name: 'shop-1' }).waitFor();
    doors.answers('front', getSession, session(['forge:repository:read', 'mcp:*:read']));
    await openPage(page, '/grace/shop-2', 'shop-2');
    expect(await page.getByRole('button', { name: /^Fork/ }).count()).toBe(0);
  });

  test('say what they were forked from, and how far they are from it, which one press mends', async () => {
    const { doors, page } = begin();
    let missing = 3;
    let sent: unknown;
    let asked: string | null = null;
    doors.answers('forgeExtras', getDivergence, ({ query }) => {
      asked = `${query.get('base') ?? ''} ${query.get('head') ?? ''}`;
      return { ahead: missing, behind: 1, merge: 'clean' as const, conflicts: [] };
    });
    doors.answers('forge', repoMergeUpstream, ({ body }) => {
      sent = body;
      missing = 0;
      return { merge_type: 'merge' as const };
    });
    await page.goto('/ada/shop-1');
    expect(await page.getByRole('banner').or(page.locator('header')).getByRole('link', { name: 'grace/shop-2' }).getAttribute('href')).toBe(
      '/grace/shop-2',
    );
    const hint = page.getByRole('status').filter({ hasText: 'This branch is' });
    await hint.getByText('This branch is 3 commits behind and 1 commit ahead of grace/shop-2:main.').waitFor();
    expect(asked).toBe('main grace/shop-2:main');
    expect(await hint.getByRole('link', { name: 'Open a pull request' }).getAttribute('href')).toBe(
      '/grace/shop-2/pulls/new?head=ada%2Fshop-1%3Amain',
    );
    await looks('fork-behind');
    await hint.getByRole('button', { name: 'Sync fork' }).click();
    await hint.getByText('This branch is 1 commit ahead of grace/shop-2:main.').waitFor();
    expect(sent).toEqual({ branch: 'main' });
    expect(await hint.getByRole('button').count()).toBe(0);
  });

  test('that conflict with their parent are settled with git, a refusal keeps its words, and one that is level says nothing', async () => {
    const { doors, page } = begin();
    doors.answers('forgeExtras', getDivergence, { ahead: 2, behind: 0, merge: 'clean', conflicts: [] });
    doors.refuses('forge', repoMergeUpstream, 409, 'The branch has moved meanwhile.');
    await page.goto('/ada/shop-1');
    await page.getByRole('button', { name: 'Sync fork' }).click();
    await page.getByRole('alert').getByText('The branch has moved meanwhile.').waitFor();
    doors.answers('forgeExtras', getDivergence, { ahead: 2, behind: 1, merge: 'conflict', conflicts: ['hello.ts'] });
    await openPage(page, '/ada/shop-1', 'shop-1');
    await page.getByText('both changed the same lines, which is to be settled with git').waitFor();
    expect(await page.getByRole('button', { name: 'Sync fork' }).count()).toBe(0);
    begin(TIP);
    await openPage(page, '/ada/shop-1', 'shop-1');
    await page.getByRole('link', { name: 'grace/shop-2' }).waitFor();
    expect(await page.getByText('This branch is').count()).toBe(0);
  });

  test('are proposed to their parent: repository and branch of both sides are chosen, with what would become of a merge', async () => {
    const { doors, page } = begin();
    const compared: string[] = [];
    let sent: unknown;
    doors.refuses('forge', repoGetPullRequestByBaseHead, 404, 'There is none.');
    doors.answers('forge', repoCompareDiff, ({ path }) => {
      compared.push(decodeURIComponent(path.split('/compare/')[1] ?? ''));
      return { total_commits: 1, commits: [commit(1, 'Say hello')], diff: diff('hello.ts', 'two') };
    });
    doors.answers('forgeExtras', getDivergence, { ahead: 1, behind: 2, merge: 'conflict', conflicts: ['hello.ts'] });
    doors.answers('forge', repoCreatePullRequest, ({ body }) => {
      sent = body;
      return pull(7);
    });
    await page.goto('/ada/shop-1/pulls/new');
    await page.getByRole('combobox', { name: 'From', exact: true }).click();
    await page.getByRole('option', { name: 'topic' }).click();
    await page.getByRole('table', { name: 'Commits that it brings' }).waitFor();
    await page.getByRole('combobox', { name: 'Into the repository' }).click();
    await page.getByRole('option', { name: 'grace/shop-2' }).click();
    await page.getByText('It cannot be merged', { exact: true }).waitFor();
    await page.getByText('Both sides changed hello.ts. main has 2 commits that it has not.').waitFor();
    const { pathname, search } = new URL(page.url());
    expect([pathname, search, compared]).toEqual([
      '/grace/shop-2/pulls/new',
      '?head=ada%2Fshop-1%3Atopic',
      ['main...topic', 'main...ada/shop-1:topic'],
    ]);
    expect(await page.getByRole('combobox', { name: 'From the repository' }).inputValue()).toBe('ada/shop-1');
    await looks('fork-proposal');
    doors.answers('forge', repoGetPullRequest, {
      ...pull(7),
      head: { ...pull(7).head, label: 'topic', ref: 'topic', repo_id: 1, repo: fork },
      base: { ...pull(7).base, repo_id: 2 },
    });
    await page.getByRole('button', { name: 'Open pull request', exact: true }).click();
    await page.getByRole('link', { name: 'ada/shop-1:topic' }).waitFor();
    expect(await page.getByRole('link', { name: 'ada/shop-1:topic' }).getAttribute('href')).toBe('/ada/shop-1/src/branch/topic');
    expect(sent).toMatchObject({ base: 'main', head: 'ada/shop-1:topic' });
  });

  test('that move are compared anew, with what was typed', async () => {
    const { doors, page } = begin();
    let tip = TIP;
    doors.answers('forge', repoGetBranch, () => branch('topic', tip));
    doors.refuses('forge', repoGetPullRequestByBaseHead, 404, 'There is none.');
    doors.answers('forge', repoCompareDiff, () => ({
      total_commits: tip === TIP ? 1 : 2,
      commits: tip === TIP ? [commit(1)] : [commit(2), commit(1)],
      diff: diff('hello.ts', 'two'),
    }));
    doors.answers('forgeExtras', getDivergence, { ahead: 1, behind: 0, merge: 'clean', conflicts: [] });
    await page.goto('/grace/shop-2/pulls/new?head=ada:topic');
    await page.getByText('It can be merged', { exact: true }).waitFor();
    await page.getByLabel('Title').fill('Mine');
    tip = PARENT_TIP;
    doors.happens(refUpdated, {
      repositoryId: 1,
      repository: 'ada/shop-1',
      private: false,
      owner: 'ada',
      pushId: 'p',
      ref: 'refs/heads/topic',
      before: TIP,
      after: tip,
      forced: false,
      title: 'More',
      defaultBranch: 'main',
      startedAt: 0,
    });
    await page.getByRole('region', { name: '2 commits' }).waitFor();
    expect(await page.getByLabel('Title').inputValue()).toBe('Mine');
    await page.goto('/grace/shop-2/pulls/new?head=eve:topic');
    await page.getByText('No fork that you may see belongs to eve.').waitFor();
  });
});
