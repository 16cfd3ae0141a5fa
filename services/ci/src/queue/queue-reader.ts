import { fromJson } from '@mosaic/platform/db';

import type { CiQuerier } from '../db/schema.ts';
import type { QueueAgent, QueueEntry, QueueSnapshot } from './queue-policy.ts';

/** Entries looked at, and how many of one owner: the newest beyond it wait unseen until older ones of that owner are over. */
const LOOK_LIMIT = 2_000;
const OWNER_LIMIT = 200;
/** An agent elsewhere that was not heard of for so long, ms, is not counted on. */
const SILENT_MS = 5 * 60_000;

/** Whether anything waits at all: what most who ask need to know. */
export async function isAnyPending(db: CiQuerier): Promise<boolean> {
  return (await db.selectFrom('queue').select('workflow_id').where('state', '=', 'pending').limit(1).executeTakeFirst()) !== undefined;
}

/** The queue as the rules see it. Who asks for work is there, however long it was silent. */
export async function readQueueSnapshot(db: CiQuerier, askingAgentId?: number): Promise<QueueSnapshot> {
  const rows = await db
    .selectFrom((from) =>
      from
        .selectFrom('queue')
        .innerJoin('workflows', 'workflows.id', 'queue.workflow_id')
        .innerJoin('repositories', 'repositories.id', 'queue.repository_id')
        .select([
          'queue.workflow_id',
          'queue.pipeline_id',
          'queue.repository_id',
          'queue.ref',
          'queue.state',
          'queue.agent_id',
          'queue.attempt',
          'workflows.name',
          'workflows.pid',
          'workflows.labels',
          'workflows.depends_on',
          'repositories.owner',
        ])
        // "leased" sorts before "pending": what runs is always counted.
        .select(({ fn }) =>
          fn
            .agg<number>('row_number')
            .over((over) => over.partitionBy('repositories.owner').orderBy('queue.state').orderBy('queue.pipeline_id'))
            .as('place'),
        )
        .as('entries'),
    )
    .selectAll()
    .where('place', '<=', OWNER_LIMIT)
    .orderBy('place')
    .limit(LOOK_LIMIT)
    .execute();
  const entries = rows.map((row): QueueEntry => ({
    workflowId: row.workflow_id,
    pipelineId: row.pipeline_id,
    repositoryId: row.repository_id,
    owner: row.owner,
    ref: row.ref,
    name: row.name,
    pid: row.pid,
    state: row.state === 'leased' ? 'leased' : 'pending',
    agentId: row.agent_id,
    attempt: row.attempt,
    labels: fromJson(row.labels),
    dependsOn: fromJson(row.depends_on),
  }));
  const openPipelines = await db
    .selectFrom('pipelines')
    .select(['id', 'number', 'repository_id', 'ref'])
    .where('status', 'in', ['created', 'pending', 'running'])
    .execute();
  const withDependencies = [...new Set(entries.filter(({ dependsOn }) => dependsOn.length > 0).map(({ pipelineId }) => pipelineId))];
  const workflows =
    withDependencies.length === 0
      ? []
      : await db.selectFrom('workflows').select(['pipeline_id', 'name', 'state']).where('pipeline_id', 'in', withDependencies).execute();
  return {
    entries,
    openPipelines: openPipelines.map((row) => ({ id: row.id, number: row.number, repositoryId: row.repository_id, ref: row.ref })),
    workflows: workflows.map((row) => ({ pipelineId: row.pipeline_id, name: row.name, state: row.state })),
    agents: await readAgents(db, askingAgentId),
  };
}

async function readAgents(db: CiQuerier, askingAgentId = 0): Promise<QueueAgent[]> {
  const rows = await db
    .selectFrom('agents')
    .select(['id', 'labels', 'capacity', 'no_schedule'])
    .where((where) =>
      where.or([where('in_process', '=', 1), where('last_contact', '>', Date.now() - SILENT_MS), where('id', '=', askingAgentId)]),
    )
    .execute();
  return rows.map(({ id, labels, capacity, no_schedule: paused }) => ({
    id,
    labels: fromJson(labels),
    capacity,
    isPaused: paused === 1,
  }));
}
