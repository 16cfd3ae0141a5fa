import { auditWritten, pullRequestReviewChanged, pullRequestReviewed } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog, EventWriter } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import { draftWritten } from '../issues/issue-writer.ts';
import { aboutPull, type PullIssue } from '../pulls/pull-events.ts';
import type { Repository } from '../repositories/repository.ts';
import { endRequests, insertComment, insertReview, pullNow, supersede } from './review-rows.ts';
import type { Place, Review, Reviewer } from './review.ts';
import type { Verdict } from './verdict.ts';

/** A pull request in its repository. */
export interface Reviewed {
  repository: Repository;
  issue: PullIssue;
}

interface Spoken {
  verdict: Verdict;
  body: string;
  /** The head that was looked at. */
  commitId: string;
  reviewer: Reviewer;
  /** They may write, so that their verdict counts. */
  isOfficial: boolean;
}

export interface NewReview extends Spoken {
  comments: readonly { body: string; place: Place }[];
}

/** Writes reviews: drafts, what is handed in, and whether it counts. Answers ids; the reader shows them. */
export class ReviewWriter {
  readonly #events: EventLog<ForgeTables>;

  constructor(events: EventLog<ForgeTables>) {
    this.#events = events;
  }

  /** Begins a review, or goes on with the draft that the reviewer has, and hands it in unless it stays one. @throws as {@link submit}. */
  async create(on: Reviewed, review: NewReview, cause: Cause): Promise<number> {
    return this.#events.transact(async (writer) => {
      const { reviewer, comments, commitId } = review;
      const draft = await draftOf(writer, on.issue, reviewer);
      const body = review.body === '' ? (draft?.body ?? '') : review.body;
      const started = { issueId: on.issue.id, reviewer, state: 'pending', body, commit_id: commitId, official: 0 } as const;
      const id = draft?.id ?? (await insertReview(writer, started));
      const issue = { id: on.issue.id, repositoryId: on.repository.id };
      for (const comment of comments) await insertComment(writer, { issue, reviewId: id, author: reviewer, ...comment });
      if (review.verdict === 'pending') await keep(writer, on, { id, body, cause });
      else await handIn(writer, on, { ...review, id, body, cause });
      return id;
    });
  }

  /** @throws MosaicError `invalid_input` where it is no draft any more, or the pull request is closed and the verdict would count. */
  async submit(on: Reviewed, { draft, ...spoken }: Spoken & { draft: Review }, cause: Cause): Promise<void> {
    await this.#events.transact(async (writer) => {
      const found = await draftOf(writer, on.issue, spoken.reviewer);
      if (found?.id !== draft.id) throw new MosaicError('invalid_input', 'only a pending review can be submitted');
      await handIn(writer, on, { ...spoken, id: draft.id, body: spoken.body === '' ? found.body : spoken.body, cause });
    });
  }

  async remove({ repository, issue }: Reviewed, { id, reviewer, state }: Review, cause: Cause): Promise<void> {
    await this.#events.transact(async (writer) => {
      const { db } = writer;
      const ofReview = db.selectFrom('review_comments').select('comment_id').where('review_id', '=', id);
      const comments = (await ofReview.execute()).map(({ comment_id }) => comment_id);
      if (comments.length > 0) await db.deleteFrom('comments').where('id', 'in', comments).execute();
      await db.deleteFrom('reviews').where('id', '=', id).execute();
      const { emit } = writer.as(cause);
      if (state === 'pending') emit(auditWritten, audit(repository, { operation: 'review.draft.delete', number: issue.number }));
      else emit(pullRequestReviewChanged, aboutPull(repository, issue, { ...named(id, reviewer), action: 'deleted', message: '' }));
    });
  }

  /** Whether a verdict counts; with `priors` also those that the reviewer gave before. @throws MosaicError `forbidden` for a closed one. */
  async dismiss(
    { repository, issue }: Reviewed,
    { review, dismissed, message, priors }: { review: Review; dismissed: boolean; message: string; priors: boolean },
    cause: Cause,
  ): Promise<void> {
    await this.#events.transact(async (writer) => {
      if (!(await pullNow(writer, issue.id)).isOpen)
        throw new MosaicError('forbidden', "can't dismiss a review associated to a closed or merged PR");
      const { id, reviewer } = review;
      const dismissal = { dismissed_by: dismissed ? cause.actor : null, dismissal_reason: dismissed ? message : null };
      const verdicts = writer.db.updateTable('reviews').where('issue_id', '=', issue.id).where('state', 'in', ['approved', 'rejected']);
      await verdicts
        .set({ dismissed: dismissed ? 1 : 0, ...dismissal, updated_at: Date.now() })
        .where('id', '=', id)
        .execute();
      if (priors)
        await verdicts
          .set({ dismissed: 1, ...dismissal })
          .where('reviewer_uid', '=', reviewer.uid)
          .where('id', '!=', id)
          .execute();
      const told = { ...named(id, reviewer), action: dismissed ? 'dismissed' : 'undismissed', message } as const;
      writer.as(cause).emit(pullRequestReviewChanged, aboutPull(repository, issue, told));
    });
  }
}

async function draftOf(
  { db }: EventWriter<ForgeTables>,
  { id }: PullIssue,
  { uid }: Reviewer,
): Promise<{ id: number; body: string } | undefined> {
  const drafts = db.selectFrom('reviews').select(['id', 'body']).where('issue_id', '=', id).where('state', '=', 'pending');
  return drafts.where('reviewer_uid', '=', uid).executeTakeFirst();
}

/** Of a draft nobody is told; that somebody wrote is in the audit alone. */
async function keep(
  writer: EventWriter<ForgeTables>,
  { repository, issue }: Reviewed,
  { id, body, cause }: { id: number; body: string; cause: Cause },
): Promise<void> {
  await writer.db.updateTable('reviews').set({ body, updated_at: Date.now() }).where('id', '=', id).execute();
  writer.as(cause).emit(auditWritten, draftWritten(repository, issue));
}

async function handIn(
  writer: EventWriter<ForgeTables>,
  { repository, issue }: Reviewed,
  { id, verdict, body, commitId, reviewer, isOfficial, cause }: Spoken & { id: number; cause: Cause },
): Promise<void> {
  if (verdict === 'pending') return;
  const { db } = writer;
  const { isOpen, headId } = await pullNow(writer, issue.id);
  const isVerdict = verdict !== 'commented';
  if (isVerdict && !isOpen) throw new MosaicError('invalid_input', "can't submit review for a closed or merged PR");
  if (isVerdict) await supersede(writer, issue, { reviewer, by: id });
  await endRequests(writer, issue, reviewer);
  const now = Date.now();
  const official = isVerdict && isOfficial;
  const flags = { official: official ? 1 : 0, stale: commitId === headId ? 0 : 1 };
  const row = { state: verdict, body, commit_id: commitId, ...flags, submitted_at: now, updated_at: now };
  await db.updateTable('reviews').set(row).where('id', '=', id).execute();
  await db.updateTable('issues').set({ updated_at: now }).where('id', '=', issue.id).execute();
  const { total } = await db
    .selectFrom('review_comments')
    .select((select) => select.fn.countAll<number>().as('total'))
    .where('review_id', '=', id)
    .executeTakeFirstOrThrow();
  const told = { ...named(id, reviewer), state: verdict, official, commit: commitId, comments: total };
  writer.as(cause).emit(pullRequestReviewed, aboutPull(repository, issue, told));
}

function named(reviewId: number, { login }: Reviewer) {
  return { reviewId, reviewer: login };
}

function audit(repository: Repository, { operation, ...detail }: { operation: string } & Record<string, unknown>) {
  return { subject: repository.fullName, data: { operation, allowed: true, detail } };
}
