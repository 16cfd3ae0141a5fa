import type { Selectable } from 'kysely';

import type { Store } from '@mosaic/platform/db';
import type { EventLog } from '@mosaic/platform/events';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeTables, StatusRow } from '../db/schema.ts';
import { eventSubject, type Repository } from '../repositories/repository.ts';

export interface CommitStatus {
  id: number;
  sha: string;
  context: string;
  state: StatusRow['state'];
  description: string;
  targetUrl: string;
  creator: { uid: number; login: string };
  createdAt: number;
}

export type NewStatus = Pick<CommitStatus, 'context' | 'state' | 'description' | 'targetUrl'>;

/** Contexts of one commit that are looked at; a commit has a few dozen. */
const ROWS_MAX = 5_000;

export class StatusReader {
  readonly #store: Store<ForgeTables>;

  constructor(store: Store<ForgeTables>) {
    this.#store = store;
  }

  /** Every status of a commit, or those of a state; newest first by default. */
  async list(
    repositoryId: number,
    sha: string,
    {
      state,
      order = 'desc',
      ...page
    }: { state?: CommitStatus['state'] | undefined; order?: 'asc' | 'desc'; offset: number; limit: number },
  ): Promise<{ items: CommitStatus[]; total: number }> {
    return this.#store.read(async (db) => {
      let found = db.selectFrom('statuses').where('repository_id', '=', repositoryId).where('sha', '=', sha);
      if (state !== undefined) found = found.where('state', '=', state);
      const { total } = await found.select((select) => select.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      const rows = await found.selectAll().orderBy('id', order).offset(page.offset).limit(page.limit).execute();
      return { items: rows.map(statusOf), total: Number(total) };
    });
  }

  /** Null when the repository has no such status. */
  async byId(repositoryId: number, id: number): Promise<CommitStatus | null> {
    return this.#store.read(async (db) => {
      const row = await db
        .selectFrom('statuses')
        .selectAll()
        .where('repository_id', '=', repositoryId)
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? null : statusOf(row);
    });
  }

  /** The latest status of each context: the highest id counts (forge contract 2.7). */
  async latest(repositoryId: number, sha: string): Promise<CommitStatus[]> {
    const { items } = await this.list(repositoryId, sha, { offset: 0, limit: ROWS_MAX });
    const byContext = new Map<string, CommitStatus>();
    for (const status of items) if (!byContext.has(status.context)) byContext.set(status.context, status);
    return [...byContext.values()];
  }
}

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

function statusOf(row: Selectable<StatusRow>): CommitStatus {
  return {
    id: Number(row.id),
    sha: row.sha,
    context: row.context,
    state: row.state,
    description: row.description,
    targetUrl: row.target_url,
    creator: { uid: Number(row.creator_uid), login: row.creator },
    createdAt: Number(row.created_at),
  };
}
