import { describe, expect, test } from 'vitest';

import {
  issueCreateComment,
  issueGetComments,
  issueGetIssue,
  repoCancelScheduledAutoMerge,
  repoCompareDiff,
  repoCreatePullRequest,
  repoDeleteBranch,
  repoDownloadPullDiffOrPatch,
  repoEditPullRequest,
  repoGet,
  repoGetAllCommits,
  repoGetBranch,
  repoGetCombinedStatusByRef,
  repoGetContents,
  repoGetPullRequest,
  repoGetPullRequestByBaseHead,
  repoGetPullRequestCommits,
  repoListBranches,
  repoListPullRequests,
  repoMergePullRequest,
  repoUpdatePullRequest,
} from '@mosaic/contracts/gitea';
import {
  commentChanged,
  commitStatusCreated,
  getMergeMessage,
  getMergeStanding,
  getPullChange,
  journeyGet,
  listPullChanges,
  listPullReviews,
  NO_COMMIT,
  pullRequestMerged,
  pullRequestOpened,
  pullRequestReviewed,
  pullRequestSynchronized,
  refUpdated,
  tonyProjectList,
  viewPulls,
} from '@mosaic/contracts/mosaic';

import { change, changes, comment, commit, diff, issue, project, pull, repository, reviews } from './src/fake-things.ts';
import { describePages } from './src/page-bench.ts';
import { openPage, screenshot, seriousFaults, sidewaysPixels } from './src/page-checks.ts';

const PLACE = '/ada/shop-1/pulls';
const OF_REPOSITORY = { repositoryId: 1, repository: 'ada/shop-1', private: false, owner: 'ada' };
const of = (number: number, headId: string) => ({
  ...OF_REPOSITORY,
  number,
  title: `Change ${number}`,
  base: 'main',
  head: `change-${number}`,
  headRepository: 'ada/shop-1',
  headId,
});
const merged = (number: number) => ({
  ...pull(number),
  state: 'closed' as const,
  merged: true,
  mergeable: false,
  merged_by: { id: 2, login: 'grace' },
  merged_at: '2026-01-02T00:00:00Z',
  merge_commit_sha: 'd'.repeat(40),
});
const noWriter = { ...repository(1), permissions: { admin: false, push: false, pull: true } };

describePages('pull requests', (bench) => {
  /** One pull request whose repository, comments and checks are answered. */
  const begin = (): typeof bench => {
    const { doors } = bench;
    doors.answers('forge', repoGet, repository(1));
    doors.answers('forge', repoGetPullRequest, pull(7));
    doors.answers('forge', issueGetComments, []);
    doors.answers('forge', repoGetCombinedStatusByRef, { state: '', sha: 'c'.repeat(40), total_count: 0 });
    doors.answers('forgeExtras', listPullReviews, reviews());
    doors.refusesTool(journeyGet, 'not_found', 'There is none.');
    return bench;
  };
  const checks = (status: 'pending' | 'failure' | 'success') => ({
    state: status,
    sha: 'c'.repeat(40),
    total_count: 1,
    statuses: [{ id: 1, status, context: 'ci/build' }],
  });
  const box = () => bench.page.getByRole('region', { name: 'Merge' });

  describe('their list', () => {
    test('says of each what became of it, and the tab counts the open ones', async () => {
      const { doors, page } = begin();
      doors.answers('forge', repoGet, { ...repository(1), open_pr_counter: 2 });
      doors.answers(
        'forge',
        repoListPullRequests,
        ({ query }) =>
          query.get('state') === 'closed'
            ? [merged(1), { ...pull(2), state: 'closed' as const }]
            : [pull(3), { ...pull(4), title: 'WIP: More', draft: true }],
        2,
      );
      await page.goto(PLACE);
      const row = (name: string) => page.getByRole('table', { name: 'Pull requests' }).getByRole('row').filter({ hasText: name });
      await row('#3 Change 3').getByText('Open', { exact: true }).waitFor();
      await row('#4 WIP: More').getByText('Draft', { exact: true }).waitFor();
      await row('#3 Change 3').getByText('change-3 → main').waitFor();
      await page.getByRole('tab', { name: /^Pull requests ?2$/ }).waitFor();
      await page.getByText('Closed', { exact: true }).click();
      await row('#1 Change 1').getByText('Merged', { exact: true }).waitFor();
      await row('#2 Change 2').getByText('Closed', { exact: true }).waitFor();
      expect(new URL(page.url()).search).toBe('?state=closed');
    });

    test('tells how checks and reviews stand in one question, and what changes of that by itself', async () => {
      const { doors, page } = begin();
      const asked: string[] = [];
      let views = [
        { number: 1, checks: 'pending' as const, approvals: 0, rejections: 0, requests: 1 },
        { number: 2, checks: 'none' as const, approvals: 2, rejections: 1, requests: 0 },
      ];
      doors.answers('forge', repoListPullRequests, [pull(2), pull(1)], 2);
      doors.answers('forgeExtras', viewPulls, ({ query }) => {
        asked.push(query.get('numbers') ?? '');
        return { pulls: views };
      });
      await page.goto(PLACE);
      const row = (name: string) => page.getByRole('table', { name: 'Pull requests' }).getByRole('row').filter({ hasText: name });
      await row('#2 Change 2').getByText('Requests changes').waitFor();
      await row('#1 Change 1').getByText('Waiting').waitFor();
      await row('#1 Change 1').getByText('Review awaited').waitFor();
      expect(asked).toEqual(['2,1']);
      for (const [width, scheme] of [
        [1440, 'light'],
        [390, 'dark'],
      ] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        await page.setViewportSize({ width, height: 900 });
        expect([await seriousFaults(page), await sidewaysPixels(page)]).toEqual([[], 0]);
        await screenshot(page, `pull-list-${width}-${scheme}`);
      }
      views = [
        { number: 1, checks: 'pending', approvals: 1, rejections: 0, requests: 0 },
        { number: 2, checks: 'none', approvals: 0, rejections: 0, requests: 0 },
      ];
      const about = { reviewId: 1, reviewer: 'grace', state: 'approved', official: true, commit: 'c'.repeat(40), comments: 0 } as const;
      doors.happens(pullRequestReviewed, { ...of(1, 'c'.repeat(40)), ...about });
      await row('#1 Change 1').getByText('Approved').waitFor();
      views = views.map((view) => ({ ...view, checks: 'pending' as const }));
      doors.happens(commitStatusCreated, { ...OF_REPOSITORY, sha: 'c'.repeat(40), context: 'ci/build', state: 'pending', targetUrl: '' });
      await row('#2 Change 2').getByText('Waiting').waitFor();
    });

    test('goes on with its second page, and c leads to a new one', async () => {
      const { doors, page } = begin();
      doors.answers('forge', repoListBranches, [], 0);
      doors.answers(
        'forge',
        repoListPullRequests,
        ({ query }) =>
          Array.from({ length: query.get('page') === '2' ? 10 : 50 }, (_, at) => pull(at + (query.get('page') === '2' ? 51 : 1))),
        60,
      );
      await page.goto(PLACE);
      await page.getByRole('link', { name: '#50 Change 50', exact: true }).waitFor();
      await page.getByRole('button', { name: 'Next' }).click();
      await page.getByRole('link', { name: '#51 Change 51', exact: true }).waitFor();
      await page.keyboard.press('c');
      await page.getByRole('heading', { level: 1, name: 'Open a pull request' }).waitFor();
    });

    test('has one that somebody opens at once', async () => {
      const { doors, page } = begin();
      const pulls = [pull(1)];
      doors.answers('forge', repoListPullRequests, () => pulls, 1);
      await page.goto(PLACE);
      await page.getByRole('link', { name: '#1 Change 1' }).waitFor();
      pulls.unshift(pull(2));
      doors.happens(pullRequestOpened, of(2, 'c'.repeat(40)));
      await page.getByRole('link', { name: '#2 Change 2' }).waitFor();
    });
  });

  describe('a new one', () => {
    const compared = (...messages: string[]) => ({
      total_commits: messages.length,
      commits: messages.map((message, at) => commit(at + 1, message)),
      diff: diff('hello.ts', 'two'),
    });
    const compare = (...messages: string[]): typeof bench => {
      const { doors } = begin();
      doors.answers('forge', repoListBranches, [], 0);
      doors.refuses('forge', repoGetPullRequestByBaseHead, 404, 'There is none.');
      doors.answers('forge', repoCompareDiff, compared(...messages));
      return bench;
    };

    test('is offered beside each branch, and where one has just pushed one that has none', async () => {
      const { doors, page } = begin();
      const author = { name: 'Ada', email: 'ada@example.org' };
      const tip = { id: 'c'.repeat(40), message: 'Say hello', author, timestamp: '2026-01-02T00:00:00Z' };
      const branches = ['main', 'more'].map((name) => ({ name, commit: tip }));
      doors.answers('forge', repoListBranches, branches, 2);
      await page.goto('/ada/shop-1/branches');
      const link = page.getByRole('link', { name: /^Open a pull request from/ });
      await link.waitFor();
      expect([await link.count(), await link.getAttribute('href')]).toEqual([1, `${PLACE}/new?head=more`]);
      doors.answers('forge', repoGetBranch, { name: 'main', commit: tip });
      doors.answers('forge', repoGetContents, []);
      doors.answers('forge', repoGetAllCommits, [commit(1)], 1);
      doors.refuses('forge', repoGetPullRequestByBaseHead, 404, 'There is none.');
      const push = (branch: string, after = 'c'.repeat(40)) =>
        doors.happens(refUpdated, {
          ...OF_REPOSITORY,
          pushId: branch,
          ref: `refs/heads/${branch}`,
          before: 'b'.repeat(40),
          after,
          forced: false,
          title: 'Say hello',
          defaultBranch: 'main',
          startedAt: 0,
        });
      push('main');
      push('gone');
      push('gone', NO_COMMIT);
      await page.goto('/ada/shop-1');
      await page.getByText('Say hello').or(page.getByText('Step 1')).first().waitFor();
      const hint = page.getByRole('status').filter({ hasText: 'You pushed' });
      expect(await hint.count()).toBe(0);
      push('more');
      await hint.getByText('more', { exact: true }).waitFor();
      expect(await hint.getByRole('link').getAttribute('href')).toBe(`${PLACE}/new?head=more`);
      await screenshot(page, 'pull-hint');
      doors.answers('forge', repoGetPullRequestByBaseHead, pull(7));
      doors.happens(pullRequestOpened, of(7, 'c'.repeat(40)));
      await hint.waitFor({ state: 'detached' });
    });

    test('takes the words of a lone commit, shows what it brings, and leads to its page', async () => {
      const { doors, page } = compare('Say hello\n\nTo everybody.');
      let sent: unknown;
      doors.answers('forge', repoCreatePullRequest, ({ body }) => {
        sent = body;
        return pull(7);
      });
      await page.goto(`${PLACE}/new?head=change-7`);
      await page.getByRole('region', { name: '1 changed file' }).getByText('two', { exact: true }).waitFor();
      await page.getByRole('table', { name: 'Commits that it brings' }).getByText('Say hello').waitFor();
      expect([await page.getByLabel('Title').inputValue(), await page.getByLabel('Text (Markdown)').inputValue()]).toEqual([
        'Say hello',
        'To everybody.',
      ]);
      expect([await seriousFaults(page), await sidewaysPixels(page)]).toEqual([[], 0]);
      doors.answers('forge', repoGetPullRequest, pull(7));
      await page.getByRole('button', { name: 'Open pull request', exact: true }).click();
      await page.getByRole('heading', { level: 1, name: '#7 Change 7' }).waitFor();
      expect(sent).toMatchObject({ base: 'main', head: 'change-7', title: 'Say hello', body: 'To everybody.' });
    });

    test('of several commits has no words yet', async () => {
      const { page } = compare('One', 'Two');
      await page.goto(`${PLACE}/new?head=change-7`);
      await page.getByRole('region', { name: '2 commits' }).waitFor();
      expect(await page.getByLabel('Title').inputValue()).toBe('');
    });

    test('that is refused keeps its words, and what was typed stays', async () => {
      const { doors, page } = compare('Say hello');
      doors.refuses('forge', repoCreatePullRequest, 409, 'pull request already exists for these targets');
      await page.goto(`${PLACE}/new?head=change-7`);
      await page.getByLabel('Title').fill('Say more');
      await page.getByRole('button', { name: 'Open pull request', exact: true }).click();
      const refusal = page.getByRole('alert').filter({ hasText: 'The pull request was not opened' });
      await refusal.getByText('pull request already exists for these targets').waitFor();
      expect(await page.getByLabel('Title').inputValue()).toBe('Say more');
    });

    test('says that there is one of these branches, or nothing to merge, or no such branch', async () => {
      const { doors, page } = compare('Say hello');
      doors.answers('forge', repoGetPullRequestByBaseHead, pull(7));
      await page.goto(`${PLACE}/new?head=change-7`);
      await page.getByRole('link', { name: '#7 Change 7' }).waitFor();
      expect(await page.getByLabel('Title').count()).toBe(0);
      doors.answers('forge', repoCompareDiff, compared());
      await page.goto(`${PLACE}/new?head=change-8`);
      await page.getByText('main has all that change-8 has.').waitFor();
      doors.refuses('forge', repoCompareDiff, 404, 'There is none.');
      await page.goto(`${PLACE}/new?head=gone`);
      await page.getByText('Either main or gone does not exist.').waitFor();
      await page.goto(`${PLACE}/new?head=main`);
      await page.getByText('A branch cannot be merged into itself').waitFor();
    });
  });

  describe('the merge box', () => {
    test('merges as it is told, with the head that is shown, and says by whom', async () => {
      const { doors, page } = begin();
      let sent: unknown;
      let isMerged = false;
      doors.answers('forgeExtras', getMergeMessage, ({ query }) => ({ title: `${query.get('style') ?? ''} words`, body: '' }));
      doors.answers('forge', repoGetPullRequest, () => (isMerged ? merged(7) : pull(7)));
      doors.answers('forge', repoMergePullRequest, ({ body }) => {
        sent = body;
        isMerged = true;
      });
      await page.goto(`${PLACE}/7`);
      await box().getByText('It can be merged', { exact: true }).waitFor();
      expect(await box().getByRole('option').allTextContents()).toEqual(['With a merge commit', 'As one commit (squash)']);
      await box().getByLabel('How').selectOption('As one commit (squash)');
      await box().getByLabel('Delete the branch change-7 then').check();
      await expect.poll(() => box().getByLabel('Title of the commit').inputValue()).toBe('squash words');
      await box().getByLabel('Text of the commit').fill('Why.');
      expect([await seriousFaults(page), await sidewaysPixels(page)]).toEqual([[], 0]);
      await screenshot(page, 'pull-merge');
      await box().getByRole('button', { name: 'Squash and merge' }).click();
      await box().getByText('grace').waitFor();
      await box()
        .getByRole('link', { name: 'd'.repeat(10) })
        .waitFor();
      expect(sent).toEqual({
        Do: 'squash',
        head_commit_id: 'c'.repeat(40),
        delete_branch_after_merge: true,
        MergeTitleField: 'squash words',
        MergeMessageField: 'Why.',
      });
      expect(await box().getByRole('button', { name: 'Squash and merge' }).count()).toBe(0);
    });

    test.each([
      [405, 'Please try again later: it is being merged'],
      [409, 'merge push out of date: the branch has moved meanwhile; try again.'],
    ])('keeps the words of a refusal (%i), also when what it says of itself is another then', async (status, words) => {
      const { doors, page } = begin();
      doors.refuses('forge', repoMergePullRequest, status, words);
      await page.goto(`${PLACE}/7`);
      await box().getByRole('button', { name: 'Merge', exact: true }).waitFor();
      doors.answers('forge', repoGetPullRequest, { ...pull(7), mergeable: false, conflicted_files: ['hello.ts'] });
      await box().getByRole('button', { name: 'Merge', exact: true }).click();
      await box().getByText('It cannot be merged', { exact: true }).waitFor();
      await box().getByRole('alert').filter({ hasText: 'It was not merged' }).getByText(words).waitFor();
    });

    const standing = { mayMerge: true, mayForce: false, unmet: [] as string[], scheduled: null };

    test('says what the rule of its base still asks for, which who may passes over on purpose alone', async () => {
      const { doors, page } = begin();
      let sent: unknown;
      const unmet = ['Not all required status checks successful', 'Does not have enough approvals'];
      doors.answers('forgeExtras', getMergeStanding, { ...standing, unmet, mayForce: true });
      doors.answers('forge', repoMergePullRequest, ({ body }) => void (sent = body));
      await page.goto(`${PLACE}/7`);
      await box().getByRole('listitem').filter({ hasText: 'Does not have enough approvals' }).waitFor();
      await box().getByText('It waits for its rule').waitFor();
      expect(await box().getByRole('button', { name: 'Merge', exact: true }).isDisabled()).toBe(true);
      expect([await seriousFaults(page), await sidewaysPixels(page)]).toEqual([[], 0]);
      await screenshot(page, 'pull-protected');
      await box().getByLabel('Merge although the rule is not met').check();
      await box().getByRole('button', { name: 'Merge', exact: true }).click();
      await expect.poll(() => sent).toMatchObject({ force_merge: true });
      // A review may be what was missing.
      doors.answers('forgeExtras', getMergeStanding, standing);
      doors.happens(pullRequestReviewed, {
        ...of(7, 'c'.repeat(40)),
        reviewId: 1,
        reviewer: 'grace',
        state: 'approved',
        official: true,
        commit: 'c'.repeat(40),
        comments: 0,
      });
      await box().getByRole('listitem').first().waitFor({ state: 'detached' });
    });

    test('of a base into which others merge offers no merge', async () => {
      const { doors, page } = begin();
      doors.answers('forgeExtras', getMergeStanding, { ...standing, mayMerge: false });
      await page.goto(`${PLACE}/7`);
      await box().getByText('The rule for main names who may merge into it; you are not among them.').waitFor();
      expect(await box().getByRole('button').count()).toBe(0);
    });

    test('merges once its checks succeed, until that is taken back', async () => {
      const { doors, page } = begin();
      let sent: unknown;
      let isScheduled = false;
      doors.answers('forge', repoGetCombinedStatusByRef, checks('pending'));
      doors.answers('forgeExtras', getMergeStanding, () => ({
        ...standing,
        scheduled: isScheduled ? { by: 'ada', style: 'merge', mayCancel: true } : null,
      }));
      doors.answers('forge', repoMergePullRequest, ({ body }) => {
        sent = body;
        isScheduled = true;
      });
      doors.answers('forge', repoCancelScheduledAutoMerge, () => {
        isScheduled = false;
      });
      await page.goto(`${PLACE}/7`);
      await box().getByRole('button', { name: 'Merge when checks succeed' }).click();
      await box().getByText('Merges once its checks succeed, as asked by').waitFor();
      expect(sent).toMatchObject({ merge_when_checks_succeed: true, head_commit_id: 'c'.repeat(40) });
      expect(await box().getByRole('button', { name: 'Merge when checks succeed' }).count()).toBe(0);
      expect([await seriousFaults(page), await sidewaysPixels(page)]).toEqual([[], 0]);
      await screenshot(page, 'pull-scheduled');
      await box().getByRole('button', { name: 'Do not merge by itself' }).click();
      await box().getByRole('button', { name: 'Merge when checks succeed' }).waitFor();
    });

    test('offers a reader nothing to press but to comment', async () => {
      const { doors, page } = begin();
      doors.answers('forge', repoGet, noWriter);
      doors.answers('forge', repoGetPullRequest, { ...pull(7), user: { id: 2, login: 'grace' }, merge_base: 'a'.repeat(40) });
      await page.goto(`${PLACE}/7`);
      await box().getByText('Who may write to ada/shop-1 can merge it').waitFor();
      await box().getByText('main has gone on since.').waitFor();
      expect(await box().getByRole('button').count()).toBe(0);
      for (const name of ['Close pull request', 'Edit title and text'])
        expect(await page.getByRole('button', { name }).count(), name).toBe(0);
      await page.getByRole('button', { name: 'Comment', exact: true }).waitFor();
    });

    test('does not merge a draft, which becomes ready by its title', async () => {
      const { doors, page } = begin();
      let title = 'WIP: Change 7';
      doors.answers('forge', repoGetPullRequest, () => ({ ...pull(7), title, draft: title.startsWith('WIP') }));
      doors.answers('forge', repoEditPullRequest, ({ body }) => {
        ({ title } = body as { title: string });
        return pull(7);
      });
      await page.goto(`${PLACE}/7`);
      await box().getByText('A draft', { exact: true }).waitFor();
      expect(await box().getByRole('button').count()).toBe(0);
      await page.getByRole('button', { name: 'Ready to be merged' }).click();
      await page.getByRole('heading', { level: 1, name: '#7 Change 7' }).waitFor();
      await box().getByRole('button', { name: 'Merge', exact: true }).waitFor();
      expect(title).toBe('Change 7');
    });

    test('names the files of conflicts, and checks that are not green', async () => {
      const { doors, page } = begin();
      doors.answers('forge', repoGetPullRequest, { ...pull(7), mergeable: false, conflicted_files: ['hello.ts', 'src/b.ts'] });
      doors.answers('forge', repoGetCombinedStatusByRef, checks('failure'));
      await page.goto(`${PLACE}/7`);
      const names = box().getByRole('list', { name: 'Files with conflicts' });
      await names.getByText('src/b.ts').waitFor();
      await box().getByText('Of 1 check: 1 failed.').waitFor();
      expect(await box().getByRole('button').count()).toBe(0);
      expect([await seriousFaults(page), await sidewaysPixels(page)]).toEqual([[], 0]);
    });

    test('looks again until it is known whether it can be merged', async () => {
      const { doors, page } = begin();
      let looks = 0;
      doors.answers('forge', repoGetPullRequest, () => ({ ...pull(7), mergeable: (looks += 1) > 1 }));
      await page.goto(`${PLACE}/7`);
      await box().getByText('Not known yet whether it can be merged').waitFor();
      await box().getByText('It can be merged', { exact: true }).waitFor();
    });

    test('brings a branch up to date, and says why it could not', async () => {
      const { doors, page } = begin();
      let mergeBase = 'a'.repeat(40);
      doors.answers('forge', repoGetPullRequest, () => ({ ...pull(7), merge_base: mergeBase }));
      doors.refuses('forge', repoUpdatePullRequest, 409, 'The branch moved meanwhile.');
      await page.goto(`${PLACE}/7`);
      await box().getByRole('button', { name: 'Update branch' }).click();
      await box().getByText('The branch moved meanwhile.').waitFor();
      doors.answers('forge', repoUpdatePullRequest, () => {
        mergeBase = 'b'.repeat(40);
      });
      await box().getByRole('button', { name: 'Update branch' }).click();
      await box().getByText('main has gone on since.').waitFor({ state: 'detached' });
    });

    test('deletes the branch of a merged one', async () => {
      const { doors, page } = begin();
      let ref = 'change-7';
      doors.answers('forge', repoGetPullRequest, () => ({ ...merged(7), head: { ...pull(7).head, ref } }));
      doors.answers('forge', repoDeleteBranch, () => {
        ref = 'refs/pull/7/head';
      });
      await page.goto(`${PLACE}/7`);
      await box().getByRole('button', { name: 'Delete branch change-7' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete branch' }).click();
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await box().getByRole('button', { name: 'Delete branch change-7' }).waitFor({ state: 'detached' });
    });
  });

  describe('its files', () => {
    const region = (name: string) => bench.page.getByRole('region', { name, exact: true });
    /** Of each file that is asked for, a line with its name. */
    const show = (...files: ReturnType<typeof change>[]) => {
      const { doors } = begin();
      const asked: string[] = [];
      doors.answers('forgeExtras', listPullChanges, changes(...files));
      doors.sends('forgeExtras', getPullChange, ({ path, query }) => {
        const name = decodeURIComponent(path.split('/changes/')[1] ?? '');
        asked.push(`${name}${query.get('space') === 'ignore' ? ' without space' : ''}${query.get('context') === null ? '' : ' whole'}`);
        return diff('x', `in ${name}`);
      });
      return { ...bench, asked };
    };

    test('come one by one as they are scrolled to, 500 of them', async () => {
      const { page, asked } = show(
        ...Array.from({ length: 500 }, (_, at) => change(`src/f${String(at).padStart(3, '0')}.ts`, { additions: 100 })),
      );
      await page.goto(`${PLACE}/7/files`);
      await region('src/f000.ts').getByText('in src/f000.ts').waitFor();
      expect(asked.length).toBeLessThan(20);
      await page.getByLabel('Filter the files').fill('F499');
      await page.getByRole('navigation', { name: 'Changed files' }).getByRole('button', { name: 'f499.ts' }).click();
      await region('src/f499.ts').getByText('in src/f499.ts').waitFor();
      expect(asked.length).toBeLessThan(60);
      expect(await region('src/f000.ts').getByText('in src/f000.ts').count()).toBe(0);
    });

    test('are gone through and marked by keys, which ? tells; a mark outlives a reload', async () => {
      const { page } = show(change('a.ts'), change('b.ts'), change('c.ts'));
      await page.goto(`${PLACE}/7/files`);
      await region('a.ts').getByText('in a.ts').waitFor();
      for (const key of ['j', 'j', 'j', 'k', 'v']) await page.keyboard.press(key);
      await page.getByText('1 of 3 viewed').waitFor();
      expect(await region('b.ts').getByText('in b.ts').count()).toBe(0);
      await page.getByRole('button', { name: 'viewed b.ts' }).waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog').getByText('Mark this file as viewed, or not').waitFor();
      await page.reload();
      await page.getByText('1 of 3 viewed').waitFor();
      expect(await region('b.ts').getByRole('checkbox', { name: 'Viewed' }).isChecked()).toBe(true);
    });

    test('stand in two columns when asked, which is remembered, and without white space', async () => {
      const { page, asked } = show(change('a.ts'));
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(`${PLACE}/7/files`);
      const lines = page.getByRole('group', { name: 'Changes of a.ts' });
      await lines.waitFor();
      expect(await lines.getAttribute('data-shape')).toBe('unified');
      await page.keyboard.press('s');
      await page.reload();
      await lines.waitFor();
      expect([await lines.getAttribute('data-shape'), await lines.getByText('one', { exact: true }).count()]).toEqual(['split', 2]);
      await page.getByLabel('Ignore white space').check();
      await page.getByRole('button', { name: 'Whole file' }).click();
      await expect.poll(() => asked.at(-1)).toBe('a.ts without space whole');
      await page.setViewportSize({ width: 800, height: 900 });
      await expect.poll(() => lines.getAttribute('data-shape')).toBe('unified');
    });

    test('that are large, binary, moved, gone or of another mode say so, and are asked for when opened', async () => {
      const { page, asked } = show(
        change('large.ts', { additions: 2000 }),
        change('picture.png', { binary: true, additions: 0 }),
        change('new.ts', { formerPath: 'old.ts', kind: 'renamed', additions: 0 }),
        change('gone.ts', { kind: 'deleted', additions: 0, deletions: 1, after: { mode: '000000', id: '0'.repeat(40) } }),
        change('run.sh', { additions: 0, after: { mode: '100755', id: '1'.repeat(40) } }),
      );
      await page.goto(`${PLACE}/7/files`);
      await region('gone.ts').getByText('in gone.ts').waitFor();
      await region('picture.png').getByText('A binary file').waitFor();
      await region('new.ts').getByRole('heading', { name: 'old.ts → new.ts' }).waitFor();
      await region('run.sh').getByText('made executable').waitFor();
      expect(asked).toEqual(['gone.ts']);
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        expect([await seriousFaults(page), await sidewaysPixels(page)]).toEqual([[], 0]);
        await screenshot(page, `pull-files-${width}`);
      }
      await region('large.ts').getByText('2,000 lines').waitFor();
      await region('large.ts').getByRole('button', { name: 'Load diff' }).click();
      await region('large.ts').getByText('in large.ts').waitFor();
    });

    test('of a forge without such a list are read out of the whole', async () => {
      const { doors, page } = begin();
      doors.sends('forge', repoDownloadPullDiffOrPatch, diff('hello.ts', 'two'));
      await page.goto(`${PLACE}/7/files`);
      await region('hello.ts').getByText('two', { exact: true }).waitFor();
      expect(await page.getByLabel('Ignore white space').count()).toBe(0);
    });
  });

  describe('one of them', () => {
    test('stands in the chain of what its newest push set off', async () => {
      const { doors, page } = begin();
      doors.answers('forge', repoGetPullRequest, pull(7));
      const hop = { title: 'Say two', detail: '', state: 'ok', startedAt: 1, durationMs: 5 } as const;
      const about = { traceId: 'f'.repeat(32), repository: 'ada/shop-1', private: false, project: 'shop', title: 'Say two' };
      const hops = [
        { ...hop, kind: 'change', url: '/ada/shop-1/commit/c' },
        { ...hop, kind: 'pipeline', url: '/ada/shop-1/pipelines/3' },
      ] as const;
      doors.tells(journeyGet, { journey: { ...about, sha: 'c'.repeat(40), startedAt: 1, hops: [...hops] } });
      await page.goto(`${PLACE}/7`);
      const chain = page.getByRole('group', { name: 'What became of Say two' });
      await chain.getByText('Pipeline').waitFor();
      expect(await chain.getByRole('link').allInnerTexts()).toEqual(['Pull request', 'Change\n5 ms', 'Pipeline\n5 ms']);
      expect(await chain.locator('[aria-current=page]').innerText()).toBe('Pull request');
    });

    test('is edited, closed and opened again', async () => {
      const { doors, page } = begin();
      let now = pull(7);
      doors.answers('forge', repoGetPullRequest, () => now);
      doors.answers('forge', repoEditPullRequest, ({ body }) => (now = { ...now, ...(body as object) }));
      await page.goto(`${PLACE}/7`);
      await page.getByRole('button', { name: 'Edit title and text' }).click();
      await page.getByLabel('Title', { exact: true }).fill('Change the greeting');
      await page.getByLabel('Text (Markdown)').fill('It says **more**.');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('heading', { level: 1, name: '#7 Change the greeting' }).waitFor();
      await page.getByRole('article').locator('strong', { hasText: 'more' }).waitFor();
      await page.getByRole('button', { name: 'Close pull request' }).click();
      await box().getByText('Closed without a merge').waitFor();
      await page.getByRole('button', { name: 'Open it again' }).click();
      await box().getByText('It can be merged', { exact: true }).waitFor();
    });

    test('has comments, of oneself and of others as they come', async () => {
      const { doors, page } = begin();
      const comments = [comment(1)];
      doors.answers('forge', issueGetComments, () => comments);
      doors.answers('forge', issueCreateComment, ({ body }) => {
        comments.push({ ...comment(2), ...(body as { body: string }) });
        return comment(2);
      });
      await page.goto(`${PLACE}/7`);
      await page.getByText('Comment number 1', { exact: true }).waitFor();
      await page.getByLabel('Comment (Markdown)').fill('Well done');
      await page.getByRole('button', { name: 'Comment', exact: true }).click();
      await page.getByRole('article').getByText('Well done').waitFor();
      comments.push(comment(3));
      doors.happens(commentChanged, { ...OF_REPOSITORY, number: 7, commentId: 3, action: 'created' });
      await page.getByText('Comment number 3', { exact: true }).waitFor();
    });

    test('has new commits and files as soon as they are pushed', async () => {
      const { doors, page } = begin();
      let head = 'c'.repeat(40);
      const moved = () => head !== 'c'.repeat(40);
      doors.answers('forge', repoGetPullRequest, () => ({ ...pull(7), head: { ...pull(7).head, sha: head } }));
      doors.answers('forge', repoGetPullRequestCommits, () => (moved() ? [commit(2), commit(1)] : [commit(1)]), 2);
      await page.goto(`${PLACE}/7/commits`);
      const rows = page.getByRole('table', { name: 'Commits of the pull request' });
      await rows.getByText('Step 1').waitFor();
      expect(await rows.getByText('Step 2').count()).toBe(0);
      head = 'd'.repeat(40);
      doors.happens(pullRequestSynchronized, { ...of(7, head), before: 'c'.repeat(40), after: head, forced: false });
      await rows.getByText('Step 2').waitFor();
      doors.answers('forgeExtras', listPullChanges, () => changes(change('hello.ts', { after: { mode: '100644', id: head } })));
      doors.sends('forgeExtras', getPullChange, () => diff('hello.ts', head.startsWith('d') ? 'two' : 'three'));
      await page.getByRole('tab', { name: 'Files' }).click();
      await page.getByRole('region', { name: 'hello.ts' }).getByText('two', { exact: true }).waitFor();
      await page.getByRole('checkbox', { name: 'Viewed' }).check();
      await page.getByText('1 of 1 viewed').waitFor();
      head = 'e'.repeat(40);
      doors.happens(pullRequestSynchronized, { ...of(7, head), before: 'd'.repeat(40), after: head, forced: true });
      await page.getByRole('region', { name: 'hello.ts' }).getByText('three', { exact: true }).waitFor();
    });

    test('shows checks and a merge by somebody else as they come', async () => {
      const { doors, page } = begin();
      doors.answers('forge', repoGetCombinedStatusByRef, checks('pending'));
      await page.goto(`${PLACE}/7`);
      await box().getByText('Of 1 check: 1 not over yet.').waitFor();
      doors.answers('forge', repoGetCombinedStatusByRef, checks('success'));
      doors.happens(commitStatusCreated, { ...OF_REPOSITORY, sha: 'c'.repeat(40), context: 'ci/build', state: 'success', targetUrl: '' });
      await page.getByRole('region', { name: 'Checks' }).getByText('Passed').waitFor();
      doors.answers('forge', repoGetPullRequest, merged(7));
      doors.happens(pullRequestMerged, { ...of(7, 'c'.repeat(40)), commit: 'd'.repeat(40), style: 'merge' });
      await box().getByText('grace').waitFor();
    });

    test('and an issue lead to each other’s pages, and # leads to either', async () => {
      const { doors, page } = begin();
      doors.answers('forge', issueGetIssue, { ...issue(7), pull_request: { merged: false } });
      await page.goto('/ada/shop-1/issues/7');
      await page.getByRole('heading', { level: 1, name: '#7 Change 7' }).waitFor();
      expect(new URL(page.url()).pathname).toBe(`${PLACE}/7`);
      doors.tells(tonyProjectList, { projects: [project('shop-1')], next: null });
      await openPage(page, '/', 'Home');
      await page.keyboard.press('Control+k');
      await page.getByLabel('Search, or paste a commit, trace id or address').fill('#7');
      await page.getByRole('button', { name: 'ada/shop-1#7' }).click();
      await page.getByRole('heading', { level: 1, name: '#7 Change 7' }).waitFor();
      doors.refuses('forge', repoGetPullRequest, 404, 'There is none.');
      doors.answers('forge', issueGetIssue, issue(8));
      await page.goto(`${PLACE}/8`);
      await page.getByRole('heading', { level: 1, name: '#8 Fault 8' }).waitFor();
      expect(new URL(page.url()).pathname).toBe('/ada/shop-1/issues/8');
      doors.refuses('forge', issueGetIssue, 404, 'There is none.');
      await page.goto(`${PLACE}/9`);
      await page.getByText('Pull request #9 does not exist, or you may not see it.').waitFor();
    });
  });
});
