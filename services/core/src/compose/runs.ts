import { activateRepository, redeliverPush } from '../activation/activate-repository.ts';
import { pipelineRun } from '../delivery/pipeline-run.ts';
import { deploymentRun } from '../deployments/deployment-run.ts';
import { validationRun } from '../tasks/validation-run.ts';
import type { Aggregates } from './aggregates.ts';
import type { CorePorts } from './ports.ts';

/** What core does with each event that asks for work. */
export function defineRuns(
  { settings: { publicUrl }, neighbours, log }: CorePorts,
  { durableRuns, repositories, pushes, pipelines, deployments }: Aggregates,
): void {
  durableRuns.define('activate', activateRepository({ neighbours, repositories, pushes, log }));
  durableRuns.define('redelivery', redeliverPush({ neighbours, log }));
  durableRuns.define('pipeline', pipelineRun({ neighbours, pipelines, pushes, deployments, publicUrl }));
  durableRuns.define('deployment', deploymentRun(deployments));
  durableRuns.define('validation', validationRun({ neighbours, log }));
}
