import type { Pipeline, Step, Workflow } from '@mosaic/contracts/woodpecker';

import { stateView } from '../../../parts/status/state-words.ts';

/** Why a pipeline is as it is, where no step's log says so. */
export interface Reason {
  tone: 'fail' | 'idle';
  title: string;
  text: string;
}

/**
 * What the pipeline's own record tells: faults of its configuration, what ended a workflow as a whole, who stopped it, warnings.
 * That a step failed is told by the step.
 */
export function reasonsOf(pipeline: Pipeline): Reason[] {
  const errors = pipeline.errors.filter(({ is_warning }) => !is_warning);
  const warnings = pipeline.errors.filter(({ is_warning }) => is_warning);
  const stopped = stoppedBy(pipeline);
  return [
    ...errors.map(({ message }): Reason => ({ tone: 'fail', title: 'The pipeline could not be made', text: message })),
    ...pipeline.workflows
      .map(({ name, error }): Reason => ({ tone: 'fail', title: `Workflow ${name}`, text: error.replace(/^The step .+? failed\.\s*/, '') }))
      .filter(({ text }) => text !== ''),
    ...(stopped === null ? [] : [{ tone: 'idle', title: 'It was stopped', text: stopped } as const]),
    ...warnings.map(({ message }): Reason => ({ tone: 'idle', title: 'Warning', text: message })),
  ];
}

function stoppedBy({ cancel_info: info }: Pipeline): string | null {
  if (info === null || info === undefined) return null;
  if (info.superseded_by) return `Pipeline #${info.superseded_by} took its place.`;
  if (info.canceled_by_step) return `Step ${info.canceled_by_step} failed, and its failure stops the whole pipeline.`;
  return info.canceled_by_user ? `By ${info.canceled_by_user}.` : null;
}

export interface Chosen {
  workflow: Workflow;
  step: Step;
}

/** A step that failed and may: its workflow goes on and stays green. */
export function mayFail({ failure }: Step): boolean {
  return failure === 'ignore';
}

/** The step in the address; else the one that made the pipeline fail, one that failed and may, the running one, or the last that ran. */
export function chooseStep(pipeline: Pipeline, workflowName: string, stepName: string): Chosen | null {
  const all = pipeline.workflows.flatMap((workflow) => workflow.children.map((step): Chosen => ({ workflow, step })));
  const failed = all.filter(({ step }) => stateView('pipeline', step.state).state === 'failed');
  return (
    all.find(({ workflow, step }) => workflow.name === workflowName && step.name === stepName) ??
    failed.find(({ step }) => !mayFail(step)) ??
    all.find(({ step }) => step.state === 'running') ??
    failed[0] ??
    all.findLast(({ step }) => step.started > 0) ??
    all[0] ??
    null
  );
}
