import type { StatusState } from '@mosaic/contracts/gitea';

import type { CiWriter } from '../db/schema.ts';
import type { PipelineRow, WorkflowRow } from '../pipelines/pipeline-reader.ts';
import type { RepositoryRow } from '../repositories/repository.ts';

/** Topic that says that statuses wait to be delivered. */
export const STATUS_TOPIC = 'ci.statuses';

/** Woodpecker's words as Gitea's (server/forge/gitea). */
const FORGE_STATE: Record<string, StatusState> = {
  created: 'pending',
  pending: 'pending',
  running: 'pending',
  blocked: 'pending',
  success: 'success',
  failure: 'failure',
  error: 'error',
  killed: 'error',
  canceled: 'error',
  declined: 'warning',
  skipped: 'skipped',
};

/** Fixed texts, as upstream has them. */
const TEXT: Record<string, string> = {
  created: 'Pipeline is pending',
  pending: 'Pipeline is pending',
  running: 'Pipeline is running',
  success: 'Pipeline was successful',
  failure: 'Pipeline failed',
  error: 'Pipeline has an error',
  killed: 'Pipeline was stopped',
  canceled: 'Pipeline was canceled',
  declined: 'Pipeline was declined',
  skipped: 'Pipeline was skipped',
};

export interface StatusSubject {
  repository: RepositoryRow;
  pipeline: PipelineRow;
  publicUrl: string;
}

/** Puts a workflow's state on its way to the forge; delivery follows the commit (docs/reference/pipelines.md#states). */
export async function enqueueWorkflowStatus(
  writer: CiWriter,
  subject: StatusSubject,
  { workflow, state }: { workflow: WorkflowRow; state: string },
): Promise<void> {
  await insert(writer, subject, {
    lane: `workflow-${workflow.id}`,
    context: workflowContext(subject.pipeline, workflow),
    state,
    text: TEXT[state] ?? state,
  });
}

/** The same for a pipeline that has no workflow: its configuration is wrong, or it waits for approval. */
export async function enqueuePipelineStatus(
  writer: CiWriter,
  subject: StatusSubject,
  { state, text }: { state: string; text: string },
): Promise<void> {
  await insert(writer, subject, { lane: `pipeline-${subject.pipeline.id}`, context: pipelineContext(subject.pipeline), state, text });
}

/** A status of an older pipeline's, which this one says anew or no longer has. */
export async function enqueueReplacedStatus(
  writer: CiWriter,
  subject: StatusSubject,
  { lane, context }: { lane: string; context: string },
): Promise<void> {
  await insert(writer, subject, { lane, context, state: 'skipped', text: `Replaced by pipeline #${subject.pipeline.number}` });
}

/** Name of a pipeline's own status at the forge. */
export function pipelineContext({ event }: Pick<PipelineRow, 'event'>): string {
  return `ci/woodpecker/${contextEvent(event)}`;
}

/** Name of a workflow's status at the forge. */
export function workflowContext(
  pipeline: Pick<PipelineRow, 'event'>,
  { name, axis_id: axisId }: Pick<WorkflowRow, 'name' | 'axis_id'>,
): string {
  return `${pipelineContext(pipeline)}/${name}${axisId > 0 ? `/${axisId}` : ''}`;
}

async function insert(
  writer: CiWriter,
  { repository, pipeline, publicUrl }: StatusSubject,
  { lane, context, state, text }: { lane: string; context: string; state: string; text: string },
): Promise<void> {
  const now = Date.now();
  await writer.db
    .insertInto('statuses')
    .values({
      lane,
      repository_id: repository.id,
      sha: pipeline.sha,
      state: FORGE_STATE[state] ?? 'pending',
      context,
      description: text.slice(0, 250),
      target_url: `${publicUrl}/${repository.owner}/${repository.name}/pipelines/${pipeline.number}`,
      attempts: 0,
      next_at: now,
      created_at: now,
    })
    .execute();
}

function contextEvent(event: string): string {
  return event.startsWith('pull_request') ? 'pr' : event;
}
