export { createWoodpeckerClient, isWireStatus, logText, type PipelineFilter, type SecretInput, type WoodpeckerClient } from './client.ts';
export { createCiExtrasClient, type CiExtrasClient } from './extras.ts';
export { verifies, WOODPECKER_REQUIREMENTS, type Requirement, type WoodpeckerRequirement } from './requirements.ts';
export {
  Artifact,
  ConfigFile,
  FINAL_STATUSES,
  LogEntry,
  Pipeline,
  PipelineError,
  Repo,
  Secret,
  Status,
  Step,
  Workflow,
} from './schemas.ts';
