import { auditWritten, pullRequestReviewRequested, pullRequestReviewRequestRemoved } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import { aboutPull } from '../pulls/pull-events.ts';
import { endRequests, insertReview, pullNow } from './review-rows.ts';
import type { Reviewer } from './review.ts';
import type { Reviewed } from './review-writer.ts';

/** Somebody who is asked, and whether their verdict would count. */
export interface Asked extends Reviewer {
  isOfficial: boolean;
}

/** Asks people to review, and takes that back. */
export class RequestWriter {
  readonly #events: EventLog<ForgeTables>;

  constructor(events: EventLog<ForgeTables>) {
    this.#events = events;
  }

  /** Answers the ids of the new requests; who is asked already stays so. @throws MosaicError `forbidden` for a closed one. */
  async ask({ repository, issue }: Reviewed, people: readonly Asked[], cause: Cause): Promise<number[]> {
    return this.#events.transact(async (writer) => {
      const { db } = writer;
      const ids: number[] = [];
      const { emit } = writer.as(cause);
      if (people.length > 0 && !(await pullNow(writer, issue.id)).isOpen)
        throw new MosaicError('forbidden', 'cannot request a review of a closed or merged PR');
      for (const person of people) {
        const own = db.selectFrom('reviews').select('id').where('issue_id', '=', issue.id).where('reviewer_uid', '=', person.uid);
        if ((await own.where('state', '=', 'requested').executeTakeFirst()) !== undefined) continue;
        // Who is asked again has not answered: what they said before counts no more.
        if (person.isOfficial)
          await db
            .updateTable('reviews')
            .set({ official: 0 })
            .where('issue_id', '=', issue.id)
            .where('reviewer_uid', '=', person.uid)
            .execute();
        const asked = { issueId: issue.id, reviewer: person, state: 'requested', body: '', commit_id: '' } as const;
        ids.push(await insertReview(writer, { ...asked, official: person.isOfficial ? 1 : 0 }));
        emit(pullRequestReviewRequested, aboutPull(repository, issue, { reviewer: person.login, reviewerUid: person.uid }));
      }
      if (ids.length === 0) emit(auditWritten, nothing(repository.fullName));
      return ids;
    });
  }

  /** Who is not asked stays so; the last verdict of one who was counts again. */
  async takeBack({ repository, issue }: Reviewed, people: readonly Asked[], cause: Cause): Promise<void> {
    await this.#events.transact(async (writer) => {
      const { db } = writer;
      const { emit } = writer.as(cause);
      let count = 0;
      for (const person of people) {
        if (!(await endRequests(writer, issue, person))) continue;
        count += 1;
        const verdicts = db.selectFrom('reviews').select('id').where('issue_id', '=', issue.id).where('reviewer_uid', '=', person.uid);
        const last = await verdicts.where('state', 'in', ['approved', 'rejected']).orderBy('id', 'desc').limit(1).executeTakeFirst();
        if (person.isOfficial && last !== undefined)
          await db.updateTable('reviews').set({ official: 1 }).where('id', '=', last.id).execute();
        emit(pullRequestReviewRequestRemoved, aboutPull(repository, issue, { reviewer: person.login, reviewerUid: person.uid }));
      }
      if (count === 0) emit(auditWritten, nothing(repository.fullName));
    });
  }
}

function nothing(subject: string) {
  return { subject, data: { operation: 'review.request', allowed: true, detail: { changed: 0 } } };
}
