import type { CompileInput, CompileResult } from './compile-input.ts';
import { compileWorkflow } from './compile-workflow.ts';
import { draftFile, workflowName, type Draft } from './draft.ts';
import { pipelineEnvironment } from './environment.ts';
import { countSteps, planWorkflow, type Plan } from './plan.ts';
import { checkWorkflowCycles, pruneWorkflows } from './prune.ts';
import { isSkipped } from './skip-message.ts';
import type { StepConfig } from './workflow-config.ts';
import { FaultList, type PipelineFault } from '../yaml/fault.ts';
import { WorkBudget, WorkExceeded } from './work-budget.ts';

/** Files of one pipeline. */
const MAX_FILES = 100;
/** Characters of all files times their axes; reading them takes about a second at most (measured). */
const MAX_READ = 512 * 1024;
/** Characters of all commands and variables of all steps: each step bears the pipeline's variables, and all of it is stored. */
const MAX_COMPILED = 16 * 1024 * 1024;

/**
 * Compiles the files of one commit into workflows, in the order of work of docs/reference/pipelines.md#order-of-work. Pure: it reads no clock and no disk;
 * only step ids are random, and `newId` replaces them. It does not throw for anything that a file can contain.
 */
export function compilePipeline(input: CompileInput): CompileResult {
  const { pipeline, commit } = input.metadata;
  if (isSkipped(pipeline.event, commit.message)) return { errors: [], workflows: [], filtered: true };
  if (input.files.length > MAX_FILES) return tooManyFiles(input.files.length);

  const environment = pipelineEnvironment(input.metadata, input.trusted, input.changedFiles);
  const files = [...input.files].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const budget = { left: MAX_READ, work: new WorkBudget() };
  const drafted = files.map((file) => draftWithin(file, () => draftFile(file, input, environment, budget)));
  const lists = drafted.map(({ faults }) => faults);
  const failed = (): CompileResult | undefined => {
    const errors = collect(lists);
    return errors.some((fault) => !fault.is_warning) ? { errors, workflows: [], filtered: false } : undefined;
  };
  const planned = new Map<Draft, Plan>();
  for (const draft of drafted.flatMap(({ drafts }) => drafts)) {
    const plan = planWithin(draft);
    if (plan !== undefined) planned.set(draft, plan);
  }
  const kept = pruneWorkflows([...planned.keys()], new Set(files.map(({ name }) => workflowName(name))));
  checkWorkflowCycles(kept);
  const early = failed();
  if (early !== undefined) return early;

  const names = new Set(kept.map(({ name }) => name));
  let firstStepPid = kept.length + 1;
  let weight = 0;
  const workflows = kept.flatMap((draft, index) => {
    if (weight > MAX_COMPILED) return [];
    // Optional dependencies that are absent are cut from the list.
    draft.file.dependsOn = draft.file.dependsOn.filter(({ name }) => names.has(name));
    const plan = planned.get(draft) as Plan;
    const workflow = compileWorkflow({ draft, plan, pid: index + 1, firstStepPid }, input, environment);
    firstStepPid += countSteps(draft, plan);
    weight += weightOf(workflow.config.steps);
    if (weight > MAX_COMPILED) draft.faults.error('compiler', TOO_MUCH, { field: 'steps' });
    return [workflow];
  });
  return failed() ?? { errors: collect(lists), workflows, filtered: workflows.length === 0 };
}

/** What takes more work than is allowed is a fault of the file at which the budget ran out. */
function draftWithin({ name }: { name: string }, draft: () => ReturnType<typeof draftFile>): ReturnType<typeof draftFile> {
  try {
    return draft();
  } catch (error) {
    if (!(error instanceof WorkExceeded)) throw error;
    const faults = new FaultList(name);
    faults.error('compiler', `The pipeline cannot be compiled: ${error.message}.`);
    return { drafts: [], faults };
  }
}

function planWithin(draft: Draft): Plan | undefined {
  try {
    return planWorkflow(draft);
  } catch (error) {
    if (!(error instanceof WorkExceeded)) throw error;
    draft.faults.error('compiler', `The pipeline cannot be compiled: ${error.message}.`);
    return undefined;
  }
}

/** Characters that a step takes when it is stored. */
function weightOf(steps: readonly StepConfig[]): number {
  let weight = 0;
  for (const { commands, environment } of steps) {
    for (const command of commands) weight += command.length;
    for (const value of Object.values(environment)) weight += value.length;
  }
  return weight;
}

/** All findings in file order; the axes of a matrix find the same things, so each is told once. */
function collect(lists: readonly FaultList[]): PipelineFault[] {
  const unique = new Map<string, PipelineFault>();
  for (const fault of lists.flatMap(({ faults }) => faults)) unique.set(JSON.stringify(fault), fault);
  return [...unique.values()];
}

const TOO_MUCH = `The steps of this pipeline hold more than ${MAX_COMPILED / 1024 / 1024} MiB of commands and variables together; use fewer steps, or shorter values.`;

function tooManyFiles(count: number): CompileResult {
  const message = `There are ${count} pipeline files; at most ${MAX_FILES} are read. Remove some, or use a matrix.`;
  return { errors: [{ type: 'linter', message, is_warning: false, data: { file: '' } }], workflows: [], filtered: false };
}
