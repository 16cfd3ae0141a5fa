import { describe, expect, test } from 'vitest';

import {
  issueDeleteComment,
  issueEditComment,
  issueGetComments,
  repoCreatePullReview,
  repoCreatePullReviewCommentReply,
  repoCreatePullReviewRequests,
  repoDeletePullReview,
  repoDeletePullReviewRequests,
  repoDismissPullReview,
  repoGet,
  repoGetCombinedStatusByRef,
  repoGetPullRequest,
  repoGetPullReviewComments,
  repoListPullReviews,
  repoResolvePullReviewComment,
  repoSubmitPullReview,
  repoUnDismissPullReview,
  repoUnresolvePullReviewComment,
} from '@mosaic/contracts/gitea';
import {
  applySuggestions,
  commentChanged,
  getPullChange,
  journeyGet,
  listPullChanges,
  listPullReviews,
  pullRequestReviewed,
} from '@mosaic/contracts/mosaic';

import { change, changes, comment, diff, lineComment, pull, repository, review, reviews } from './src/fake-things.ts';
import { describePages } from './src/page-bench.ts';
import { screenshot, seriousFaults, sidewaysPixels } from './src/page-checks.ts';

const PLACE = '/ada/shop-1/pulls/7';
const OF_PULL = {
  repositoryId: 1,
  repository: 'ada/shop-1',
  private: false,
  owner: 'ada',
  number: 7,
  title: 'Change 7',
  base: 'main',
  head: 'change-7',
  headRepository: 'ada/shop-1',
  headId: 'c'.repeat(40),
};
/** Opened by somebody else than the reader, who is ada. */
const hers = { ...pull(7), user: { id: 2, login: 'grace' } };
const gitea = { id: 9, user: { id: 2, login: 'grace' }, state: 'COMMENT' as const };
type Said = ReturnType<typeof reviews>;

describePages('reviews of a pull request', (bench) => {
  /** A pull request of grace's with one line in hello.ts; `said` is what is told of it, which a test may change. */
  const begin = (said: Said, pullRequest: typeof hers = hers) => {
    const { doors } = bench;
    doors.answers('forge', repoGet, repository(1));
    doors.answers('forge', repoGetPullRequest, pullRequest);
    doors.answers('forge', issueGetComments, []);
    doors.answers('forge', repoGetCombinedStatusByRef, { state: '', sha: 'c'.repeat(40), total_count: 0 });
    doors.refusesTool(journeyGet, 'not_found', 'There is none.');
    doors.answers('forgeExtras', listPullReviews, () => said);
    doors.answers('forgeExtras', listPullChanges, changes(change('hello.ts')));
    doors.sends('forgeExtras', getPullChange, () => diff('hello.ts', 'two'));
    return { ...bench, said };
  };
  const file = () => bench.page.getByRole('region', { name: 'hello.ts', exact: true });
  const thread = (on = 'line 2') => bench.page.getByRole('region', { name: `Conversation on ${on} of hello.ts`, exact: true });
  const plus = (on = 'line 2') => file().getByRole('button', { name: `Comment on ${on}`, exact: true });
  const bar = () => bench.page.getByRole('region', { name: 'Your review' });

  describe('in its files', () => {
    test('stand below their lines, in one column and in two, and below the file where the line is gone or not shown', async () => {
      const { page } = begin(
        reviews({
          reviews: [review(1)],
          comments: [
            lineComment(1),
            lineComment(2, { author: 'ada', body: 'An answer' }),
            lineComment(3, { line: 9, outdated: true, body: 'Of a line that is gone' }),
            lineComment(4, { line: 80, body: 'Far below' }),
            lineComment(5, { path: 'gone.ts', body: 'Of another file' }),
          ],
        }),
      );
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(`${PLACE}/files`);
      await thread().getByText('Said 1').waitFor();
      await thread().getByText('An answer').waitFor();
      const isBelow = async (): Promise<boolean> => {
        const [line, below] = [await file().getByText('two', { exact: true }).first().boundingBox(), await thread().boundingBox()];
        return line !== null && below !== null && below.y >= line.y + line.height && below.y < line.y + 60;
      };
      expect(await isBelow()).toBe(true);
      await page.keyboard.press('s');
      await file().locator('[data-shape=split]').waitFor();
      expect([await isBelow(), await page.getByText('Said 1').count()]).toEqual([true, 1]);
      await file().getByText('Outdated', { exact: true }).waitFor();
      await file().getByText('It stood on line 9 at cccccccccc; that line is gone since.').waitFor();
      await file().getByText('On line 80, which is not shown here.').waitFor();
      await file().getByText('3 open conversations').waitFor();
      await page.getByRole('region', { name: 'Conversations on other files' }).getByText('Of another file').waitFor();
    });

    test('are answered and settled, and a settled one is folded away', async () => {
      const { doors, page, said } = begin(reviews({ reviews: [review(1)], comments: [lineComment(1)] }));
      doors.answers('forge', repoCreatePullReviewCommentReply, ({ body }) => {
        said.comments.push(lineComment(2, { author: 'ada', body: (body as { body: string }).body }));
        return { id: 2, body: '', user: null, resolver: null, pull_request_review_id: 1, path: 'hello.ts' };
      });
      const settle = (resolver: string | null) => () => {
        said.comments = said.comments.map((comment) => ({ ...comment, resolver }));
      };
      doors.answers('forge', repoResolvePullReviewComment, settle('ada'));
      doors.answers('forge', repoUnresolvePullReviewComment, settle(null));
      await page.goto(`${PLACE}/files`);
      await thread().getByRole('button', { name: 'Reply' }).click();
      await page.keyboard.type('Because of **that**');
      await page.keyboard.press('Control+Enter');
      await thread().locator('strong', { hasText: 'that' }).waitFor();
      await thread().getByRole('button', { name: 'Resolve conversation' }).click();
      await thread().getByText('Resolved by ada · 2 comments').waitFor();
      expect(await thread().getByText('Said 1').count()).toBe(0);
      await thread().getByRole('button', { name: 'Show' }).click();
      await thread().getByText('Said 1').waitFor();
      await thread().getByRole('button', { name: 'Open it again' }).click();
      await thread().getByRole('button', { name: 'Resolve conversation' }).waitFor();
    });

    test('that others write come by themselves', async () => {
      const { doors, page, said } = begin(reviews({ reviews: [review(1)], comments: [lineComment(1)] }));
      await page.goto(`${PLACE}/files`);
      await thread().getByText('Said 1').waitFor();
      said.comments.push(lineComment(2));
      doors.happens(commentChanged, { ...OF_PULL, commentId: 2, action: 'created' });
      await thread().getByText('Said 2').waitFor();
      said.reviews.push(review(3));
      said.comments.push(lineComment(3, { reviewId: 3, line: 1 }));
      const about = { reviewId: 3, reviewer: 'grace', state: 'commented', official: false, commit: 'c'.repeat(40), comments: 1 } as const;
      doors.happens(pullRequestReviewed, { ...OF_PULL, ...about });
      await thread('line 1').getByText('Said 3').waitFor();
    });

    test('are written on a line by itself, or kept until the review is submitted', async () => {
      const { doors, page, said } = begin(reviews());
      const sent: unknown[] = [];
      doors.answers('forge', repoCreatePullReview, ({ body }) => {
        const { event, comments } = body as { event: string; comments: { body: string }[] };
        sent.push(body);
        const id = event === 'PENDING' ? 5 : 4;
        if (!said.reviews.some((one) => one.id === id))
          said.reviews.push(review(id, { reviewer: 'ada', state: id === 5 ? 'pending' : 'commented' }));
        for (const { body: text } of comments)
          said.comments.push(lineComment(10 + said.comments.length, { reviewId: id, author: 'ada', body: text, line: id === 5 ? 2 : 1 }));
        return gitea;
      });
      await page.goto(`${PLACE}/files`);
      // By keys alone: Tab leads to a file's first line, the arrows on from there.
      await plus('line 1').focus();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await file().getByLabel('Comment on line 2 (Markdown)').waitFor();
      await page.keyboard.press('Escape');
      await file().getByLabel('Comment on line 2 (Markdown)').waitFor({ state: 'detached' });
      await expect.poll(() => page.locator(':focus').getAttribute('aria-label')).toBe('Comment on line 2');
      await plus('line 1').click();
      await page.keyboard.type('Why?');
      await file().getByRole('button', { name: 'Add single comment' }).click();
      await thread('line 1').getByText('Why?').waitFor();
      expect(await thread('line 1').getByText('Pending').count()).toBe(0);
      await plus().click();
      await file().getByRole('button', { name: 'Suggest a change' }).click();
      await file().getByLabel('Comment on line 2 (Markdown)').fill('Rather\n```suggestion\nthree\n```');
      await file().getByRole('button', { name: 'Start a review' }).click();
      await thread().getByText('Pending').waitFor();
      const suggested = thread().getByRole('group', { name: 'Suggested change of hello.ts' });
      await suggested.getByText('three', { exact: true }).waitFor();
      await suggested.getByText('two', { exact: true }).waitFor();
      await plus().click();
      expect(await file().getByRole('button', { name: 'Add single comment' }).count()).toBe(0);
      await page.keyboard.type('And more');
      await file().getByRole('button', { name: 'Add to your review' }).click();
      await thread().getByText('And more').waitFor();
      await bar().getByRole('button', { name: 'Finish your review (2)' }).waitFor();
      const on = (event: string, line: number, body: string) => ({
        event,
        commit_id: 'c'.repeat(40),
        comments: [{ path: 'hello.ts', body, new_position: line }],
      });
      expect(sent).toEqual([on('COMMENT', 1, 'Why?'), on('PENDING', 2, 'Rather\n```suggestion\nthree\n```'), on('PENDING', 2, 'And more')]);
    });

    test('that are refused keep their words', async () => {
      const { doors, page } = begin(reviews());
      doors.refuses('forge', repoCreatePullReview, 422, 'hello.ts has no line 2.');
      await page.goto(`${PLACE}/files`);
      await plus().click();
      await page.keyboard.type('Why?');
      await file().getByRole('button', { name: 'Add single comment' }).click();
      await file().getByRole('alert').getByText('hello.ts has no line 2.').waitFor();
      expect(await file().getByLabel('Comment on line 2 (Markdown)').inputValue()).toBe('Why?');
    });

    test('are kept where they are typed while the columns change', async () => {
      const { page } = begin(reviews());
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.goto(`${PLACE}/files`);
      await plus().click();
      await page.keyboard.type('Half a thought');
      await page.getByText('Split', { exact: true }).click();
      await file().locator('[data-shape=split]').waitFor();
      expect(await file().getByLabel('Comment on line 2 (Markdown)').inputValue()).toBe('Half a thought');
    });

    test('are finished with a verdict and a summary', async () => {
      const draft = review(5, { reviewer: 'ada', state: 'pending' });
      const { doors, page, said } = begin(reviews({ reviews: [draft], comments: [lineComment(1, { reviewId: 5, author: 'ada' })] }));
      let sent: unknown;
      doors.answers('forge', repoSubmitPullReview, ({ path, body }) => {
        sent = [path, body];
        said.reviews = [{ ...draft, state: 'rejected' }];
        return gitea;
      });
      await page.goto(`${PLACE}/files`);
      await bar().getByText('1 pending comment, seen by you alone').waitFor();
      for (const [width, scheme] of [
        [1440, 'light'],
        [390, 'dark'],
      ] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        await page.setViewportSize({ width, height: 900 });
        expect([await seriousFaults(page), await sidewaysPixels(page)]).toEqual([[], 0]);
        await screenshot(page, `review-files-${width}-${scheme}`);
      }
      await bar().getByRole('button', { name: 'Finish your review (1)' }).click();
      const dialog = page.getByRole('dialog', { name: 'Review of #7' });
      await dialog.getByLabel('Request changes').check();
      expect(await dialog.getByRole('button', { name: 'Submit review' }).isDisabled()).toBe(true);
      await dialog.getByLabel('Summary (Markdown)').fill('Not yet');
      expect([await seriousFaults(page), await sidewaysPixels(page)]).toEqual([[], 0]);
      await screenshot(page, 'review-finish-390-dark');
      await dialog.getByRole('button', { name: 'Submit review' }).click();
      await dialog.waitFor({ state: 'detached' });
      await bar().getByRole('button', { name: 'Review changes' }).waitFor();
      expect(await thread().getByText('Pending').count()).toBe(0);
      expect(sent).toEqual(['/-/forge/api/v1/repos/ada/shop-1/pulls/7/reviews/5', { event: 'REQUEST_CHANGES', body: 'Not yet' }]);
    });

    test('are approved without a word, but not by who opened it', async () => {
      const { doors, page } = begin(reviews());
      let sent: unknown;
      doors.answers('forge', repoCreatePullReview, ({ body }) => {
        sent = body;
        return gitea;
      });
      await page.goto(`${PLACE}/files`);
      await bar().getByRole('button', { name: 'Review changes' }).click();
      const dialog = page.getByRole('dialog', { name: 'Review of #7' });
      expect(await dialog.getByRole('button', { name: 'Submit review' }).isDisabled()).toBe(true);
      await dialog.getByLabel('Approve').check();
      await dialog.getByRole('button', { name: 'Submit review' }).click();
      await dialog.waitFor({ state: 'detached' });
      expect(sent).toEqual({ event: 'APPROVED', body: '', commit_id: 'c'.repeat(40) });
      doors.answers('forge', repoGetPullRequest, pull(7));
      await page.goto(`${PLACE}/files`);
      await bar().getByRole('button', { name: 'Review changes' }).click();
      await dialog.getByLabel('Summary (Markdown)').waitFor();
      expect(await dialog.getByLabel('Approve').count()).toBe(0);
    });

    test('are discarded, or one of them deleted, when that is confirmed', async () => {
      const draft = review(5, { reviewer: 'ada', state: 'pending' });
      const mine = { reviewId: 5, author: 'ada' };
      const { doors, page, said } = begin(reviews({ reviews: [draft], comments: [lineComment(1, mine), lineComment(2, mine)] }));
      doors.answers('forge', issueDeleteComment, () => void said.comments.shift());
      doors.answers('forge', repoDeletePullReview, () => void Object.assign(said, reviews()));
      await page.goto(`${PLACE}/files`);
      await thread().getByRole('button', { name: 'Delete this comment' }).first().click();
      await page.getByRole('dialog').getByRole('button', { name: 'Delete comment' }).click();
      await thread().getByText('Said 1').waitFor({ state: 'detached' });
      await thread().getByText('Said 2').waitFor();
      await bar().getByRole('button', { name: 'Discard' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Discard review' }).click();
      await thread().waitFor({ state: 'detached' });
      await bar().getByRole('button', { name: 'Review changes' }).waitFor();
    });

    test('are changed in their place, and say so', async () => {
      const { doors, page, said } = begin(reviews({ reviews: [review(1)], comments: [lineComment(1), lineComment(2, { author: 'ada' })] }));
      doors.answers('forge', issueEditComment, ({ body }) => {
        said.comments[1] = lineComment(2, { author: 'ada', ...(body as { body: string }), updatedAt: Date.now() });
        return comment(2);
      });
      await page.goto(`${PLACE}/files`);
      await thread().getByText('Said 2').waitFor();
      expect([
        await thread().getByRole('button', { name: 'Edit this comment' }).count(),
        await thread().getByText('edited').count(),
      ]).toEqual([1, 0]);
      await thread().getByRole('button', { name: 'Edit this comment' }).click();
      const field = thread().getByLabel('Your comment (Markdown)');
      await field.fill('Rather **this**');
      await thread().getByText('Preview', { exact: true }).click();
      await thread().getByRole('region', { name: 'Preview of: Your comment' }).locator('strong', { hasText: 'this' }).waitFor();
      await thread().getByText('Write', { exact: true }).click();
      expect(await field.inputValue()).toBe('Rather **this**');
      await thread().getByRole('button', { name: 'Save' }).click();
      await thread().getByText('edited').waitFor();
      await thread().locator('strong', { hasText: 'this' }).waitFor();
    });

    test('with suggestions are committed one by one, or several in one commit, which settles them', async () => {
      const block = (...lines: string[]) => ['```suggestion', ...lines, '```'].join('\n');
      const { doors, page, said } = begin(
        reviews({
          reviews: [review(1), review(2), review(3, { reviewer: 'ada', state: 'pending' })],
          comments: [
            lineComment(1, { body: `So?\n${block('zwei')}\nor\n${block('deux')}` }),
            lineComment(2, { line: 1, body: block('one!'), reviewId: 2 }),
            lineComment(3, { line: 9, outdated: true, body: block('gone'), reviewId: 2 }),
            lineComment(4, { author: 'ada', body: block('draft'), reviewId: 3 }),
          ],
        }),
        {
          ...hers,
          head: { ...hers.head, repo: { ...repository(1), permissions: { admin: true, push: true, pull: true } } },
        } as typeof hers,
      );
      const asked: unknown[] = [];
      doors.answers('forgeExtras', applySuggestions, ({ body }) => {
        asked.push(body);
        const names = (body as { suggestions: { comment: number; position: number }[] }).suggestions;
        said.comments = said.comments.map((one) => {
          const applied = names
            .filter((name) => name.comment === one.id)
            .map(({ position }) => ({ position, commit: 'd'.repeat(40), by: 'ada' }));
          return applied.length === 0 ? one : { ...one, resolver: 'ada', applied };
        });
        return { commit: 'd'.repeat(40) };
      });
      await page.goto(`${PLACE}/files`);
      const button = (name: string) => file().getByRole('button', { name, exact: true });
      await button('Commit suggestion').first().waitFor();
      // Not of one whose line is gone, nor of a draft.
      expect(await button('Commit suggestion').count()).toBe(3);
      await button('Add to batch').nth(1).click();
      await button('Add to batch').last().click();
      const batch = page.getByRole('region', { name: 'Your batch of suggestions' });
      await batch.getByText('2 suggestions in your batch.').waitFor();
      await button('Remove from batch').first().click();
      await batch.getByRole('button', { name: 'Commit 1 suggestion' }).waitFor();
      await button('Add to batch').first().click();
      for (const [width, scheme] of [
        [1440, 'light'],
        [390, 'dark'],
      ] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        await page.setViewportSize({ width, height: 900 });
        expect([await seriousFaults(page), await sidewaysPixels(page)]).toEqual([[], 0]);
        // Neither bar hides the other.
        const [upper, lower] = [await batch.boundingBox(), await bar().boundingBox()];
        expect((upper?.y ?? 0) + (upper?.height ?? 0)).toBeLessThanOrEqual(lower?.y ?? 0);
        await screenshot(page, `pull-suggestions-${width}-${scheme}`);
      }
      await batch.getByRole('button', { name: 'Commit 2 suggestions' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Message of the commit').fill('As said');
      await dialog.getByRole('button', { name: 'Commit 2 suggestions' }).click();
      await dialog.waitFor({ state: 'detached' });
      await batch.waitFor({ state: 'detached' });
      const picked = asked as { suggestions: { comment: number }[] }[];
      expect(picked[0]).toMatchObject({
        head: 'c'.repeat(40),
        message: 'As said',
        suggestions: [{ updatedAt: lineComment(1).updatedAt }, {}],
      });
      expect(new Set(picked[0]?.suggestions.map(({ comment: id }) => id))).toEqual(new Set([1, 2]));
      await thread()
        .first()
        .getByText(/Resolved by ada/)
        .waitFor();
      await thread().first().getByRole('button', { name: 'Show' }).click();
      await thread().first().getByText('Committed by ada as').waitFor();
    });

    test('with suggestions are read alone where one may not write to the branch', async () => {
      const { doors, page } = begin(reviews({ reviews: [review(1)], comments: [lineComment(1, { body: '```suggestion\nzwei\n```' })] }));
      doors.answers('forge', repoGet, { ...repository(1), permissions: { admin: false, push: false, pull: true } });
      await page.goto(`${PLACE}/files`);
      await thread().getByText('zwei').waitFor();
      expect(await page.getByRole('button', { name: 'Commit suggestion' }).count()).toBe(0);
    });

    test('of an archived repository are read alone', async () => {
      const { doors, page } = begin(reviews({ reviews: [review(1)], comments: [lineComment(1)] }));
      doors.answers('forge', repoGet, { ...repository(1), archived: true });
      await page.goto(`${PLACE}/files`);
      await thread().getByText('Said 1').waitFor();
      expect([await plus().count(), await thread().getByRole('button', { name: 'Reply' }).count(), await bar().count()]).toEqual([0, 0, 0]);
    });

    test('of a forge that tells them one by one are the same', async () => {
      const { doors, page } = begin(reviews());
      doors.refuses('forgeExtras', listPullReviews, 404, 'There is no such thing.');
      doors.answers('forge', repoListPullReviews, [{ ...gitea, id: 1, comments_count: 1 }], 1);
      const said = { id: 1, body: 'From afar', user: { id: 2, login: 'grace' }, resolver: null, pull_request_review_id: 1, position: 2 };
      doors.answers('forge', repoGetPullReviewComments, [{ ...said, path: 'hello.ts', diff_hunk: '@@ -1 +1,2 @@\n one\n+two' }]);
      await page.goto(`${PLACE}/files`);
      await thread().getByText('From afar').waitFor();
    });
  });

  describe('in the conversation', () => {
    const post = (by: string) => bench.page.getByRole('article', { name: `Review by ${by}` });
    const rail = () => bench.page.getByRole('complementary', { name: 'Properties' });

    test('stand between the comments by their moments, with verdict, summary and the code that they speak of', async () => {
      const { doors, page } = begin(
        reviews({
          reviews: [
            review(1, { state: 'rejected', body: 'Not **yet**', official: true, stale: true }),
            review(2, { reviewer: 'eve', state: 'approved', submittedAt: Date.UTC(2026, 0, 4) }),
            review(5, {
              reviewer: 'zoe',
              state: 'approved',
              official: true,
              dismissed: true,
              dismissal: { by: 'ada', reason: 'It was about another one' },
              submittedAt: Date.UTC(2026, 0, 5),
            }),
            review(3, { reviewer: 'bob', state: 'requested' }),
            review(4, { reviewer: 'ada', state: 'pending' }),
          ],
          comments: [lineComment(1), lineComment(2, { line: 9, outdated: true, resolver: 'ada' })],
        }),
      );
      doors.answers('forge', issueGetComments, [{ ...comment(9), created_at: '2026-01-03T00:00:00Z' }]);
      await page.goto(PLACE);
      await post('grace').locator('strong', { hasText: 'yet' }).waitFor();
      await post('grace').getByText('Requests changes').waitFor();
      await post('grace').getByText('Of an older change').waitFor();
      await post('grace').getByRole('group', { name: 'Code of hello.ts that is spoken of' }).getByText('two').waitFor();
      await post('grace').getByText('Outdated', { exact: true }).waitFor();
      await post('grace').getByText('Resolved by ada · 1 comment').waitFor();
      const shown = await page.getByRole('article').evaluateAll((all: { ariaLabel: string }[]) => all.map(({ ariaLabel }) => ariaLabel));
      expect(shown.filter((name) => !name.startsWith('By grace'))).toEqual(['Review by grace', 'By ada', 'Review by eve', 'Review by zoe']);
      await post('eve').getByText('does not count: may not write here').waitFor();
      expect(await post('grace').getByText('does not count').count()).toBe(0);
      await post('zoe').getByText('Dismissed by ada: It was about another one').waitFor();
      await page.getByRole('article', { name: 'By ada' }).getByRole('button', { name: 'Edit this comment' }).waitFor();
      expect(await page.getByRole('button', { name: 'Edit this comment' }).count()).toBe(1);
      await page.getByRole('status').getByRole('link', { name: 'Finish it beside the files' }).waitFor();
      for (const [width, scheme] of [
        [1440, 'light'],
        [1440, 'dark'],
        [390, 'dark'],
        [390, 'light'],
      ] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        await page.setViewportSize({ width, height: 900 });
        expect([await seriousFaults(page), await sidewaysPixels(page)]).toEqual([[], 0]);
        await screenshot(page, `review-conversation-${width}-${scheme}`);
      }
    });

    test('are listed by who gives them, who are asked, asked again and asked no more', async () => {
      const { doors, page, said } = begin(reviews({ reviews: [review(1, { state: 'approved', stale: true })] }));
      const asked = (login: string) => () => {
        said.reviews.push(review(said.reviews.length + 1, { reviewer: login, state: 'requested' }));
        return [];
      };
      const row = (login: string) => rail().locator('div', { hasText: login }).last();
      doors.answers('forge', repoGetPullRequest, pull(7));
      await page.goto(PLACE);
      await rail().getByText('Approved').waitFor();
      await rail().getByText('of an older change').waitFor();
      doors.answers('forge', repoCreatePullReviewRequests, asked('grace'));
      await rail().getByRole('button', { name: 'Ask grace again' }).click();
      await row('grace').getByText('Review awaited').waitFor();
      doors.answers('forge', repoDeletePullReviewRequests, () => void said.reviews.pop());
      await rail().getByRole('button', { name: 'Ask grace no more' }).click();
      await row('grace').getByText('Approved').waitFor();
      doors.refuses('forge', repoCreatePullReviewRequests, 422, "Reviewer can't read");
      await rail().getByRole('button', { name: 'Ask for a review' }).click();
      await rail().getByLabel('Who is to review').fill('eve');
      await rail().getByRole('button', { name: 'Ask', exact: true }).click();
      await rail().getByRole('alert').getByText("Reviewer can't read").waitFor();
      doors.answers('forge', repoCreatePullReviewRequests, asked('eve'));
      await rail().getByRole('button', { name: 'Ask', exact: true }).click();
      await row('eve').getByText('Review awaited').waitFor();
    });

    test('are dismissed with a reason, and made to count again', async () => {
      const { doors, page, said } = begin(reviews({ reviews: [review(1, { state: 'rejected', body: 'No' })] }));
      let sent: unknown;
      const turn = (dismissed: boolean) => {
        said.reviews = [review(1, { state: 'rejected', body: 'No', dismissed })];
        return gitea;
      };
      doors.answers('forge', repoDismissPullReview, ({ body }) => {
        sent = body;
        return turn(true);
      });
      doors.answers('forge', repoUnDismissPullReview, () => turn(false));
      await page.goto(PLACE);
      await post('grace').getByRole('button', { name: 'Dismiss' }).click();
      const dialog = page.getByRole('dialog', { name: 'Dismiss the review by grace?' });
      expect(await dialog.getByRole('button', { name: 'Dismiss review' }).isDisabled()).toBe(true);
      await dialog.getByLabel('Reason').fill('It was mended');
      await dialog.getByRole('button', { name: 'Dismiss review' }).click();
      await post('grace').getByText('Dismissed').waitFor();
      expect(sent).toEqual({ message: 'It was mended' });
      await post('grace').getByRole('button', { name: 'Let it count again' }).click();
      await post('grace').getByText('Requests changes').waitFor();
      doors.answers('forge', repoGet, { ...repository(1), permissions: { admin: false, push: true, pull: true } });
      await page.reload();
      await post('grace').getByText('Requests changes').waitFor();
      expect(await post('grace').getByRole('button', { name: 'Dismiss' }).count()).toBe(0);
    });
  });
});
