import type { PipelineEvent } from '@mosaic/engines/pipeline';
import { fromJson } from '@mosaic/platform/db';

import type { PipelineRow } from '../pipelines/pipeline-reader.ts';
import { isPullRequestEvent, pullRequestOf } from '../pipelines/pull-request.ts';
import type { RepositoryRow } from './repository.ts';

/** Events that only a person of the repository or CI itself can cause (upstream server/pipeline/gated.go). */
const NEVER: readonly PipelineEvent[] = ['cron', 'manual'];

/** Whether somebody must approve the pipeline before anything of it runs. Who caused it counts: a commit's author is only claimed. */
export function needsApproval(
  repository: Pick<RepositoryRow, 'require_approval' | 'approval_allowed_users'>,
  pipeline: Pick<PipelineRow, 'event' | 'sender' | 'reviewed_by' | 'pull_request'>,
): boolean {
  if (pipeline.reviewed_by !== null || NEVER.includes(pipeline.event)) return false;
  const allowed = fromJson(repository.approval_allowed_users) ?? [];
  return !allowed.includes(pipeline.sender) && isHeldBack(repository.require_approval, pipeline);
}

function isHeldBack(mode: string, pipeline: Pick<PipelineRow, 'event' | 'pull_request'>): boolean {
  if (mode === 'all_events') return true;
  if (!isPullRequestEvent(pipeline.event)) return false;
  return mode === 'pull_requests' || (mode === 'forks' && pullRequestOf(pipeline)?.isFromFork === true);
}
