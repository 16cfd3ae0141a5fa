import { commitStatusCreated } from '@mosaic/contracts/mosaic';
import type { Cause, EventLog } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import { about, type Repository } from '../repositories/repository.ts';
import { statusOf, type CommitStatus, type NewStatus } from './status.ts';

export class StatusWriter {
  readonly #events: EventLog<ForgeTables>;

  constructor(events: EventLog<ForgeTables>) {
    this.#events = events;
  }

  /** Adds a status to a commit that exists. */
  async add(repository: Repository, status: NewStatus, cause: Cause): Promise<CommitStatus> {
    return this.#events.transact(async ({ db, as }) => {
      const { id } = await db
        .insertInto('statuses')
        .values({
          repository_id: repository.id,
          sha: status.sha,
          context: status.context,
          state: status.state,
          description: status.description,
          target_url: status.targetUrl,
          creator_uid: status.creator.uid,
          creator: status.creator.login,
          created_at: Date.now(),
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const row = await db.selectFrom('statuses').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
      const { sha, context, state, targetUrl } = status;
      as(cause).emit(commitStatusCreated, about(repository, { statusId: id, sha, context, state, targetUrl }));
      return statusOf(row);
    });
  }
}
