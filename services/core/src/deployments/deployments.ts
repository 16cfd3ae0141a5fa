import { type Deployment, deploymentGet, deploymentReport } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import { createKeyedQueue } from '@mosaic/platform/waiting';

import { splitRepository, type Neighbours } from '../neighbours.ts';
import { orReason } from '../runs/or-reason.ts';
import type { SiteReader } from '../sites/site-reader.ts';
import type { SiteWriter } from '../sites/site-writer.ts';
import type { Environment, Target } from '../targets/target.ts';
import { fetchArtifact } from './fetch-artifact.ts';

export type DeploymentResult = { live: true; url: string } | { live: false; reason: string };

export interface DeploymentsPorts {
  neighbours: Neighbours;
  sites: { reader: SiteReader; writer: SiteWriter };
  targets: (name: string) => Target;
}

/** Carries deployments out, whoever asked: one at a time per environment, each once. */
export class Deployments {
  readonly #ports: DeploymentsPorts;
  /** The run of the pipeline and the run of the request meet here. */
  readonly #inHand = new Map<number, Promise<DeploymentResult>>();
  readonly #queue = createKeyedQueue();

  constructor(ports: DeploymentsPorts) {
    this.#ports = ports;
  }

  /** Ends with the deployment live or failed, and reported so. Safe to repeat; a passing fault is thrown. */
  carryOut(id: number, signal: AbortSignal): Promise<DeploymentResult> {
    const running = this.#inHand.get(id);
    if (running !== undefined) return running;
    const work = this.#perform(id, signal).finally(() => this.#inHand.delete(id));
    this.#inHand.set(id, work);
    return work;
  }

  /** Says that it failed, when core had to give up. */
  async giveUp(id: number, reason: string): Promise<void> {
    await this.#report(id, 'failed', reason);
  }

  /** Removes the files that a deployment put live, for good; false when they are gone already. @throws `conflict` while they are live. */
  dropFiles(environment: Environment, id: number): Promise<boolean> {
    const { sites, targets } = this.#ports;
    return this.#queue(keyOf(environment), async () => targets('site').drop(environment, await sites.reader.releaseOf(id)));
  }

  async #perform(id: number, signal: AbortSignal): Promise<DeploymentResult> {
    const { deployment } = await this.#ports.neighbours.mcp(deploymentGet, { id }, signal);
    if (deployment.state === 'failed') return { live: false, reason: deployment.reason };
    if (deployment.state === 'live' || deployment.state === 'superseded') return { live: true, url: deployment.url };
    return this.#queue(keyOf(deployment), async () => {
      if (deployment.state === 'requested') await this.#report(id, 'running');
      const done = await orReason(() => this.#putLive(deployment, signal));
      if (!done.ok) {
        await this.#report(id, 'failed', done.reason);
        return { live: false, reason: done.reason };
      }
      return { live: true, url: (await this.#report(id, 'live')).url };
    });
  }

  async #report(id: number, state: 'running' | 'live' | 'failed', reason = ''): Promise<Deployment> {
    const { mcp } = this.#ports.neighbours;
    const stated = { requestId: `deployment:${id}:${state}`, id, state, reason: reason.slice(0, 2_000) };
    return (await mcp(deploymentReport, stated)).deployment;
  }

  async #putLive(deployment: Deployment, signal: AbortSignal): Promise<void> {
    const { neighbours, sites, targets } = this.#ports;
    const { id, rollbackOf } = deployment;
    const [owner, name] = splitRepository(deployment.repository);
    const repository = await neighbours.forge.getRepository(owner, name, { signal });
    if (repository === null) throw new MosaicError('not_found', `The repository ${deployment.repository} is not there any more.`);
    const site = await sites.reader.find(deployment);
    if (site !== null && site.deploymentId > id)
      throw new MosaicError('conflict', `A newer deployment (#${site.deploymentId}) is already live.`);
    const earlier = rollbackOf === null ? null : await sites.reader.releaseOf(rollbackOf);
    const target = targets(deployment.target);
    if (site !== null && site.repositoryId !== repository.id) {
      // The name was another repository's, whose files must not be reached below it. The row says who may read, so it comes before
      // the files, which may be private where the former ones were not; and after the former ones are gone, in case this ends here.
      await target.forget(deployment);
      await sites.writer.handOver(deployment, repository);
    }
    const { release } = await target.putLive({
      deployment,
      release: earlier,
      artifact: () => fetchArtifact(neighbours.artifacts, deployment),
      signal,
    });
    await sites.writer.putLive(deployment, { repository, deploymentId: id, release });
  }
}

/** Deployments of one environment wait for each other. */
function keyOf({ project, environment }: Environment): string {
  return `${project}/${environment}`;
}
