import { type Deployment, deploymentGet, deploymentReport } from '@mosaic/contracts/mosaic';
import type { Store, Writer } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';

import type { CoreTables } from '../db/schema.ts';
import { splitRepository, type Neighbours } from '../neighbours.ts';
import { orReason } from '../runs/or-reason.ts';
import { createTurns } from '../runs/turns.ts';
import type { Environment, Target } from '../targets/target.ts';
import { fetchArtifact } from './fetch-artifact.ts';

export type DeploymentResult = { live: true; url: string } | { live: false; reason: string };

/** Carries deployments out, whoever asked: one at a time per environment, each once. */
export interface Deployments {
  /** Ends with the deployment live or failed, and reported so. Safe to repeat; a passing fault is thrown. */
  carryOut(id: number, signal: AbortSignal): Promise<DeploymentResult>;
  /** Says that it failed, when core had to give up. */
  giveUp(id: number, reason: string): Promise<void>;
  /** Removes the files that a deployment put live, for good; false when they are gone already. @throws `conflict` while they are live. */
  dropFiles(environment: Environment, id: number): Promise<boolean>;
}

export interface DeploymentsDeps {
  neighbours: Neighbours;
  store: Store<CoreTables>;
  targets: (name: string) => Target;
}

export function createDeployments({ neighbours, store, targets }: DeploymentsDeps): Deployments {
  /** The run of the pipeline and the run of the request meet here. */
  const inHand = new Map<number, Promise<DeploymentResult>>();
  const inTurn = createTurns();
  const { mcp } = neighbours;

  const report = async (id: number, state: 'running' | 'live' | 'failed', reason = ''): Promise<Deployment> =>
    (await mcp(deploymentReport, { requestId: `deployment:${id}:${state}`, id, state, reason: reason.slice(0, 2_000) })).deployment;

  const perform = async (id: number, signal: AbortSignal): Promise<DeploymentResult> => {
    const { deployment } = await mcp(deploymentGet, { id }, signal);
    if (deployment.state === 'failed') return { live: false, reason: deployment.reason };
    if (deployment.state === 'live' || deployment.state === 'superseded') return { live: true, url: deployment.url };
    return inTurn(`${deployment.project}/${deployment.environment}`, async () => {
      if (deployment.state === 'requested') await report(id, 'running');
      const done = await orReason(() => putLive({ neighbours, store, targets }, deployment, signal));
      if (!done.ok) {
        await report(id, 'failed', done.reason);
        return { live: false, reason: done.reason };
      }
      return { live: true, url: (await report(id, 'live')).url };
    });
  };

  return {
    carryOut(id, signal) {
      const running = inHand.get(id);
      if (running !== undefined) return running;
      const work = perform(id, signal).finally(() => inHand.delete(id));
      inHand.set(id, work);
      return work;
    },
    dropFiles: (environment, id) =>
      inTurn(`${environment.project}/${environment.environment}`, async () =>
        targets('site').drop(environment, await releaseOf(store, id)),
      ),
    async giveUp(id, reason) {
      await report(id, 'failed', reason);
    },
  };
}

async function putLive({ neighbours, store, targets }: DeploymentsDeps, deployment: Deployment, signal: AbortSignal): Promise<void> {
  const { id, project, environment, rollbackOf } = deployment;
  const [owner, name] = splitRepository(deployment.repository);
  const repository = await neighbours.forge.getRepository(owner, name, { signal });
  if (repository === null) throw new MosaicError('not_found', `The repository ${deployment.repository} is not there any more.`);
  const site = await store.read((db) =>
    db
      .selectFrom('sites')
      .select(['deployment_id', 'repository_id'])
      .where('project', '=', project)
      .where('environment', '=', environment)
      .executeTakeFirst(),
  );
  if (site !== undefined && Number(site.deployment_id) > id)
    throw new MosaicError('conflict', `A newer deployment (#${Number(site.deployment_id)}) is already live.`);
  const earlier = rollbackOf === null ? null : await releaseOf(store, rollbackOf);
  const target = targets(deployment.target);
  const row = { project, environment, repository_id: repository.id, repository: repository.full_name };
  if (site !== undefined && Number(site.repository_id) !== repository.id) {
    // The name was another repository's, whose files must not be reached below it. The row says who may read, so it comes before
    // the files, which may be private where the former ones were not; and after the former ones are gone, in case this ends here.
    await target.forget(deployment);
    await writeSite(store, { ...row, deployment_id: 0, release_id: 0 });
  }
  const { release } = await target.putLive({
    deployment,
    release: earlier,
    artifact: () => fetchArtifact(neighbours.artifacts, deployment),
    signal,
  });
  await store.transact(async ({ db }) => {
    await replaceSite(db, { ...row, deployment_id: id, release_id: release });
    await db.deleteFrom('releases').where('deployment_id', '=', id).execute();
    await db.insertInto('releases').values({ deployment_id: id, project, environment, release_id: release }).execute();
  });
}

type SiteRow = CoreTables['sites'];

async function writeSite(store: Store<CoreTables>, row: SiteRow): Promise<void> {
  await store.transact(({ db }) => replaceSite(db, row));
}

async function replaceSite(db: Writer<CoreTables>['db'], row: SiteRow): Promise<void> {
  await db.deleteFrom('sites').where('project', '=', row.project).where('environment', '=', row.environment).execute();
  await db.insertInto('sites').values(row).execute();
}

/** The files that an earlier deployment put live; they may be those of one before it. */
async function releaseOf(store: Store<CoreTables>, deploymentId: number): Promise<number> {
  const row = await store.read((db) =>
    db.selectFrom('releases').select('release_id').where('deployment_id', '=', deploymentId).executeTakeFirst(),
  );
  return row === undefined ? deploymentId : Number(row.release_id);
}
