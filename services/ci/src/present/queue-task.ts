import type { QueueEntry, QueueTask } from '@mosaic/contracts/woodpecker';

import type { QueueTaskRow } from '../queue/queue-task-reader.ts';

/** `waiting`: why it waits, in words. */
export function presentQueueTask(task: QueueTaskRow, waiting?: string): QueueTask {
  return {
    id: String(task.workflowId),
    pid: task.pid,
    name: task.name,
    labels: task.labels,
    dependencies: [...task.dependsOn],
    run_on: task.runOn,
    dep_status: task.ended,
    agent_id: task.agentId,
    pipeline_id: task.pipelineId,
    repo_id: task.repositoryId,
    concurrency_limit: 0,
    concurrency_group: '',
    created: Math.trunc(task.createdAt / 1000),
    ...(waiting === undefined ? {} : { waiting }),
  };
}

/** As the list of the whole queue has it. */
export function presentQueueEntry(task: QueueTaskRow, waiting?: string): QueueEntry {
  return { ...presentQueueTask(task, waiting), pipeline_number: task.pipelineNumber, agent_name: task.agentName };
}
