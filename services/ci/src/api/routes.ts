import type { Operation } from '@mosaic/platform/http';

import { activateRepository } from './activate-repository.ts';
import { approvePipeline } from './approve-pipeline.ts';
import { cancelPipeline } from './cancel-pipeline.ts';
import type { CiContext } from './context.ts';
import { createSecret } from './create-secret.ts';
import { deactivateRepository } from './deactivate-repository.ts';
import { declinePipeline } from './decline-pipeline.ts';
import { deleteArtifact } from './delete-artifact.ts';
import { deletePipeline } from './delete-pipeline.ts';
import { deleteSecret } from './delete-secret.ts';
import { editAgent } from './edit-agent.ts';
import { editRepository } from './edit-repository.ts';
import { forwardPage } from './forward-page.ts';
import { getAgent } from './get-agent.ts';
import { getArtifact } from './get-artifact.ts';
import { getLatestPipeline } from './get-latest-pipeline.ts';
import { getPermissions } from './get-permissions.ts';
import { getPipelineConfig } from './get-pipeline-config.ts';
import { getPipeline } from './get-pipeline.ts';
import { getQueueInfo } from './get-queue-info.ts';
import { getRepository } from './get-repository.ts';
import { getSecret } from './get-secret.ts';
import { getUser } from './get-user.ts';
import { getVersion } from './get-version.ts';
import { listAgentTasks } from './list-agent-tasks.ts';
import { listAgents } from './list-agents.ts';
import { listArtifacts } from './list-artifacts.ts';
import { listBranches } from './list-branches.ts';
import { listLogs } from './list-logs.ts';
import { listPipelines } from './list-pipelines.ts';
import { listRepositories } from './list-repositories.ts';
import { listSecrets } from './list-secrets.ts';
import { listUserRepositories } from './list-user-repositories.ts';
import { lookupRepository } from './lookup-repository.ts';
import { receiveHook } from './receive-hook.ts';
import { restartPipeline } from './restart-pipeline.ts';
import { startPipeline } from './start-pipeline.ts';
import { streamEvents } from './stream-events.ts';
import { streamLogs } from './stream-logs.ts';
import { updateSecret } from './update-secret.ts';

/** Woodpecker's REST API, below /api (docs/reference/api-woodpecker.md). */
export const WOODPECKER_OPERATIONS: readonly Operation<CiContext>[] = [
  getUser,
  listUserRepositories,
  listRepositories,
  activateRepository,
  lookupRepository,
  getRepository,
  editRepository,
  deactivateRepository,
  getPermissions,
  listBranches,
  listPipelines,
  startPipeline,
  getLatestPipeline,
  getPipeline,
  restartPipeline,
  deletePipeline,
  cancelPipeline,
  approvePipeline,
  declinePipeline,
  getPipelineConfig,
  listLogs,
  listSecrets,
  createSecret,
  getSecret,
  updateSecret,
  deleteSecret,
  getQueueInfo,
  listAgents,
  getAgent,
  editAgent,
  listAgentTasks,
  streamEvents,
  streamLogs,
];

/** The forge's call; apart, because its body is taken as bytes for the signature. */
export const HOOK_OPERATIONS: readonly Operation<CiContext>[] = [receiveHook];

/** What no upstream contract covers, and the addresses of upstream's outside /api. */
export const NATIVE_OPERATIONS: readonly Operation<CiContext>[] = [getVersion, forwardPage, listArtifacts, getArtifact, deleteArtifact];
