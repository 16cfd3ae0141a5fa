export { createWoodpeckerClient, isWireStatus, logText, type WoodpeckerClient } from './client.ts';
export * from './operations/index.ts';
export { WOODPECKER_REQUIREMENTS, type WoodpeckerRequirement } from './requirements.ts';
export {
  Agent,
  APPROVAL_MODES,
  ConfigFile,
  FINAL_STATUSES,
  ListedPipeline,
  LogEntry,
  Permissions,
  Pipeline,
  PIPELINE_EVENTS,
  PipelineError,
  QueueEntry,
  QueueInfo,
  QueueTask,
  Repo,
  RepoWithPipeline,
  Secret,
  Status,
  Step,
  User,
  Workflow,
} from './schemas.ts';
export { unservedOperations, UPSTREAM_OPERATIONS } from './upstream-operations.ts';
