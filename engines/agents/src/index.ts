export { runToEnd } from './runtime/run-to-end.ts';
export { RUNTIMES } from './runtime/runtimes.ts';
export type {
  AgentResult,
  AgentRun,
  AgentRuntime,
  AgentStep,
  AgentTools,
  AgentWork,
  CallMcp,
  Transcript,
  Workspace,
} from './runtime/agent-runtime.ts';
export { branchMarker, carriesMarker } from './triage/issue-marker.ts';
export { canceledWords, failureOf, failureWords, type PipelineFailure } from './triage/pipeline-failure.ts';
export { REVIEW_CONTEXT } from './reviewer/review-verdict.ts';
