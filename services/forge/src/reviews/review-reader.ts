import type { Reader, Store } from '@mosaic/platform/db';

import type { ForgeTables } from '../db/schema.ts';
import { reviewCommentOf, reviewOf, type AppliedSuggestion, type Review, type ReviewComment } from './review.ts';

/** So many of the newest, without the drafts of others than `viewer` (a uid, null for nobody). */
interface Newest {
  viewer: number | null;
  limit: number;
}

/** Finds reviews. Drafts are found as anything else, save by {@link ReviewReader.list}: who may know of one is the policy's. */
export class ReviewReader {
  readonly #store: Store<ForgeTables>;

  constructor(store: Store<ForgeTables>) {
    this.#store = store;
  }

  /** Oldest first, without the drafts of others than `viewer` (a uid, null for nobody). */
  async list(
    issueId: number,
    { viewer, offset, limit }: { viewer: number | null; offset: number; limit: number },
  ): Promise<{ items: Review[]; total: number }> {
    return this.#store.read(async (db) => {
      const found = seen(db, issueId, viewer);
      const { total } = await found.select((select) => select.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      const rows = await found.selectAll().orderBy('submitted_at').orderBy('id').offset(offset).limit(limit).execute();
      const counts = await commentCounts(
        db,
        rows.map(({ id }) => id),
      );
      return { items: rows.map((row) => reviewOf(row, counts.get(row.id) ?? 0)), total };
    });
  }

  /** The newest ones, oldest of them first, as {@link list} tells them; `isCut` where there are more. */
  async newest(issueId: number, { viewer, limit }: Newest): Promise<{ items: Review[]; isCut: boolean }> {
    return this.#store.read(async (db) => {
      const rows = await seen(db, issueId, viewer)
        .selectAll()
        .orderBy('submitted_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
      const counts = await commentCounts(
        db,
        rows.map(({ id }) => id),
      );
      const items = rows.slice(0, limit).toReversed();
      return { items: items.map((row) => reviewOf(row, counts.get(row.id) ?? 0)), isCut: rows.length > limit };
    });
  }

  /** The comments of all reviews that {@link list} tells, in the same way. */
  async newestComments(issueId: number, { viewer, limit }: Newest): Promise<{ items: ReviewComment[]; isCut: boolean }> {
    return this.#store.read(async (db) => {
      const rows = await commentRows(db)
        .where('review_comments.review_id', 'in', seen(db, issueId, viewer).select('reviews.id'))
        .orderBy('comments.id', 'desc')
        .limit(limit + 1)
        .execute();
      return { items: rows.slice(0, limit).toReversed().map(reviewCommentOf), isCut: rows.length > limit };
    });
  }

  /** What is handed in or asked of these pull requests, by their numbers, and where their heads are. */
  async verdicts(repositoryId: number, numbers: readonly number[]): Promise<{ number: number; headId: string; reviews: Review[] }[]> {
    return this.#store.read(async (db) => {
      const pulls = await db
        .selectFrom('issues')
        .innerJoin('pulls', 'pulls.issue_id', 'issues.id')
        .select(['issues.id', 'issues.number', 'pulls.head_id'])
        .where('issues.repository_id', '=', repositoryId)
        .where('issues.number', 'in', [...numbers])
        .orderBy('issues.number')
        .execute();
      if (pulls.length === 0) return [];
      const rows = await db
        .selectFrom('reviews')
        .selectAll()
        .where(
          'issue_id',
          'in',
          pulls.map(({ id }) => id),
        )
        .where('state', 'in', ['approved', 'rejected', 'requested'])
        .execute();
      const reviews = Map.groupBy(
        rows.map((row) => reviewOf(row, 0)),
        ({ issueId }) => issueId,
      );
      return pulls.map(({ id, number, head_id }) => ({ number, headId: head_id, reviews: reviews.get(id) ?? [] }));
    });
  }

  async byId(issueId: number, id: number): Promise<Review | null> {
    return this.#store.read(async (db) => {
      const row = await db.selectFrom('reviews').selectAll().where('issue_id', '=', issueId).where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : reviewOf(row, (await commentCounts(db, [id])).get(id) ?? 0);
    });
  }

  /** What somebody has begun to say of a pull request. */
  async draft(issueId: number, uid: number): Promise<Review | null> {
    return this.#store.read(async (db) => {
      const drafts = db.selectFrom('reviews').selectAll().where('issue_id', '=', issueId).where('state', '=', 'pending');
      const row = await drafts.where('reviewer_uid', '=', uid).executeTakeFirst();
      return row === undefined ? null : reviewOf(row, (await commentCounts(db, [row.id])).get(row.id) ?? 0);
    });
  }

  /** Oldest first. */
  async comments(reviewId: number): Promise<ReviewComment[]> {
    return this.#store.read(async (db) => {
      const rows = await commentRows(db).where('review_comments.review_id', '=', reviewId).orderBy('comments.id').execute();
      return rows.map(reviewCommentOf);
    });
  }

  /** The suggestions of a pull request's comments that are committed. */
  async applied(issueId: number): Promise<AppliedSuggestion[]> {
    return this.#store.read(async (db) => {
      const rows = await db
        .selectFrom('applied_suggestions')
        .innerJoin('comments', 'comments.id', 'applied_suggestions.comment_id')
        .selectAll('applied_suggestions')
        .where('comments.issue_id', '=', issueId)
        .where('applied_suggestions.commit_id', '!=', '')
        .orderBy('applied_suggestions.applied_at')
        .execute();
      return rows.map((row) => ({
        commentId: row.comment_id,
        position: row.position,
        commitId: row.commit_id,
        by: { uid: row.applier_uid, login: row.applier },
      }));
    });
  }

  /** A comment on a line with its review and the number of the pull request; null when the repository has no such one. */
  async comment(repositoryId: number, id: number): Promise<{ comment: ReviewComment; review: Review; number: number } | null> {
    return this.#store.read(async (db) => {
      const row = await commentRows(db).where('comments.id', '=', id).where('comments.repository_id', '=', repositoryId).executeTakeFirst();
      if (row === undefined) return null;
      const review = await db.selectFrom('reviews').selectAll().where('id', '=', row.review_id).executeTakeFirstOrThrow();
      const { number } = await db.selectFrom('issues').select('number').where('id', '=', row.issue_id).executeTakeFirstOrThrow();
      return { comment: reviewCommentOf(row), review: reviewOf(review, 0), number };
    });
  }
}

function seen(db: Reader<ForgeTables>, issueId: number, viewer: number | null) {
  return db
    .selectFrom('reviews')
    .where('issue_id', '=', issueId)
    .where((where) => where.or([where('state', '!=', 'pending'), where('reviewer_uid', '=', viewer ?? -1)]));
}

function commentRows(db: Reader<ForgeTables>) {
  return db.selectFrom('review_comments').innerJoin('comments', 'comments.id', 'review_comments.comment_id').selectAll();
}

async function commentCounts(db: Reader<ForgeTables>, reviewIds: readonly number[]): Promise<Map<number, number>> {
  if (reviewIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('review_comments')
    .select((select) => ['review_id', select.fn.countAll<number>().as('total')])
    .where('review_id', 'in', [...reviewIds])
    .groupBy('review_id')
    .execute();
  return new Map(rows.map(({ review_id, total }) => [review_id, total]));
}
