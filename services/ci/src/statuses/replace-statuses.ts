import type { CiWriter } from '../db/schema.ts';
import { listWorkflows } from '../pipelines/pipeline-reader.ts';
import { enqueueReplacedStatus, pipelineContext, workflowContext, type StatusSubject } from './status-writer.ts';

/** Older pipelines of one commit and event that are looked at; people seldom repeat one more often. */
const LOOK_BACK = 50;

/**
 * Takes the word from statuses that older pipelines of the same commit and event have set and this one does not: the error of
 * a configuration that works now, a workflow that is no more. Without it the commit would stay red for ever.
 */
export async function replaceStatuses(writer: CiWriter, subject: StatusSubject): Promise<void> {
  const { pipeline } = subject;
  const own = new Set((await listWorkflows(writer.db, pipeline.id)).map((workflow) => workflowContext(pipeline, workflow)));
  if (own.size === 0) own.add(pipelineContext(pipeline));
  const older = await writer.db
    .selectFrom('pipelines')
    .select(['id', 'event', 'status', 'reviewed_by'])
    .where('repository_id', '=', pipeline.repository_id)
    .where('sha', '=', pipeline.sha)
    .where('event', '=', pipeline.event)
    .where('number', '<=', pipeline.number)
    .orderBy('number', 'desc')
    .limit(LOOK_BACK)
    .execute();
  const replaced = new Map<string, string>();
  for (const { id, ...row } of older) {
    const workflows = id === pipeline.id ? [] : await listWorkflows(writer.db, id);
    for (const workflow of workflows) replaced.set(workflowContext(row, workflow), `workflow-${workflow.id}`);
    // Its own status stands for what was found wrong, or for the wait for approval.
    if (workflows.length === 0 && (row.status === 'error' || row.reviewed_by !== null))
      replaced.set(pipelineContext(row), `pipeline-${id}`);
  }
  for (const [context, lane] of replaced) if (!own.has(context)) await enqueueReplacedStatus(writer, subject, { lane, context });
}
