import { auditWritten, commentChanged, pullRequestConversationChanged } from '@mosaic/contracts/mosaic';
import type { Cause, EventLog } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import { draftWritten } from '../issues/issue-writer.ts';
import { aboutPull } from '../pulls/pull-events.ts';
import { about } from '../repositories/repository.ts';
import { insertComment, settleConversation } from './review-rows.ts';
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
    await this.#events.transact(async (writer) => {
      await settleConversation(writer, comment, by);
      const told = { commentId: comment.id, resolved: by !== null };
      writer.as(cause).emit(pullRequestConversationChanged, aboutPull(repository, issue, told));
    });
  }
}
