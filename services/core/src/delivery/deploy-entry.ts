import { deploymentRequest, type EventData, type EventRecord, type pipelineRunFinished } from '@mosaic/contracts/mosaic';
import type { DurableRun } from '@mosaic/platform/durable';
import type { KeyedQueue } from '@mosaic/platform/waiting';

import type { Deployments } from '../deployments/deployments.ts';
import type { Neighbours } from '../neighbours.ts';
import type { PipelineReader } from '../pipelines/pipeline-reader.ts';
import { orReason } from '../runs/or-reason.ts';
import { isOvertaken, type DeployEntry } from './delivery-policy.ts';
import type { EntryResult } from './run-outcome.ts';

export interface DeployEntryDeps {
  neighbours: Neighbours;
  pipelines: { reader: PipelineReader };
  deployments: Deployments;
  queue: KeyedQueue<string>;
}

export interface WantedDeployment {
  data: EventData<typeof pipelineRunFinished>;
  entry: DeployEntry;
  project: string;
}

/** "Deploy update": asks mcp, then carries it out. Null when a later pipeline of the branch has asked already. */
export async function deployEntry(
  deps: DeployEntryDeps,
  run: DurableRun<EventRecord>,
  wanted: WantedDeployment,
): Promise<EntryResult | null> {
  const environment = wanted.entry.name;
  const asked = await run.step(`request ${environment}`, () => request(deps, run.input, wanted));
  if (asked === null) return null;
  if (!asked.ok) return { environment, live: false, reason: asked.reason };
  return { environment, ...(await run.step(`deploy ${environment}`, (signal) => deps.deployments.carryOut(asked.value, signal))) };
}

/**
 * Requests of one branch go in turn, and each looks again for later pipelines: so the order of the deployments is the order
 * of the pipelines, also when one of them had to wait for a neighbour.
 */
function request({ neighbours, pipelines, queue }: DeployEntryDeps, event: EventRecord, { data, entry, project }: WantedDeployment) {
  return queue(`${data.repositoryId}/${data.branch}`, async () => {
    const { passedAfter } = await pipelines.reader.around(data);
    if (isOvertaken(entry, passedAfter)) return null;
    return orReason(async () => {
      const { deployment } = await neighbours.mcp(deploymentRequest, {
        requestId: `${event.id}:${entry.name}`,
        project,
        environment: entry.name,
        repository: data.repository,
        pipelineNumber: data.number,
        sha: data.sha,
        branch: data.branch,
        title: data.title.slice(0, 500),
        target: entry.target,
        artifact: entry.artifact,
        traceId: event.traceId,
      });
      return deployment.id;
    });
  });
}
