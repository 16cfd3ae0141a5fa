import type { RunCondition } from '../when/match.ts';
import type { StepSpec } from '../yaml/step-spec.ts';
import { compileCloneSteps } from './compile-clone.ts';
import type { CompileInput } from './compile-input.ts';
import { compileStep } from './compile-step.ts';
import type { Draft } from './draft.ts';
import type { GraphNode } from './graph.ts';
import type { Plan } from './plan.ts';
import { SecretBox } from './secrets.ts';
import type { CompiledWorkflow, StepConfig } from './workflow-config.ts';
import { checkoutPath } from './workspace.ts';

/** Compiles a planned workflow. `firstStepPid` is the number of its first step. */
export function compileWorkflow(
  { draft, plan, pid, firstStepPid }: { draft: Draft; plan: Plan; pid: number; firstStepPid: number },
  input: CompileInput,
  environment: Readonly<Record<string, string>>,
): CompiledWorkflow {
  const secrets = new SecretBox(input.secrets);
  const newId = input.newId ?? (() => crypto.randomUUID());
  let nextPid = firstStepPid;
  const base = { ...input.globals, ...environment, CI_WORKFLOW_NAME: draft.name, CI_WORKFLOW_NUMBER: String(pid) };
  const compile = (step: StepSpec, type: 'clone' | 'service' | 'step', run: RunCondition): StepConfig =>
    compileStep({ step, type, run, uuid: newId(), pid: nextPid++ }, { draft, input, secrets, environment: base });

  const clone = compileCloneSteps(draft, plan, compile, input);
  const services = plan.services.map((step) => compile(step, 'service', ALWAYS_ON_SUCCESS));
  const steps = plan.steps.map(({ step }) => compile(step, 'step', plan.runs.get(step) ?? ALWAYS_ON_SUCCESS));
  link(steps, plan.steps, [...clone.steps.slice(-1), ...services]);

  const { repo } = input.metadata;
  return {
    pid,
    name: draft.name,
    axisId: draft.axisId,
    axis: draft.axis,
    environ: draft.axis,
    labels: labelsOf(draft, input),
    dependsOn: [...new Set(draft.file.dependsOn.map(({ name }) => name))],
    runsOn: draft.runsOn,
    ...concurrencyOf(draft, repo.id),
    config: {
      repo: `${repo.owner}/${repo.name}`,
      pipelineNumber: input.metadata.pipeline.number,
      workflowName: draft.name,
      steps: [...clone.steps, ...services, ...steps],
      secrets: secrets.used(),
      ...(clone.config === undefined ? {} : { clone: clone.config }),
      workspacePath: checkoutPath(draft, input.metadata),
      timeoutMinutes: input.timeoutMinutes,
    },
  };
}

const ALWAYS_ON_SUCCESS: RunCondition = { matches: true, onSuccess: true, onFailure: false };

/** Roots wait for the clone and for the services to be started; the others for what the graph says. */
function link(steps: readonly StepConfig[], nodes: readonly GraphNode[], before: readonly StepConfig[]): void {
  for (const [index, step] of steps.entries()) {
    const after = (nodes[index]?.after ?? []).map((at) => steps[at] as StepConfig);
    const edges = after.length === 0 ? before : after;
    step.dependsOn = edges.map(({ name }) => name);
    step.after = edges.map(({ uuid }) => uuid);
  }
}

/** Labels choose the runner; Woodpecker's own internal ones cannot be set from a file. */
function labelsOf(draft: Draft, input: CompileInput): Record<string, string> {
  const written = Object.entries(draft.file.labels).filter(([key, value]) => value !== '' && !key.startsWith('woodpecker-ci.org'));
  return written.length === 0 ? { ...input.defaultLabels } : Object.fromEntries(written);
}

function concurrencyOf(draft: Draft, repoId: number): Pick<CompiledWorkflow, 'concurrency'> {
  const { concurrency } = draft.file;
  if (concurrency === undefined) return {};
  const group = concurrency.group === undefined ? `${repoId}/${draft.name}/` : `${repoId}//${concurrency.group}`;
  return { concurrency: { limit: concurrency.limit, group } };
}
