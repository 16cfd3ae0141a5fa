import { Deployments } from '../deployments/deployments.ts';
import { PipelineReader } from '../pipelines/pipeline-reader.ts';
import { PushReader } from '../pushes/push-reader.ts';
import { PushWriter } from '../pushes/push-writer.ts';
import { RepositoryWriter } from '../repositories/repository-writer.ts';
import { RunReader } from '../runs/run-reader.ts';
import { RunWriter } from '../runs/run-writer.ts';
import { DurableRuns } from '../runs/durable-runs.ts';
import { SiteReader } from '../sites/site-reader.ts';
import { SiteWriter } from '../sites/site-writer.ts';
import { createTargets } from '../targets/targets.ts';
import type { CorePorts } from './ports.ts';

export type Aggregates = ReturnType<typeof composeAggregates>;

/** Core's journal, the sites, and who carries deployments and runs out; each given only what it uses. */
export function composeAggregates({ settings, neighbours, store, durable, log }: CorePorts) {
  const runs = { reader: new RunReader(store), writer: new RunWriter(store) };
  const sites = { reader: new SiteReader(store), writer: new SiteWriter(store) };
  return {
    repositories: { writer: new RepositoryWriter(store) },
    pushes: { reader: new PushReader(store), writer: new PushWriter(store) },
    pipelines: { reader: new PipelineReader(store) },
    sites,
    runs,
    durableRuns: new DurableRuns({ durable, ...runs, log }),
    deployments: new Deployments({ neighbours, sites, targets: createTargets(settings.dataFolder) }),
  };
}
