import { activateRepository, redeliverPush } from '../activation/activate-repository.ts';
import { pipelineRun } from '../delivery/pipeline-run.ts';
import { deploymentRun } from '../deployments/deployment-run.ts';
import type { Deployments } from '../deployments/deployments.ts';
import type { Runs } from '../runs/runs.ts';
import { validationRun } from '../tasks/validation-run.ts';
import type { CorePorts } from './ports.ts';

/** What core does with each event that asks for work. */
export function defineRuns(
  runs: Runs,
  { settings: { publicUrl }, store, neighbours, log }: Pick<CorePorts, 'settings' | 'store' | 'neighbours' | 'log'>,
  deployments: Deployments,
): void {
  runs.define('activate', activateRepository({ neighbours, store, log }));
  runs.define('redelivery', redeliverPush({ neighbours, store, log }));
  runs.define('pipeline', pipelineRun({ neighbours, store, deployments, publicUrl }));
  runs.define('deployment', deploymentRun(deployments));
  runs.define('validation', validationRun({ neighbours, log }));
}
