import type { QueueTask } from '@mosaic/contracts/woodpecker';

import type { QueueEntry } from '../../queue/queue-policy.ts';

/** `waiting`: why it waits, in words. */
export function presentQueueTask(entry: QueueEntry, waiting?: string): QueueTask {
  return {
    id: String(entry.workflowId),
    pid: entry.pid,
    name: entry.name,
    labels: entry.labels,
    dependencies: [...entry.dependsOn],
    agent_id: entry.agentId,
    pipeline_id: entry.pipelineId,
    repo_id: entry.repositoryId,
    ...(waiting === undefined ? {} : { waiting }),
  };
}
