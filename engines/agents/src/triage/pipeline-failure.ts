import type { Pipeline } from '@mosaic/contracts/mosaic';

/** Why a pipeline failed, as far as its own record tells. */
export type PipelineFailure =
  | FailedStep
  /** A workflow that ended as a whole, by its limit of time or with its runner; `step` is what ran then. */
  | { kind: 'workflow'; workflow: string; state: string; error: string; step: StepName | null }
  | { kind: 'configuration'; errors: readonly string[] }
  /** Somebody or something stopped it; `by` as the pipeline's record has it. */
  | { kind: 'canceled'; by: string };

export interface FailedStep {
  kind: 'step';
  workflow: string;
  step: string;
  stepId: number;
  exitCode: number;
  error: string;
  /** Steps that failed too and were allowed to (`failure: ignore`). */
  ignored: readonly string[];
  /** What the workflow says beside that, e.g. that a part of the log was lost; "" for nothing. */
  note: string;
  /** Whether it stopped the rest of the pipeline with it (`failure: cancel`). */
  stopsAll: boolean;
}

interface StepName {
  name: string;
  id: number;
}

type Told = Pick<Pipeline, 'status' | 'errors' | 'workflows' | 'canceledBy'>;
type Workflow = Told['workflows'][number];
type Step = Workflow['steps'][number];

/** States of what failed by itself; `killed` is what ended with something else. */
const FAILED = new Set(['failure', 'error']);
const ENDED_BADLY = new Set([...FAILED, 'killed']);

/**
 * What made the pipeline fail: a step that counts, in the order of the file; else who stopped it; else the workflow that
 * ended as a whole; else the faults of the configuration. A step that may fail (`failure: ignore`) is never the reason. Null
 * when nothing failed.
 */
export function failureOf(pipeline: Told): PipelineFailure | null {
  const ended = pipeline.workflows.filter(({ state }) => ENDED_BADLY.has(state));
  for (const workflow of ended) {
    const step = workflow.steps.find((candidate) => counts(candidate) && FAILED.has(candidate.state));
    if (step !== undefined) return failedStep(workflow, step, pipeline.canceledBy);
  }
  if (pipeline.canceledBy !== '' && pipeline.status !== 'success') return { kind: 'canceled', by: pipeline.canceledBy };
  const [workflow] = ended;
  if (workflow !== undefined && (pipeline.errors.length === 0 || workflow.error !== '')) return endedWorkflow(workflow);
  if (pipeline.errors.length > 0 && !isGreen(pipeline.status)) return { kind: 'configuration', errors: pipeline.errors };
  return ENDED_BADLY.has(pipeline.status) ? { kind: 'configuration', errors: [] } : null;
}

/** The failure in the few words that a notification has room for, e.g. "step test exited 1". */
export function failureWords(failure: PipelineFailure): string {
  switch (failure.kind) {
    case 'step':
      return `step ${failure.step} ${stepWords(failure)}${failure.note === '' ? '' : ` (${firstLine(failure.note)})`}`;
    case 'workflow': {
      if (failure.error === '') return `workflow ${failure.workflow} did not run (${failure.state})`;
      return `workflow ${failure.workflow}: ${firstLine(failure.error)}${failure.step === null ? '' : ` (step ${failure.step.name} was running)`}`;
    }
    case 'configuration':
      return failure.errors[0] === undefined ? 'it could not be started' : firstLine(failure.errors[0]);
    case 'canceled':
      return canceledWords(failure.by);
  }
}

/** How a step failed: the runner's words where it has some, for an exit code alone does not tell a killed one. */
export function stepWords({ exitCode, error }: Pick<FailedStep, 'exitCode' | 'error'>): string {
  if (error !== '') return `failed: ${firstLine(error)}`;
  return exitCode === 0 ? 'failed' : `exited ${exitCode}`;
}

/** Who stopped a pipeline: a login, "step <name>", or "pipeline <number>" that took its place. */
export function canceledWords(by: string): string {
  if (by.startsWith('step ')) return `stopped because ${by} failed`;
  if (by.startsWith('pipeline ')) return `stopped because pipeline #${by.slice('pipeline '.length)} took its place`;
  return `stopped by ${by}`;
}

function failedStep(workflow: Workflow, step: Step, canceledBy: string): FailedStep {
  const ignored = workflow.steps.filter((other) => !counts(other) && FAILED.has(other.state));
  return {
    kind: 'step',
    workflow: workflow.name,
    step: step.name,
    stepId: step.id,
    exitCode: step.exitCode,
    error: step.error,
    ignored: ignored.map(({ name }) => name),
    note: workflow.error.replace(/^The step .+? failed\.\s*/, ''),
    stopsAll: canceledBy === `step ${step.name}`,
  };
}

function endedWorkflow({ name, state, error, steps }: Workflow): PipelineFailure {
  const step = steps.find((candidate) => counts(candidate) && candidate.state === 'killed');
  return { kind: 'workflow', workflow: name, state, error, step: step === undefined ? null : { name: step.name, id: step.id } };
}

function counts({ failure }: Step): boolean {
  return failure !== 'ignore';
}

function isGreen(status: string): boolean {
  return status === 'success' || status === 'skipped';
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').slice(0, 200);
}
