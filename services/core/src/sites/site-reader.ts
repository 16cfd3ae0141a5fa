import type { Store } from '@mosaic/platform/db';

import type { CoreTables } from '../db/schema.ts';
import type { Environment } from '../targets/target.ts';

/** What an environment of target `site` serves. */
export interface Site {
  repositoryId: number;
  /** The deployment whose files are live; 0 where none are yet. */
  deploymentId: number;
}

export class SiteReader {
  readonly #store: Store<CoreTables>;

  constructor(store: Store<CoreTables>) {
    this.#store = store;
  }

  /** Null for an environment that nothing was deployed to. */
  async find({ project, environment }: Environment): Promise<Site | null> {
    const row = await this.#store.read((db) =>
      db
        .selectFrom('sites')
        .select(['deployment_id', 'repository_id'])
        .where('project', '=', project)
        .where('environment', '=', environment)
        .executeTakeFirst(),
    );
    return row === undefined ? null : { repositoryId: row.repository_id, deploymentId: row.deployment_id };
  }

  /** The files that an earlier deployment put live; they may be those of one before it. */
  async releaseOf(deploymentId: number): Promise<number> {
    const row = await this.#store.read((db) =>
      db.selectFrom('releases').select('release_id').where('deployment_id', '=', deploymentId).executeTakeFirst(),
    );
    return row === undefined ? deploymentId : row.release_id;
  }
}
