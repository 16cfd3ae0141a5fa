import type { DeploymentState } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import type { Caller } from '@mosaic/platform/identity';

/** From each state, what a report may make of it. Repeating a report changes nothing. */
const REPORTS: Record<DeploymentState, readonly DeploymentState[]> = {
  requested: ['running', 'live', 'failed'],
  running: ['live', 'failed'],
  live: [],
  superseded: [],
  failed: [],
};

/** Whether a report changes the state. Throws `conflict` when it cannot follow. */
export function judgeReport(id: number, from: DeploymentState, to: 'running' | 'live' | 'failed'): 'change' | 'same' {
  if (from === to) return 'same';
  if (REPORTS[from].includes(to)) return 'change';
  throw new MosaicError('conflict', `Deployment ${id} is ${from} and cannot become ${to}. Request a new deployment instead.`);
}

/** Throws `conflict` unless the deployment was live before: only that can be gone back to. */
export function judgeRollBack({ id, state }: { id: number; state: string }): void {
  if (state === 'superseded') return;
  throw new MosaicError(
    'conflict',
    `Deployment ${id} is ${state}; only one that was live before can be gone back to. Look at them with deployment_list.`,
  );
}

/** The right in the repository that a report needs; null for the platform's engine, which reports also when the repository has gone. */
export function rightToReport({ builtIn, kind }: Caller): 'admin' | null {
  return builtIn && kind === 'service' ? null : 'admin';
}

/** What a request is checked against. */
export interface Request {
  environment: string;
  branch: string;
  sha: string;
  artifact: string;
  defaultBranch: string;
  pipeline: { number: number; status: string; commit: string; branch: string; event: string };
  hasArtifact: boolean;
}

/** Throws when the pipeline's facts do not allow the deployment: only what was tested goes live. */
export function judgeRequest({ environment, branch, sha, artifact, defaultBranch, pipeline, hasArtifact }: Request): void {
  const which = `Pipeline ${pipeline.number}`;
  if (pipeline.commit !== sha) throw new MosaicError('precondition_failed', `${which} ran on ${pipeline.commit}, not on ${sha}.`);
  if (pipeline.status !== 'success')
    throw new MosaicError('precondition_failed', `${which} is ${pipeline.status}, not green. Deploy from a pipeline that succeeded.`);
  if (pipeline.branch !== branch)
    throw new MosaicError('precondition_failed', `${which} ran on branch "${pipeline.branch}", not on "${branch}".`);
  if (environment === 'production' && (branch !== defaultBranch || pipeline.event.startsWith('pull_request')))
    throw new MosaicError(
      'forbidden',
      `"production" deploys only from the default branch "${defaultBranch}". Give the environment another name for "${branch}".`,
    );
  if (!hasArtifact)
    throw new MosaicError(
      'not_found',
      `${which} handed over no artifact "${artifact}". Add "mosaic artifact upload <folder> --name ${artifact}" to a step.`,
    );
}
