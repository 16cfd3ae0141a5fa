import type { PipelineEvent } from '@mosaic/engines/pipeline';
import { fromJson } from '@mosaic/platform/db';

import type { PipelineRow } from '../pipelines/pipeline-reader.ts';
import { pullRequestOf } from '../pipelines/pull-request.ts';
import type { RepositoryRow } from './repository.ts';

/** Events that only a person of the repository or CI itself can cause (upstream server/pipeline/gated.go). */
const NEVER: readonly PipelineEvent[] = ['cron', 'manual'];

/** What of a pipeline decides. */
type Asked = Pick<PipelineRow, 'event' | 'author' | 'sender' | 'reviewed_by' | 'pull_request'>;

/**
 * Whether somebody must approve the pipeline before anything of it runs. Who caused it counts: a commit's author is only claimed. Of a pull
 * request who opened it counts too, since somebody of the repository who labels it has not looked at what it would run.
 */
export function needsApproval(repository: Pick<RepositoryRow, 'require_approval' | 'approval_allowed_users'>, pipeline: Asked): boolean {
  if (pipeline.reviewed_by !== null || NEVER.includes(pipeline.event)) return false;
  const allowed = fromJson(repository.approval_allowed_users) ?? [];
  const involved = pullRequestOf(pipeline) === undefined ? [pipeline.sender] : [pipeline.sender, pipeline.author];
  return !involved.every((login) => allowed.includes(login)) && isHeldBack(repository.require_approval, pipeline);
}

/** A deployment of a pull request's commit runs the same files, so that it is held as the pull request is. */
function isHeldBack(mode: string, pipeline: Asked): boolean {
  if (mode === 'all_events') return true;
  const pull = pullRequestOf(pipeline);
  if (pull === undefined) return false;
  return mode === 'pull_requests' || (mode === 'forks' && pull.isFromFork);
}
