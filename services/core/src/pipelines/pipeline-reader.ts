import type { Store } from '@mosaic/platform/db';

import type { CoreTables } from '../db/schema.ts';

/** Pipelines of a branch that are looked back at; those between may have been stopped. */
const LOOK_BACK = 50;

export interface BranchPipelines {
  /** Statuses of those before, newest first. */
  before: string[];
  /** Events of those after that have passed, oldest first. */
  passedAfter: string[];
}

export class PipelineReader {
  readonly #store: Store<CoreTables>;

  constructor(store: Store<CoreTables>) {
    this.#store = store;
  }

  /** The finished pipelines of a branch around one of it. */
  async around({ repositoryId, branch, number }: { repositoryId: number; branch: string; number: number }): Promise<BranchPipelines> {
    return this.#store.read(async (db) => {
      const ofBranch = db
        .selectFrom('pipelines')
        .select(['number', 'event', 'status'])
        .where('repository_id', '=', repositoryId)
        .where('branch', '=', branch);
      const before = await ofBranch.where('number', '<', number).orderBy('number', 'desc').limit(LOOK_BACK).execute();
      const after = await ofBranch
        .where('number', '>', number)
        .where('status', '=', 'success')
        .orderBy('number')
        .limit(LOOK_BACK)
        .execute();
      return { before: before.map(({ status }) => status), passedAfter: after.map(({ event }) => event) };
    });
  }
}
