import type { EventLog } from '@mosaic/platform/events';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeTables } from '../db/schema.ts';
import { eventSubject, type Repository } from '../repositories/repository.ts';
import { statusOf, type CommitStatus, type NewStatus } from './status.ts';

export class StatusWriter {
  readonly #events: EventLog<ForgeTables>;

  constructor(events: EventLog<ForgeTables>) {
    this.#events = events;
  }

  /** Adds a status to a commit that exists. */
  async add(
    repository: Repository,
    { sha, ...status }: NewStatus & { sha: string },
    { caller, traceId }: { caller: Caller; traceId: string },
  ): Promise<CommitStatus> {
    return this.#events.transact(async ({ db, as }) => {
      const { id } = await db
        .insertInto('statuses')
        .values({
          repository_id: repository.id,
          sha,
          context: status.context,
          state: status.state,
          description: status.description,
          target_url: status.targetUrl,
          creator_uid: caller.uid,
          creator: caller.login,
          created_at: Date.now(),
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      const row = await db.selectFrom('statuses').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
      as({ actor: caller.login, traceId }).emit('dev.mosaic.commit-status.created', {
        subject: repository.fullName,
        data: { ...eventSubject(repository), statusId: id, sha, context: status.context, state: status.state, targetUrl: status.targetUrl },
      });
      return statusOf(row);
    });
  }
}
