import type { PipelineEvent } from '@mosaic/engines/pipeline';

import type { RepositoryRow } from './repository-reader.ts';

/** Events that only a person of the repository or CI itself can cause (upstream server/pipeline/gated.go). */
const NEVER: readonly PipelineEvent[] = ['cron', 'manual'];

/**
 * Whether somebody must approve the pipeline before anything of it runs. Who pushed counts: a commit's author is only claimed.
 * Pull requests are not run here, so `forks` and `pull_requests` hold nothing back yet.
 */
export function needsApproval(
  repository: Pick<RepositoryRow, 'require_approval' | 'approval_allowed_users'>,
  pipeline: { event: string; sender: string; reviewed_by: string | null },
): boolean {
  if (pipeline.reviewed_by !== null || NEVER.includes(pipeline.event as PipelineEvent)) return false;
  const allowed = JSON.parse(repository.approval_allowed_users ?? '[]') as string[];
  return repository.require_approval === 'all_events' && !allowed.includes(pipeline.sender);
}
