export { PipelineCompiler, type CompileRequest } from './compile/pipeline-compiler.ts';
export type { CompileInput, CompileResult } from './compile/compile-input.ts';
export {
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
export type { Backend, BackendWorkflow, HandedOver, OpenOptions, RunningStep, StepEnd } from './backends/backend.ts';
export { BACKENDS } from './backends/backends.ts';
export { canFence, type BuilderName, type FenceAnswer } from './backends/local/fence.ts';
export type { NetworkAnswer, NetworkKind, NetworkOptions } from './backends/local/networks.ts';
export { PROBE_KEY, tryEscapes, type EscapeReport } from './backends/local/try-escapes.ts';
export type { LocalWorkflowOptions } from './backends/local/local-backend.ts';
export type { LocalOptions } from './backends/local/local-settings.ts';
export { runAgentLoop, type AgentLoopOptions } from './runtime/agent-loop.ts';
export { Masker, SHORTEST_SECRET } from './runtime/mask.ts';
export type { Assignment, LogEntry, Peer, RunLog, StepState, WorkflowState } from './runtime/peer.ts';
export { runWorkflow, type RunDependencies } from './runtime/run-workflow.ts';
