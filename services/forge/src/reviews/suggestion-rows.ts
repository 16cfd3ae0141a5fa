import { pullRequestConversationChanged } from '@mosaic/contracts/mosaic';
import { isUniqueViolation } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { EventWriter } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import { aboutPull } from '../pulls/pull-events.ts';
import { openPullOf, pullRows } from '../pulls/pull-rows.ts';
import type { OpenPush } from '../pushes/push.ts';
import { findRepository } from '../repositories/repository.ts';
import { settleConversation } from './review-rows.ts';
import type { Reviewer } from './review.ts';

type Writer = EventWriter<ForgeTables>;

/** A suggestion by its comment and its place in the text. */
export interface SuggestionName {
  comment: number;
  position: number;
}

/** Says which suggestions a push brings, before it does. @throws MosaicError `conflict` for one that another has brought, or brings. */
export async function noteSuggestions(
  { db }: Writer,
  names: readonly SuggestionName[],
  { pushId, by }: { pushId: string; by: Reviewer },
): Promise<void> {
  const push = { applying_push_id: pushId, commit_id: '', applier_uid: by.uid, applier: by.login, applied_at: Date.now() };
  try {
    await db
      .insertInto('applied_suggestions')
      .values(names.map(({ comment, position }) => ({ comment_id: comment, position, ...push })))
      .execute();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new MosaicError('conflict', 'One of these suggestions has been committed already, or is being committed; look again.', {
      cause: error,
    });
  }
}

/** In the transaction that settles the push: what it brought is applied and its conversations are settled; else none of it is. */
export async function settleSuggestions(
  writer: Writer,
  { push, moved }: { push: OpenPush; moved: readonly { after: string }[] },
): Promise<void> {
  const { db } = writer;
  const rows = await db
    .selectFrom('applied_suggestions')
    .innerJoin('review_comments', 'review_comments.comment_id', 'applied_suggestions.comment_id')
    .innerJoin('comments', 'comments.id', 'applied_suggestions.comment_id')
    .select(['comments.id', 'comments.issue_id', 'review_comments.review_id', 'review_comments.side', 'review_comments.line'])
    .where('applied_suggestions.applying_push_id', '=', push.id)
    .orderBy('comments.id')
    .execute();
  const commit = moved[0]?.after;
  if (rows.length === 0) return;
  if (commit === undefined) {
    await db.deleteFrom('applied_suggestions').where('applying_push_id', '=', push.id).execute();
    return;
  }
  await db.updateTable('applied_suggestions').set({ commit_id: commit }).where('applying_push_id', '=', push.id).execute();
  const pull = await pullRows(db)
    .where('pulls.issue_id', '=', rows[0]?.issue_id ?? 0)
    .executeTakeFirst();
  const into = pull === undefined ? undefined : await findRepository(db, pull.repository_id);
  if (pull === undefined || into === undefined) return;
  const { emit } = writer.as({ actor: push.actor.login, traceId: push.traceId });
  for (const { id, review_id: reviewId, side, line } of new Map(rows.map((row) => [row.id, row])).values()) {
    await settleConversation(writer, { id, reviewId, place: { side, line } }, push.actor);
    const open = openPullOf(pull);
    emit(pullRequestConversationChanged, aboutPull(into, { ...open, pull: open }, { commentId: id, resolved: true }));
  }
}
