import type { Store, Writer } from '@mosaic/platform/db';

import type { CoreTables } from '../db/schema.ts';
import type { Environment } from '../targets/target.ts';

/** The repository whose site it is, under the name that it bears now. */
export interface SiteRepository {
  id: number;
  full_name: string;
}

export class SiteWriter {
  readonly #store: Store<CoreTables>;

  constructor(store: Store<CoreTables>) {
    this.#store = store;
  }

  /** From now on the environment is this repository's, which has nothing live there yet. */
  async handOver(environment: Environment, repository: SiteRepository): Promise<void> {
    await this.#store.transact(({ db }) => replace(db, environment, { repository, deploymentId: 0, release: 0 }));
  }

  /** A deployment is live, with the files of a release. */
  async putLive(environment: Environment, live: { repository: SiteRepository; deploymentId: number; release: number }): Promise<void> {
    const { deploymentId, release } = live;
    const { project, environment: name } = environment;
    await this.#store.transact(async ({ db }) => {
      await replace(db, environment, live);
      await db.deleteFrom('releases').where('deployment_id', '=', deploymentId).execute();
      await db.insertInto('releases').values({ deployment_id: deploymentId, project, environment: name, release_id: release }).execute();
    });
  }
}

async function replace(
  db: Writer<CoreTables>['db'],
  { project, environment }: Environment,
  { repository, deploymentId, release }: { repository: SiteRepository; deploymentId: number; release: number },
): Promise<void> {
  await db.deleteFrom('sites').where('project', '=', project).where('environment', '=', environment).execute();
  const row = { project, environment, repository_id: repository.id, repository: repository.full_name };
  await db
    .insertInto('sites')
    .values({ ...row, deployment_id: deploymentId, release_id: release })
    .execute();
}
