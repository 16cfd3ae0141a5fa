export { compilePipeline } from './compile/compile-pipeline.ts';
export type { CompileInput, CompileResult } from './compile/compile-input.ts';
export {
  PIPELINE_EVENTS,
  type CommitMetadata,
  type PipelineEvent,
  type PipelineMetadata,
  type PipelineRunMetadata,
  type RepositoryMetadata,
  type SystemMetadata,
  type Trust,
} from './compile/metadata.ts';
export type { PipelineSecret } from './compile/secrets.ts';
export { isSkipped } from './compile/skip-message.ts';
export type { CloneConfig, CompiledWorkflow, ContainerOptions, StepConfig, StepType, WorkflowConfig } from './compile/workflow-config.ts';
export { globMatch } from './glob/doublestar.ts';
export type { PipelineFault } from './yaml/fault.ts';
