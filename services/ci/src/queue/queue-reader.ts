import type { CiLooker } from '../db/schema.ts';
import type { QueueEntry, QueueWorld } from './queue-policy.ts';

/** Entries looked at; with more, the newest wait unseen until older ones are over. */
const LOOK_LIMIT = 2_000;

/** The queue as the rules see it. */
export async function readWorld(db: CiLooker, runners: QueueWorld['runners']): Promise<QueueWorld> {
  const rows = await db
    .selectFrom('queue')
    .innerJoin('workflows', 'workflows.id', 'queue.workflow_id')
    .select([
      'queue.workflow_id',
      'queue.pipeline_id',
      'queue.repository_id',
      'queue.ref',
      'queue.state',
      'workflows.name',
      'workflows.pid',
      'workflows.labels',
      'workflows.depends_on',
    ])
    .orderBy('queue.pipeline_id')
    .limit(LOOK_LIMIT)
    .execute();
  const entries = rows.map((row): QueueEntry => ({
    workflowId: row.workflow_id,
    pipelineId: row.pipeline_id,
    repositoryId: row.repository_id,
    ref: row.ref,
    name: row.name,
    pid: row.pid,
    state: row.state === 'leased' ? 'leased' : 'pending',
    labels: JSON.parse(row.labels) as Record<string, string>,
    dependsOn: JSON.parse(row.depends_on) as string[],
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
    runners,
  };
}
