import { fromJson } from '@mosaic/platform/db';

import type { CiQuerier } from '../db/schema.ts';
import { isOpen } from '../pipelines/status-merge.ts';
import type { QueueEntry, QueueSnapshot } from './queue-policy.ts';

/** An entry of the queue with what people are told beside what decides when it runs. */
export interface QueueTaskRow extends QueueEntry {
  pipelineNumber: number;
  /** When its pipeline was made, unix ms. */
  createdAt: number;
  /** Who runs it; "" while it waits. */
  agentName: string;
  runOn: string[];
  /** How the workflows that it runs after ended, by name; those that are not over are left out. */
  ended: Record<string, string>;
}

/** The entries of the queue as people are told of them, in their order. */
export async function readTasks(db: CiQuerier, { entries, workflows }: QueueSnapshot): Promise<QueueTaskRow[]> {
  if (entries.length === 0) return [];
  const rows = await db
    .selectFrom('workflows')
    .innerJoin('pipelines', 'pipelines.id', 'workflows.pipeline_id')
    .leftJoin('agents', 'agents.id', 'workflows.agent_id')
    .select(['workflows.id', 'workflows.runs_on', 'pipelines.number', 'pipelines.created_at', 'agents.name as agent'])
    .where(
      'workflows.id',
      'in',
      entries.map(({ workflowId }) => workflowId),
    )
    .execute();
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  return entries.flatMap((entry) => {
    const row = rowOf.get(entry.workflowId);
    if (row === undefined) return [];
    const awaited = workflows.filter(({ pipelineId, name }) => pipelineId === entry.pipelineId && entry.dependsOn.includes(name));
    return {
      ...entry,
      pipelineNumber: row.number,
      createdAt: row.created_at,
      agentName: entry.agentId === 0 ? '' : (row.agent ?? ''),
      runOn: fromJson(row.runs_on),
      ended: Object.fromEntries(awaited.filter(({ state }) => !isOpen(state)).map(({ name, state }) => [name, state])),
    };
  });
}
