import type { RunCondition } from '../when/match.ts';
import type { StepSpec } from '../yaml/step-spec.ts';
import type { CompileInput } from './compile-input.ts';
import type { Draft } from './draft.ts';
import { pipelineUrl } from './environment.ts';
import type { SecretBox } from './secrets.ts';
import { ValueCompiler } from './values.ts';
import type { StepConfig, StepType } from './workflow-config.ts';
import { workspaceVariable } from './workspace.ts';

/** What the steps of one workflow share. */
export interface StepScope {
  draft: Draft;
  input: CompileInput;
  secrets: SecretBox;
  /** `CI_*` and global variables. */
  environment: Readonly<Record<string, string>>;
}

interface StepSource {
  step: StepSpec;
  type: 'clone' | 'service' | 'step';
  run: RunCondition;
  uuid: string;
  pid: number;
}

/** Compiles one step; its edges are set by the caller. */
export function compileStep({ step, type: kind, run, uuid, pid }: StepSource, scope: StepScope): StepConfig {
  const { draft, input } = scope;
  const isPlugin = step.commands.length === 0 && step.entrypoint.length === 0 && step.environment.size === 0;
  const type: StepType = kind === 'step' ? (isPlugin ? 'plugin' : 'commands') : kind;
  const user = { event: input.metadata.pipeline.event, image: step.image, isPlugin };
  const values = new ValueCompiler(scope.secrets, user, draft.faults);
  const config: StepConfig = {
    uuid,
    pid,
    name: step.name,
    type,
    image: step.image,
    commands: step.commands,
    environment: {
      ...scope.environment,
      ...(isPlugin ? {} : { ...draft.axis, ...input.metadata.pipeline.variables }),
      CI_STEP_NAME: step.name,
      CI_STEP_NUMBER: String(pid),
      CI_STEP_TYPE: type,
      CI_STEP_URL: pipelineUrl(input.metadata, input.metadata.pipeline.number, pid),
      CI_WORKSPACE: workspaceVariable(draft, input.metadata, isPlugin),
      ...values.settings(step.settings, `${step.field}.settings`),
      ...values.environment(step.environment, `${step.field}.environment`),
    },
    directory: step.directory,
    dependsOn: [],
    after: [],
    onSuccess: run.onSuccess,
    onFailure: run.onFailure,
    // A service's end is no verdict on the workflow (docs/reference/pipelines.md#steps).
    failure: type === 'service' || step.detach ? 'ignore' : step.failure,
    detach: type === 'service' || step.detach,
  };
  if (step.entrypoint.length > 0) config.entrypoint = step.entrypoint;
  if (Object.keys(step.container).length > 0) config.container = step.container;
  return config;
}
