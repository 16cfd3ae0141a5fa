import type { Pipeline } from '@mosaic/contracts/woodpecker';
import { fromJson } from '@mosaic/platform/db';

import type { PipelineRow, StepRow, WorkflowRow } from '../pipelines/pipeline-reader.ts';
import type { PipelineView } from '../pipelines/pipelines.ts';
import { pullRequestOf, refspecOf } from '../pipelines/pull-request.ts';

/** Changed files that are shown; conditions see all of them. A push may name a hundred thousand, and a list holds 50 pipelines. */
const SHOWN_FILES = 500;

/** A pipeline in Woodpecker's form. Times are Unix seconds. */
export function presentPipeline({ tree, reasons }: PipelineView) {
  const { pipeline } = tree;
  return {
    ...presentPipelineRow(pipeline),
    workflows: tree.workflows.map(({ workflow, steps }) => presentWorkflow(workflow, { steps, waiting: reasons.get(workflow.id) })),
  };
}

/** Without what is below it, as lists have it. */
export function presentPipelineRow(pipeline: PipelineRow) {
  const pull = pullRequestOf(pipeline);
  return {
    id: pipeline.id,
    number: pipeline.number,
    parent: pipeline.parent,
    rerun_count: pipeline.rerun_count,
    event: pipeline.event,
    event_reason: pull === undefined || pull.reason === '' ? [] : [pull.reason],
    status: pipeline.status,
    errors: fromJson(pipeline.errors),
    created: seconds(pipeline.created_at),
    updated: seconds(pipeline.updated_at),
    started: seconds(pipeline.started_at),
    finished: seconds(pipeline.finished_at),
    deploy_to: pipeline.deploy_to ?? '',
    deploy_task: pipeline.deploy_task ?? '',
    commit: pipeline.sha,
    before: pipeline.before_sha,
    branch: pipeline.branch,
    ref: pipeline.ref,
    refspec: refspecOf(pipeline),
    title: pipeline.title,
    message: pipeline.message,
    timestamp: seconds(pipeline.created_at),
    sender: pipeline.sender,
    author: pipeline.author,
    author_avatar: '',
    author_email: pipeline.author_email,
    forge_url: pipeline.forge_url,
    reviewed_by: pipeline.reviewed_by ?? '',
    reviewed: seconds(pipeline.reviewed_at),
    ...(pipeline.canceled_by === '' ? {} : { cancel_info: cancelInfo(pipeline.canceled_by) }),
    changed_files: fromJson(pipeline.changed_files).slice(0, SHOWN_FILES),
    variables: fromJson(pipeline.variables),
    from_fork: pull?.isFromFork ?? false,
    version: '',
    ...(pull === undefined ? {} : { pr_labels: [...pull.labels], pr_milestone: pull.milestone, pr_draft: pull.isDraft }),
    ...(pipeline.event === 'tag' ? { tag_title: pipeline.ref.replace(/^refs\/tags\//, '') } : {}),
    trace_id: pipeline.trace_id,
    /** Ours: milliseconds, where seconds are too coarse to show a run. */
    created_ms: pipeline.created_at,
    started_ms: pipeline.started_at,
    finished_ms: pipeline.finished_at,
  };
}

function presentWorkflow(workflow: WorkflowRow, { steps, waiting }: { steps: readonly StepRow[]; waiting: string | undefined }) {
  return {
    id: workflow.id,
    pipeline_id: workflow.pipeline_id,
    pid: workflow.pid,
    name: workflow.name,
    state: workflow.state,
    error: workflow.error,
    started: seconds(workflow.started_at),
    finished: seconds(workflow.finished_at),
    agent_id: workflow.agent_id,
    platform: '',
    environ: fromJson(workflow.environ),
    axis_id: workflow.axis_id,
    attempt: workflow.attempt,
    depends_on: fromJson(workflow.depends_on),
    ...(workflow.state === 'pending' && waiting !== undefined ? { waiting } : {}),
    started_ms: workflow.started_at,
    finished_ms: workflow.finished_at,
    children: steps.map((step) => presentStep(step, workflow.pid)),
  };
}

function presentStep(step: StepRow, workflowPid: number) {
  return {
    id: step.id,
    uuid: step.uuid,
    pipeline_id: step.pipeline_id,
    pid: step.pid,
    ppid: workflowPid,
    name: step.name,
    state: step.state,
    error: step.error,
    exit_code: step.exit_code,
    started: seconds(step.started_at),
    finished: seconds(step.finished_at),
    type: step.type,
    /** Ours: what its failure means for the workflow. */
    failure: step.failure,
    /** Ours: the edges of the graph. */
    depends_on: fromJson(step.depends_on),
    started_ms: step.started_at,
    finished_ms: step.finished_at,
  };
}

/** A login, "step <name>" or "pipeline <number>"; no login has a space. */
function cancelInfo(by: string): Pipeline['cancel_info'] {
  if (by.startsWith('step ')) return { canceled_by_step: by.slice('step '.length) };
  return by.startsWith('pipeline ') ? { superseded_by: Number(by.slice('pipeline '.length)) } : { canceled_by_user: by };
}

function seconds(ms: number): number {
  return Math.trunc(ms / 1000);
}
