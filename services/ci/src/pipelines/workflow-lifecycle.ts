import { FINAL_STATUSES, type Status } from '@mosaic/contracts/woodpecker';
import { fromJson } from '@mosaic/platform/db';
import type { Bus } from '@mosaic/platform/events';

import type { CiWriter } from '../db/schema.ts';
import type { Lease } from '../queue/lease.ts';
import { shouldRun } from '../queue/queue-policy.ts';
import { getRepository } from '../repositories/repository-reader.ts';
import { enqueuePipelineStatus, enqueueWorkflowStatus, STATUS_TOPIC, type StatusSubject } from '../statuses/status-writer.ts';
import { PIPELINES_TOPIC, QUEUE_TOPIC, emitFinished, emitStarted, workflowTopic } from './pipeline-facts.ts';
import { findPipeline, getWorkflow, listSteps, listWorkflows, type PipelineRow, type WorkflowRow } from './pipeline-reader.ts';
import { isOpen, pipelineStatus } from './status-merge.ts';
import { closedStepState, workflowOutcome } from './step-transition.ts';

/** How a workflow ended, as its runner or the server says. Times are Unix milliseconds, 0 for not started. */
export interface WorkflowReport {
  startedAt: number;
  finishedAt: number;
  error: string;
  canceled: boolean;
}

/** Time that canceled workflows get to stop. */
const CANCEL_GRACE_MS = 15_000;

/** What every move needs beside the rows. */
export interface LifecycleDeps {
  bus: Bus;
  publicUrl: string;
}

/** Moves workflows and their pipelines through their states; every move is one transaction of the caller's. */
export class WorkflowLifecycle {
  readonly #deps: LifecycleDeps;

  constructor(deps: LifecycleDeps) {
    this.#deps = deps;
  }

  /** The workflow's runner has begun. */
  async start(writer: CiWriter, { workflowId, agentId }: Lease, at: number): Promise<void> {
    const workflow = await getWorkflow(writer.db, workflowId);
    const subject = await this.#subject(writer, workflow.pipeline_id);
    await writer.db
      .updateTable('workflows')
      .set({ state: 'running', agent_id: agentId, started_at: at })
      .where('id', '=', workflowId)
      .execute();
    await enqueueWorkflowStatus(writer, subject, { workflow, state: 'running' });
    if (subject.pipeline.started_at === 0) {
      await writer.db.updateTable('pipelines').set({ status: 'running', started_at: at }).where('id', '=', workflow.pipeline_id).execute();
      emitStarted({ writer, ...subject });
    }
    await this.touch(writer, workflow.pipeline_id);
  }

  /** The workflow is over: its steps are closed, those that waited for it are judged, the pipeline may be over too. */
  async finish(writer: CiWriter, workflowId: number, report: WorkflowReport): Promise<void> {
    const workflow = await getWorkflow(writer.db, workflowId);
    if (FINAL_STATUSES.has(workflow.state)) return;
    const isSkip = report.startedAt === 0 && !report.canceled && report.error === '';
    await this.#closeSteps(writer, workflow, { ...report, isSkip });
    const steps = await listSteps(writer.db, workflowId);
    const state = workflowOutcome(steps, report);
    const subject = await this.#subject(writer, workflow.pipeline_id);
    await this.#settle(writer, subject, { workflow, state, error: report.error, finishedAt: report.finishedAt });
    await this.#advance(writer, subject);
  }

  /** Stops a pipeline, by a login, "step <name>" or "pipeline <number>": what waits is canceled at once; what runs is told to stop and gets some time for it. */
  async cancel(writer: CiWriter, pipeline: PipelineRow, by: string): Promise<void> {
    const now = Date.now();
    const subject = await this.#subject(writer, pipeline.id);
    await writer.db.updateTable('pipelines').set({ canceled_by: by }).where('id', '=', pipeline.id).execute();
    if (pipeline.status === 'created' || pipeline.status === 'blocked') {
      await writer.db.updateTable('pipelines').set({ status: 'canceled', finished_at: now }).where('id', '=', pipeline.id).execute();
      if (pipeline.status === 'blocked')
        await enqueuePipelineStatus(writer, subject, { state: 'canceled', text: 'The pipeline was canceled before its approval' });
      const canceled = await findPipeline(writer.db, pipeline.id);
      if (canceled !== undefined) emitFinished({ writer, repository: subject.repository, pipeline: canceled });
      return this.touch(writer, pipeline.id);
    }
    const queued = await writer.db.selectFrom('queue').selectAll().where('pipeline_id', '=', pipeline.id).execute();
    for (const entry of queued) {
      if (entry.state === 'leased') {
        await writer.db
          .updateTable('queue')
          .set({ cancel: 1, deadline_at: now + CANCEL_GRACE_MS })
          .where('workflow_id', '=', entry.workflow_id)
          .execute();
        writer.afterCommit(() => this.#deps.bus.publish(workflowTopic(entry.workflow_id)));
        continue;
      }
      const workflow = await getWorkflow(writer.db, entry.workflow_id);
      await this.#closeSteps(writer, workflow, { startedAt: 0, finishedAt: now, error: '', canceled: true, isSkip: false });
      await this.#settle(writer, subject, { workflow, state: 'canceled', error: '', finishedAt: now });
    }
    await this.#advance(writer, subject);
  }

  /** Puts a workflow whose runner is gone back into the queue, as its next attempt, with fresh steps. */
  async requeue(writer: CiWriter, workflowId: number, attempt: number): Promise<void> {
    const workflow = await getWorkflow(writer.db, workflowId);
    await writer.db
      .updateTable('steps')
      .set({ state: 'pending', error: '', exit_code: 0, started_at: 0, finished_at: 0 })
      .where('workflow_id', '=', workflowId)
      .execute();
    await writer.db
      .updateTable('workflows')
      .set({ state: 'pending', attempt, agent_id: 0, started_at: 0, error: '' })
      .where('id', '=', workflowId)
      .execute();
    await writer.db
      .updateTable('queue')
      .set({ state: 'pending', attempt, agent_id: 0, lease: '', lease_until: 0, deadline_at: 0 })
      .where('workflow_id', '=', workflowId)
      .execute();
    await this.touch(writer, workflow.pipeline_id);
    writer.afterCommit(() => this.#deps.bus.publish(workflowTopic(workflowId)));
  }

  /** Marks the pipeline as changed and wakes those who look. */
  async touch(writer: CiWriter, pipelineId: number): Promise<void> {
    await writer.db.updateTable('pipelines').set({ updated_at: Date.now() }).where('id', '=', pipelineId).execute();
    writer.afterCommit(() => {
      this.#deps.bus.publish(PIPELINES_TOPIC);
      this.#deps.bus.publish(QUEUE_TOPIC);
      this.#deps.bus.publish(STATUS_TOPIC);
    });
  }

  async #settle(
    writer: CiWriter,
    subject: StatusSubject,
    { workflow, state, error, finishedAt }: { workflow: WorkflowRow; state: Status; error: string; finishedAt: number },
  ): Promise<void> {
    await writer.db
      .updateTable('workflows')
      .set({ state, error, finished_at: finishedAt, payload: '' })
      .where('id', '=', workflow.id)
      .execute();
    await writer.db.deleteFrom('queue').where('workflow_id', '=', workflow.id).execute();
    await enqueueWorkflowStatus(writer, subject, { workflow, state });
    writer.afterCommit(() => this.#deps.bus.publish(workflowTopic(workflow.id)));
  }

  async #closeSteps(writer: CiWriter, workflow: WorkflowRow, report: WorkflowReport & { isSkip: boolean }): Promise<void> {
    const steps = await listSteps(writer.db, workflow.id);
    // A workflow that was stopped or failed as a whole did not end its running steps well.
    const canceled = report.canceled || (report.error !== '' && report.startedAt !== 0);
    for (const step of steps) {
      const state = closedStepState(step.state, { skipped: report.isSkip, canceled });
      if (state === null) continue;
      const finished_at = state === 'skipped' || state === 'canceled' ? 0 : report.finishedAt;
      await writer.db.updateTable('steps').set({ state, finished_at }).where('id', '=', step.id).execute();
    }
  }

  /** Skips what can no longer run, then gives the pipeline its state. */
  async #advance(writer: CiWriter, subject: StatusSubject): Promise<void> {
    const { id } = subject.pipeline;
    const now = Date.now();
    for (;;) {
      const workflows = await listWorkflows(writer.db, id);
      const blocked = workflows.find((workflow) => workflow.state === 'pending' && isBlockedForGood(workflow, workflows));
      if (blocked === undefined) break;
      await this.#closeSteps(writer, blocked, { startedAt: 0, finishedAt: now, error: '', canceled: false, isSkip: true });
      await this.#settle(writer, subject, { workflow: blocked, state: 'skipped', error: '', finishedAt: now });
    }
    const workflows = await listWorkflows(writer.db, id);
    const status = pipelineStatus(workflows.map(({ state }) => state as Status));
    const isOver = FINAL_STATUSES.has(status);
    await writer.db
      .updateTable('pipelines')
      .set({ status, ...(isOver ? { finished_at: now } : {}) })
      .where('id', '=', id)
      .execute();
    await this.touch(writer, id);
    if (!isOver) return;
    const pipeline = await findPipeline(writer.db, id);
    if (pipeline !== undefined) emitFinished({ writer, repository: subject.repository, pipeline, workflows });
  }

  async #subject(writer: CiWriter, pipelineId: number): Promise<StatusSubject> {
    const pipeline = await findPipeline(writer.db, pipelineId);
    if (pipeline === undefined) throw new Error(`pipeline ${pipelineId} is gone`);
    return { pipeline, repository: await getRepository(writer.db, pipeline.repository_id), publicUrl: this.#deps.publicUrl };
  }
}

/** Its dependencies are over, and not as it wants them. */
function isBlockedForGood(workflow: WorkflowRow, all: readonly WorkflowRow[]): boolean {
  const names = fromJson(workflow.depends_on);
  if (names.length === 0) return false;
  const dependencies = all.filter(({ name }) => names.includes(name)).map(({ state }) => state);
  return !dependencies.some(isOpen) && !shouldRun(fromJson(workflow.runs_on), dependencies);
}
