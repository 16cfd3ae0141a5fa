import { ExpressionError } from '../expression/syntax.ts';
import { judgeWhen, type RunCondition } from '../when/match.ts';
import type { StepSpec } from '../yaml/step-spec.ts';
import type { Draft } from './draft.ts';
import { buildGraph, type GraphNode } from './graph.ts';

/** Steps of one workflow; more is a mistake or an attack. */
const MAX_STEPS = 1000;

/** What a workflow's `when`s leave to run. */
export interface Plan {
  steps: GraphNode[];
  services: StepSpec[];
  runs: ReadonlyMap<StepSpec, RunCondition>;
}

/** Judges the filters of the steps and draws their graph; `undefined` when there is an error or nothing left to run. */
export function planWorkflow(draft: Draft): Plan | undefined {
  const { file, faults } = draft;
  if (file.steps.length + file.services.length + file.clone.length > MAX_STEPS) {
    faults.error('linter', `The workflow has more than ${MAX_STEPS} steps; split it into several files.`, {
      place: file.steps[0]?.place,
      field: 'steps',
    });
    return undefined;
  }
  const runs = new Map<StepSpec, RunCondition>();
  for (const step of [...file.steps, ...file.services, ...file.clone]) {
    const run = judgeStep(step, draft);
    if (run?.matches === true) runs.set(step, run);
  }
  const steps = buildGraph(file.steps, (step) => runs.has(step), faults);
  if (faults.hasErrors || steps.length === 0) return undefined;
  return { steps, services: file.services.filter((step) => runs.has(step)), runs };
}

function judgeStep(step: StepSpec, { context, faults }: Draft): RunCondition | undefined {
  try {
    return judgeWhen(step.when, context, 'step');
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    faults.error('compiler', `Step "${step.name}": when.evaluate: ${error.message}.`, {
      place: step.place,
      field: `${step.field}.when.evaluate`,
    });
    return undefined;
  }
}

/** How many numbers the steps of a planned workflow take, clone included. */
export function countSteps(draft: Draft, plan: Plan): number {
  const clones = draft.file.skipClone ? 0 : Math.max(1, draft.file.clone.length);
  return clones + plan.services.length + plan.steps.length;
}
