import type { Reader, Store } from '@mosaic/platform/db';

import type { ForgeTables } from '../db/schema.ts';
import { scheduledMergeOf, type ScheduledMerge } from './scheduled-merge.ts';

export class ScheduleReader {
  readonly #store: Store<ForgeTables>;

  constructor(store: Store<ForgeTables>) {
    this.#store = store;
  }

  /** Null when the pull request waits for nothing. */
  async of(issueId: number): Promise<ScheduledMerge | null> {
    const row = await this.#store.read((db) => rowsIn(db).where('scheduled_merges.issue_id', '=', issueId).executeTakeFirst());
    return row === undefined ? null : scheduledMergeOf(row);
  }

  /** Of pull requests into a repository, the oldest first. */
  async into(repositoryId: number): Promise<ScheduledMerge[]> {
    const rows = await this.#store.read((db) =>
      rowsIn(db).where('scheduled_merges.repository_id', '=', repositoryId).orderBy('scheduled_merges.created_at').execute(),
    );
    return rows.map(scheduledMergeOf);
  }
}

function rowsIn(db: Reader<ForgeTables>) {
  return db
    .selectFrom('scheduled_merges')
    .innerJoin('issues', 'issues.id', 'scheduled_merges.issue_id')
    .selectAll('scheduled_merges')
    .select('issues.number');
}
