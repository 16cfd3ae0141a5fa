export { createBuiltinRuntime } from './runtime/builtin-runtime.ts';
export type { AgentResult, AgentRun, AgentRuntime, AgentTools, CallMcp } from './runtime/agent-runtime.ts';
export { branchMarker, carriesMarker } from './triage/issue-marker.ts';
export { canceledWords, failureOf, failureWords, type PipelineFailure } from './triage/pipeline-failure.ts';
export { REVIEW_CONTEXT } from './reviewer/review-verdict.ts';
