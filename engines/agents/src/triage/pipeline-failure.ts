import type { Pipeline } from '@mosaic/contracts/mosaic';

/** Why a pipeline failed, as far as its own record tells. */
export type PipelineFailure =
  | { kind: 'step'; workflow: string; step: string; stepId: number; exitCode: number; error: string }
  | { kind: 'workflow'; workflow: string; state: string }
  | { kind: 'configuration'; errors: readonly string[] };

const FAILED = new Set(['failure', 'error', 'killed']);

/** The first step that failed, in the order of the file; without one the faults of the configuration. Null when nothing failed. */
export function failureOf(pipeline: Pick<Pipeline, 'status' | 'errors' | 'workflows'>): PipelineFailure | null {
  for (const workflow of pipeline.workflows) {
    const step = workflow.steps.find(({ state }) => FAILED.has(state));
    if (step !== undefined)
      return { kind: 'step', workflow: workflow.name, step: step.name, stepId: step.id, exitCode: step.exitCode, error: step.error };
  }
  const workflow = pipeline.workflows.find(({ state }) => FAILED.has(state));
  if (workflow !== undefined && pipeline.errors.length === 0) return { kind: 'workflow', workflow: workflow.name, state: workflow.state };
  if (pipeline.errors.length > 0) return { kind: 'configuration', errors: pipeline.errors };
  return FAILED.has(pipeline.status) ? { kind: 'configuration', errors: [] } : null;
}

/** The failure in the few words that a notification has room for, e.g. "step test exited 1". */
export function failureWords(failure: PipelineFailure): string {
  switch (failure.kind) {
    case 'step':
      if (failure.exitCode !== 0) return `step ${failure.step} exited ${failure.exitCode}`;
      return `step ${failure.step} failed${failure.error === '' ? '' : `: ${firstLine(failure.error)}`}`;
    case 'workflow':
      return `workflow ${failure.workflow} did not run (${failure.state})`;
    case 'configuration':
      return failure.errors[0] === undefined ? 'it could not be started' : firstLine(failure.errors[0]);
  }
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').slice(0, 200);
}
