import { auditWritten, commentChanged } from '@mosaic/contracts/mosaic';
import type { Cause, EventLog } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import { draftWritten } from '../issues/issue-writer.ts';
import { about } from '../repositories/repository.ts';
import { insertComment } from './review-rows.ts';
import type { Review, ReviewComment, Reviewer } from './review.ts';
import type { Reviewed } from './review-writer.ts';

/** Goes on with the conversations that the comments of reviews begin, and settles them. */
export class ConversationWriter {
  readonly #events: EventLog<ForgeTables>;

  constructor(events: EventLog<ForgeTables>) {
    this.#events = events;
  }

  /** Answers the id of the new comment, which stands where the one does that it answers; in a draft nobody is told of it. */
  async reply(
    { repository, issue }: Reviewed,
    { to, review, author, body }: { to: ReviewComment; review: Review; author: Reviewer; body: string },
    cause: Cause,
  ): Promise<number> {
    return this.#events.transact(async (writer) => {
      const { place, resolver } = to;
      const of = { id: issue.id, repositoryId: repository.id };
      const commentId = await insertComment(writer, { issue: of, reviewId: review.id, author, body, place, resolver });
      const { emit } = writer.as(cause);
      if (review.state === 'pending') {
        emit(auditWritten, draftWritten(repository, issue));
        return commentId;
      }
      await writer.db.updateTable('issues').set({ updated_at: Date.now() }).where('id', '=', issue.id).execute();
      emit(commentChanged, about(repository, { number: issue.number, commentId, action: 'created' }));
      return commentId;
    });
  }

  /** Settles the whole conversation, or (null) opens it again. */
  async resolve(
    { repository, issue }: Reviewed,
    { comment, by }: { comment: ReviewComment; by: Reviewer | null },
    cause: Cause,
  ): Promise<void> {
    const { place, reviewId } = comment;
    await this.#events.transact(async (writer) => {
      const { db } = writer;
      const rows = await db
        .selectFrom('review_comments')
        .select(['comment_id', 'path'])
        .where('review_id', '=', reviewId)
        .where('side', '=', place.side)
        .where('line', '=', place.line)
        .execute();
      const own = rows.find(({ comment_id }) => comment_id === comment.id);
      const ids = rows.filter(({ path }) => path === own?.path).map(({ comment_id }) => comment_id);
      if (ids.length > 0)
        await db
          .updateTable('review_comments')
          .set({ resolver_uid: by?.uid ?? null, resolver: by?.login ?? null })
          .where('comment_id', 'in', ids)
          .execute();
      const operation = by === null ? 'review.conversation.unresolve' : 'review.conversation.resolve';
      const detail = { number: issue.number, commentId: comment.id };
      writer.as(cause).emit(auditWritten, { subject: repository.fullName, data: { operation, allowed: true, detail } });
    });
  }
}
