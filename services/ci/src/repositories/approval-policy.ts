import type { PipelineEvent } from '@mosaic/engines/pipeline';
import { fromJson } from '@mosaic/platform/db';

import type { RepositoryRow } from './repository.ts';

/** Events that only a person of the repository or CI itself can cause (upstream server/pipeline/gated.go). */
const NEVER: readonly PipelineEvent[] = ['cron', 'manual'];

/**
 * Whether somebody must approve the pipeline before anything of it runs. Who pushed counts: a commit's author is only claimed.
 * Pull requests are not run here, so `forks` and `pull_requests` hold nothing back yet.
 */
export function needsApproval(
  repository: Pick<RepositoryRow, 'require_approval' | 'approval_allowed_users'>,
  pipeline: { event: PipelineEvent; sender: string; reviewed_by: string | null },
): boolean {
  if (pipeline.reviewed_by !== null || NEVER.includes(pipeline.event)) return false;
  const allowed = fromJson(repository.approval_allowed_users) ?? [];
  return repository.require_approval === 'all_events' && !allowed.includes(pipeline.sender);
}
