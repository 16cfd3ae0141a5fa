import { auditWritten, pipelineRunFinished, pipelineRunQueued, pipelineRunStarted } from '@mosaic/contracts/mosaic';
import { fromJson } from '@mosaic/platform/db';
import type { Cause } from '@mosaic/platform/events';

import type { CiEmitter, CiWriter } from '../db/schema.ts';
import type { RepositoryRow } from '../repositories/repository.ts';
import type { PipelineRow } from './pipeline-reader.ts';

/** Topic that says that some pipeline changed. */
export const PIPELINES_TOPIC = 'ci.pipelines';
/** Topic that says that the queue changed: work came, or a place became free. */
export const QUEUE_TOPIC = 'ci.queue';

/** Topic of one workflow: it was canceled, or taken from its runner. */
export function workflowTopic(workflowId: number): string {
  return `ci.workflow.${workflowId}`;
}

interface EmitOptions {
  writer: CiWriter;
  repository: RepositoryRow;
  pipeline: PipelineRow;
}

export function emitQueued({ writer, repository, pipeline }: EmitOptions): void {
  writer.as(causeOf(pipeline)).emit(pipelineRunQueued, {
    subject: subjectOf(repository),
    data: { ...common(repository, pipeline), ...change(pipeline) },
  });
}

export function emitStarted({ writer, repository, pipeline }: EmitOptions): void {
  writer.as(causeOf(pipeline)).emit(pipelineRunStarted, {
    subject: subjectOf(repository),
    data: { ...common(repository, pipeline), sha: pipeline.sha },
  });
}

/** `pipeline` is the row in its final state; `workflows` tell why one of them ended as a whole. */
export function emitFinished({
  writer,
  repository,
  pipeline,
  workflows = [],
}: EmitOptions & { workflows?: readonly { name: string; error: string }[] }): void {
  const ended = workflows.filter(({ error }) => error !== '').map(({ name, error }) => `${name}: ${error}`);
  const errors = fromJson(pipeline.errors);
  writer.as(causeOf(pipeline)).emit(pipelineRunFinished, {
    subject: subjectOf(repository),
    data: {
      ...common(repository, pipeline),
      ...change(pipeline),
      status: pipeline.status,
      errors: [
        ...errors.filter((error) => !error.is_warning).map(({ message, data }) => (data?.file ? `${data.file}: ${message}` : message)),
        ...ended,
      ],
      canceledBy: pipeline.canceled_by,
      startedAt: pipeline.started_at,
      finishedAt: pipeline.finished_at,
    },
  });
}

/** A write that no pipeline event tells of. */
export function emitAudit(
  writer: CiEmitter,
  {
    repository,
    operation,
    detail = {},
  }: { repository: Pick<RepositoryRow, 'owner' | 'name'> | null; operation: string; detail?: Record<string, unknown> },
): void {
  writer.emit(auditWritten, {
    subject: repository === null ? 'ci' : subjectOf(repository),
    data: { operation, allowed: true, detail },
  });
}

/** What happens to a pipeline belongs to the change that it builds. */
export function causeOf({ sender, trace_id: traceId }: PipelineRow): Cause {
  return { actor: sender, traceId };
}

/** Subjects are keys of at most 190 characters. */
function subjectOf({ owner, name }: Pick<RepositoryRow, 'owner' | 'name'>): string {
  return `${owner}/${name}`.slice(0, 190);
}

function common(repository: RepositoryRow, pipeline: PipelineRow) {
  return {
    repositoryId: repository.forge_id,
    repository: `${repository.owner}/${repository.name}`,
    private: repository.private === 1,
    owner: repository.owner,
    ciRepositoryId: repository.id,
    pipelineId: pipeline.id,
    number: pipeline.number,
  };
}

function change(pipeline: PipelineRow) {
  return {
    event: pipeline.event,
    branch: pipeline.branch,
    ref: pipeline.ref,
    sha: pipeline.sha,
    title: pipeline.title,
    author: pipeline.author,
  };
}
