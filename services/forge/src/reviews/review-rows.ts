import { encodeByteText } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';
import type { EventWriter } from '@mosaic/platform/events';

import type { ForgeTables, ReviewRow } from '../db/schema.ts';
import { insertCommentRow } from '../issues/issue-writer.ts';
import type { PullIssue } from '../pulls/pull-events.ts';
import type { Place, ReviewComment, Reviewer } from './review.ts';

type Writer = EventWriter<ForgeTables>;

/** Comments of one review: more are a document of their own. */
const COMMENTS_MAX = 500;

export interface NewComment {
  issue: { id: number; repositoryId: number };
  reviewId: number;
  author: Reviewer;
  body: string;
  place: Place;
  /** Of a conversation that is settled. */
  resolver?: Reviewer | null;
}

/** A pull request as it is in this transaction: whether it is open, and where its head stands. */
export async function pullNow({ db }: Writer, issueId: number): Promise<{ isOpen: boolean; headId: string }> {
  const row = await db
    .selectFrom('pulls')
    .innerJoin('issues', 'issues.id', 'pulls.issue_id')
    .select(['issues.state', 'pulls.head_id'])
    .where('pulls.issue_id', '=', issueId)
    .executeTakeFirst();
  if (row === undefined) throw new MosaicError('not_found', 'The pull request has been deleted meanwhile.');
  return { isOpen: row.state === 'open', headId: row.head_id };
}

export async function insertReview(
  { db }: Writer,
  { issueId, reviewer, ...own }: { issueId: number; reviewer: Reviewer } & Pick<ReviewRow, 'state' | 'body' | 'commit_id' | 'official'>,
): Promise<number> {
  const now = Date.now();
  const person = { issue_id: issueId, reviewer_uid: reviewer.uid, reviewer: reviewer.login };
  const { id } = await db
    .insertInto('reviews')
    .values({ ...person, ...own, stale: 0, dismissed: 0, submitted_at: now, updated_at: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** @throws MosaicError `invalid_input` for a review that has enough of them. */
export async function insertComment(
  writer: Writer,
  { issue, reviewId, author, body, place, resolver = null }: NewComment,
): Promise<number> {
  const { db } = writer;
  const { total } = await db
    .selectFrom('review_comments')
    .select((select) => select.fn.countAll<number>().as('total'))
    .where('review_id', '=', reviewId)
    .executeTakeFirstOrThrow();
  if (total >= COMMENTS_MAX)
    throw new MosaicError('invalid_input', `A review holds ${COMMENTS_MAX} comments at most; hand this one in and begin another.`);
  const id = await insertCommentRow(writer, { issueId: issue.id, repositoryId: issue.repositoryId, body, author });
  await db
    .insertInto('review_comments')
    .values({
      comment_id: id,
      review_id: reviewId,
      path: encodeByteText(place.path),
      side: place.side,
      side_path: encodeByteText(place.sidePath),
      line: place.line,
      commit_id: place.commitId,
      base_id: place.baseId,
      diff_hunk: place.hunk,
      resolver_uid: resolver?.uid ?? null,
      resolver: resolver?.login ?? null,
    })
    .execute();
  return id;
}

/** Whom this one was asked to review is answered. */
export async function endRequests({ db }: Writer, issue: Pick<PullIssue, 'id'>, reviewer: Reviewer): Promise<boolean> {
  const asked = db.deleteFrom('reviews').where('issue_id', '=', issue.id).where('state', '=', 'requested');
  const { numDeletedRows } = await asked.where('reviewer_uid', '=', reviewer.uid).executeTakeFirst();
  return numDeletedRows > 0n;
}

/** A person's last word alone counts: those before it are dismissed, so that they count no more when it is. */
export async function supersede(
  { db }: Writer,
  issue: Pick<PullIssue, 'id'>,
  { reviewer, by }: { reviewer: Reviewer; by: number },
): Promise<void> {
  await db
    .updateTable('reviews')
    .set({ official: 0, dismissed: 1 })
    .where('issue_id', '=', issue.id)
    .where('reviewer_uid', '=', reviewer.uid)
    .where('state', 'in', ['approved', 'rejected'])
    .where('id', '!=', by)
    .execute();
}

/** Reviews of another head than the present one are stale; a head that comes back makes its own fresh again. */
export async function markStale({ db }: Writer, issueId: number, headId: string): Promise<void> {
  const reviews = db.updateTable('reviews').where('issue_id', '=', issueId).where('commit_id', '!=', '');
  await reviews.set({ stale: 1 }).where('commit_id', '!=', headId).execute();
  await reviews.set({ stale: 0 }).where('commit_id', '=', headId).execute();
}

/** Approvals of what the head is no more, where a rule asks for that; they do not count again when it comes back. */
export async function dismissStale(writer: Writer, issueId: number): Promise<void> {
  await standingApprovals(writer, issueId).where('stale', '=', 1).execute();
}

/** Approvals of a change into another branch, where a rule asks that they are of what is merged. */
export async function dismissApprovals(writer: Writer, issueId: number): Promise<void> {
  await standingApprovals(writer, issueId).execute();
}

function standingApprovals({ db }: Writer, issueId: number) {
  const reviews = db.updateTable('reviews').set({ dismissed: 1 }).where('issue_id', '=', issueId);
  return reviews.where('state', '=', 'approved').where('dismissed', '=', 0);
}

/** Reviews of heads that bring the same as the present one are not stale. */
export async function freshen({ db }: Writer, issueId: number, heads: readonly string[]): Promise<void> {
  if (heads.length === 0) return;
  await db
    .updateTable('reviews')
    .set({ stale: 0 })
    .where('issue_id', '=', issueId)
    .where('commit_id', 'in', [...heads])
    .execute();
}

/** The whole conversation that a comment is of, or (null) opens it again. */
export async function settleConversation(
  { db }: Writer,
  { id, reviewId, place }: Pick<ReviewComment, 'id' | 'reviewId'> & { place: Pick<Place, 'side' | 'line'> },
  by: Reviewer | null,
): Promise<void> {
  const rows = await db
    .selectFrom('review_comments')
    .select(['comment_id', 'path'])
    .where('review_id', '=', reviewId)
    .where('side', '=', place.side)
    .where('line', '=', place.line)
    .execute();
  const own = rows.find(({ comment_id }) => comment_id === id);
  const ids = rows.filter(({ path }) => path === own?.path).map(({ comment_id }) => comment_id);
  if (ids.length === 0) return;
  const resolver = { resolver_uid: by?.uid ?? null, resolver: by?.login ?? null };
  await db.updateTable('review_comments').set(resolver).where('comment_id', 'in', ids).execute();
}
