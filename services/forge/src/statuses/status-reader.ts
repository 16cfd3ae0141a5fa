import type { Store } from '@mosaic/platform/db';

import type { ForgeTables } from '../db/schema.ts';
import { statusOf, type CommitStatus } from './status.ts';

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
      return { items: rows.map(statusOf), total };
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

  /** The same of several commits at once, by commit; one without any is left out. */
  async latestOf(repositoryId: number, shas: readonly string[]): Promise<Map<string, CommitStatus[]>> {
    if (shas.length === 0) return new Map();
    return this.#store.read(async (db) => {
      const own = db
        .selectFrom('statuses')
        .where('repository_id', '=', repositoryId)
        .where('sha', 'in', [...shas]);
      const last = own.select((select) => select.fn.max('id').as('id')).groupBy(['sha', 'context']);
      const rows = await db.selectFrom('statuses').selectAll().where('id', 'in', last).limit(ROWS_MAX).execute();
      return Map.groupBy(rows.map(statusOf), ({ sha }) => sha);
    });
  }
}
