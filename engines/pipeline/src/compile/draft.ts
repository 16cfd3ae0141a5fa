import { ExpressionError } from '../expression/syntax.ts';
import { readMatrix, type Axis } from '../matrix/matrix.ts';
import { SubstitutionError, substitute } from '../substitution/envsubst.ts';
import { judgeWhen, type WhenContext } from '../when/match.ts';
import { FaultList } from '../yaml/fault.ts';
import { readYaml } from '../yaml/read-yaml.ts';
import { FieldReader, type YamlNode } from '../yaml/tree.ts';
import { readWorkflowFile, type WorkflowFile } from '../yaml/workflow-file.ts';
import type { CompileInput } from './compile-input.ts';
import { lintWorkflow } from './lint.ts';
import type { WorkBudget } from './work-budget.ts';

/** A file on one axis that its `when` kept; not yet numbered. */
export interface Draft {
  name: string;
  axis: Axis;
  axisId: number;
  file: WorkflowFile;
  runsOn: ('success' | 'failure')[];
  faults: FaultList;
  /** What filters of its steps are judged against. */
  context: WhenContext;
}

/** Basename without `.yml`, then `.yaml`, then one leading dot (docs/reference/pipelines.md#order-of-work). */
export function workflowName(file: string): string {
  const base = file.slice(file.lastIndexOf('/') + 1);
  return base
    .replace(/\.yml$/, '')
    .replace(/\.yaml$/, '')
    .replace(/^\./, '');
}

/** What one compilation may still do, for all its files together. */
export interface CompileBudget {
  /** Characters that may still be read; each axis of a matrix reads its file again. */
  left: number;
  work: WorkBudget;
}

/** Steps 2–7 of docs/reference/pipelines.md#order-of-work for one file: the matrix from the raw text, then per axis substitution, parse, lint and `when`. */
export function draftFile(
  file: { name: string; text: string },
  input: CompileInput,
  environment: Readonly<Record<string, string>>,
  budget: CompileBudget,
): { drafts: Draft[]; faults: FaultList } {
  const faults = new FaultList(file.name);
  const raw = readYaml(file.text, faults);
  if (raw === undefined) return { drafts: [], faults };
  const axes = readMatrix(raw, new FieldReader(faults));
  const drafts: Draft[] = [];
  budget.left -= file.text.length * axes.length;
  if (budget.left < 0) {
    faults.error(
      'linter',
      'The pipeline files, counted once for each axis of their matrix, are too large together; use fewer axes or files.',
    );
    return { drafts, faults };
  }
  for (const [index, axis] of axes.entries()) {
    const name = workflowName(file.name);
    const variables = { ...input.globals, ...input.metadata.pipeline.variables, ...environment, CI_WORKFLOW_NAME: name, ...axis };
    const root = substituteRoot({ text: file.text, raw, variables }, budget.work, faults);
    if (root === undefined) return { drafts: [], faults };
    const source = { root, text: file.text, name, axis, axisId: axes.length > 1 ? index + 1 : 0 };
    const context: WhenContext = {
      metadata: input.metadata,
      changedFiles: input.changedFiles,
      axis,
      variables,
      work: budget.work,
    };
    const draft = draftAxis(source, input, context, faults);
    if (draft !== undefined) drafts.push(draft);
    // What is wrong on one axis is mostly wrong on all: one telling is enough.
    if (faults.hasErrors) break;
  }
  return { drafts, faults };
}

function substituteRoot(
  { text, raw, variables }: { text: string; raw: YamlNode; variables: Readonly<Record<string, string>> },
  work: WorkBudget,
  faults: FaultList,
): YamlNode | undefined {
  try {
    const substituted = substitute(text, variables, work);
    return substituted === text ? raw : readYaml(substituted, faults);
  } catch (error) {
    if (!(error instanceof SubstitutionError)) throw error;
    const before = text.slice(0, error.offset).split('\n');
    const place = { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
    const message = `A \${…} form cannot be read: ${error.message} (line ${place.line}, column ${place.column}). Write $\${…} to leave it to the shell; this counts inside comments too.`;
    faults.error('generic', message, { place });
    return undefined;
  }
}

interface AxisSource {
  root: YamlNode;
  text: string;
  name: string;
  axis: Axis;
  axisId: number;
}

function draftAxis(source: AxisSource, input: CompileInput, context: WhenContext, faults: FaultList): Draft | undefined {
  const file = readWorkflowFile(source.root, faults);
  lintWorkflow(file, source.text, input.trusted, faults);
  noteUnknownAxes(file, source.axis, faults);
  if (faults.hasErrors) return undefined;
  const run = tryJudge(file, context, faults);
  if (run?.matches !== true) return undefined;
  const { name, axis, axisId } = source;
  return { name, axis, axisId, file, runsOn: runsOn(file, run), faults, context };
}

/** A filter by a key that the matrix has not never lets its step run. */
function noteUnknownAxes(file: WorkflowFile, axis: Axis, faults: FaultList): void {
  for (const { name, field, when } of file.steps) {
    for (const { place, matrix } of when) {
      const unknown = Object.keys({ ...matrix?.include, ...matrix?.exclude }).filter((key) => !Object.hasOwn(axis, key));
      if (unknown.length === 0) continue;
      const message = `Step "${name}" is filtered by \`${unknown.join('`, `')}\`, but the matrix has no such key.`;
      faults.warn('linter', message, { place, field: `${field}.when.matrix` });
    }
  }
}

function tryJudge(file: WorkflowFile, context: WhenContext, faults: FaultList): ReturnType<typeof judgeWhen> | undefined {
  try {
    return judgeWhen(file.when, context, 'workflow');
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    faults.error('compiler', `when.evaluate: ${error.message}.`, { place: file.when[0]?.place, field: 'when.evaluate' });
    return undefined;
  }
}

/** `when.status` decides; `status: [failure]` means failure only. The older `runs_on` counts where no status is written. */
function runsOn(file: WorkflowFile, run: { onSuccess: boolean; onFailure: boolean }): ('success' | 'failure')[] {
  const hasStatus = file.when.some(({ status }) => status !== undefined);
  const { onSuccess, onFailure } =
    hasStatus || file.runsOn.length === 0
      ? run
      : { onSuccess: file.runsOn.includes('success'), onFailure: file.runsOn.includes('failure') };
  const outcomes: ('success' | 'failure')[] = [];
  if (onSuccess || !onFailure) outcomes.push('success');
  if (onFailure) outcomes.push('failure');
  return outcomes;
}
