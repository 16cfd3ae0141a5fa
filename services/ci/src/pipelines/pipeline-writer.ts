import type { CompiledWorkflow } from '@mosaic/engines/pipeline';
import { toJson } from '@mosaic/platform/db';
import type { Keyring } from '@mosaic/platform/secrets';

import type { CiWriter } from '../db/schema.ts';
import type { RepositoryRow } from '../repositories/repository.ts';
import { payloadContext } from '../runner/payload.ts';
import { enqueueWorkflowStatus } from '../statuses/status-writer.ts';
import type { PipelineDraft, PipelineOrigin } from './pipeline-draft.ts';
import { findByDelivery, getPipeline, getWorkflow, type PipelineRow } from './pipeline-reader.ts';

/** Adds a pipeline in the state `created`; for a delivery that is already known, answers the pipeline that it made. */
export async function insertPipeline(
  { db }: CiWriter,
  repositoryId: number,
  { draft, origin }: { draft: PipelineDraft; origin: PipelineOrigin },
): Promise<{ pipeline: PipelineRow; isNew: boolean }> {
  const deliveryKey = origin.deliveryId === undefined ? null : `${repositoryId}/${origin.deliveryId}`.slice(0, 190);
  const known = deliveryKey === null ? undefined : await findByDelivery(db, deliveryKey);
  if (known !== undefined) return { pipeline: known, isNew: false };
  await db
    .updateTable('repositories')
    .set((expression) => ({ last_number: expression('last_number', '+', 1) }))
    .where('id', '=', repositoryId)
    .execute();
  const { last_number: number } = await db
    .selectFrom('repositories')
    .select('last_number')
    .where('id', '=', repositoryId)
    .executeTakeFirstOrThrow();
  const now = Date.now();
  await db
    .insertInto('pipelines')
    .values({
      repository_id: repositoryId,
      number,
      parent: origin.parent?.number ?? 0,
      rerun_count: origin.parent?.rerunCount ?? 0,
      event: draft.event,
      status: 'created',
      branch: draft.branch,
      ref: draft.ref,
      sha: draft.sha,
      before_sha: draft.before,
      title: draft.title,
      message: draft.message,
      author: draft.author,
      author_email: draft.authorEmail,
      sender: draft.sender,
      forge_url: draft.forgeUrl,
      changed_files: toJson(draft.changedFiles),
      pull_request: draft.pullRequest === undefined ? null : toJson(draft.pullRequest),
      variables: toJson(origin.variables ?? {}),
      errors: toJson([]),
      canceled_by: '',
      deploy_to: draft.deploy?.to ?? null,
      deploy_task: draft.deploy?.task ?? null,
      reviewed_by: null,
      trace_id: origin.traceId,
      delivery_key: deliveryKey,
      created_at: now,
      updated_at: now,
      started_at: 0,
      finished_at: 0,
    })
    .execute();
  const pipeline = await getPipeline(db, repositoryId, number);
  await insertConfigs({ db }, pipeline.id, origin.files ?? []);
  return { pipeline, isNew: true };
}

export async function insertConfigs(
  { db }: Pick<CiWriter, 'db'>,
  pipelineId: number,
  files: readonly { name: string; text: string }[],
): Promise<void> {
  if (files.length === 0) return;
  await db.deleteFrom('configs').where('pipeline_id', '=', pipelineId).execute();
  await db
    .insertInto('configs')
    .values(files.map(({ name, text }) => ({ pipeline_id: pipelineId, name, data: text })))
    .execute();
}

/** Takes back a pipeline that had nothing to run; its number is given out again if it was the last. */
export async function removeFiltered({ db }: CiWriter, pipeline: PipelineRow): Promise<void> {
  await db.deleteFrom('configs').where('pipeline_id', '=', pipeline.id).execute();
  await db.deleteFrom('pipelines').where('id', '=', pipeline.id).execute();
  await db
    .updateTable('repositories')
    .set({ last_number: pipeline.number - 1 })
    .where('id', '=', pipeline.repository_id)
    .where('last_number', '=', pipeline.number)
    .execute();
}

export interface QueueingDeps {
  keyring: Keyring;
  publicUrl: string;
}

/** Adds the workflows with their steps, puts each into the queue and its status on the way to the forge. */
export async function insertWorkflows(
  writer: CiWriter,
  { keyring, publicUrl }: QueueingDeps,
  { pipeline, repository, workflows }: { pipeline: PipelineRow; repository: RepositoryRow; workflows: readonly CompiledWorkflow[] },
): Promise<void> {
  const { db } = writer;
  const now = Date.now();
  for (const compiled of workflows) {
    await db
      .insertInto('workflows')
      .values({
        pipeline_id: pipeline.id,
        repository_id: repository.id,
        pid: compiled.pid,
        name: compiled.name,
        axis_id: compiled.axisId,
        environ: toJson(compiled.environ),
        labels: toJson(compiled.labels),
        depends_on: toJson(compiled.dependsOn),
        runs_on: toJson(compiled.runsOn),
        state: 'pending',
        error: '',
        attempt: 1,
        payload: keyring.seal(payloadContext(pipeline.id), JSON.stringify(compiled.config)),
        timeout_minutes: compiled.config.timeoutMinutes,
        started_at: 0,
        finished_at: 0,
      })
      .execute();
    const { id } = await db
      .selectFrom('workflows')
      .select('id')
      .where('pipeline_id', '=', pipeline.id)
      .where('pid', '=', compiled.pid)
      .executeTakeFirstOrThrow();
    await insertSteps(writer, { pipelineId: pipeline.id, workflowId: id, compiled });
    await db
      .insertInto('queue')
      .values({
        workflow_id: id,
        pipeline_id: pipeline.id,
        repository_id: repository.id,
        ref: pipeline.ref,
        state: 'pending',
        attempt: 1,
        lease: '',
        lease_until: 0,
        deadline_at: 0,
        cancel: 0,
        created_at: now,
      })
      .execute();
    const workflow = await getWorkflow(db, id);
    await enqueueWorkflowStatus(writer, { repository, pipeline, publicUrl }, { workflow, state: 'pending' });
  }
}

async function insertSteps(
  { db }: CiWriter,
  { pipelineId, workflowId, compiled }: { pipelineId: number; workflowId: number; compiled: CompiledWorkflow },
): Promise<void> {
  if (compiled.config.steps.length === 0) return;
  await db
    .insertInto('steps')
    .values(
      compiled.config.steps.map((step) => ({
        pipeline_id: pipelineId,
        workflow_id: workflowId,
        uuid: step.uuid,
        pid: step.pid,
        name: step.name,
        type: step.type,
        failure: step.failure,
        depends_on: toJson(step.dependsOn),
        state: 'pending',
        error: '',
        exit_code: 0,
        started_at: 0,
        finished_at: 0,
      })),
    )
    .execute();
}

/** Removes a pipeline's rows; blobs are the caller's to remove after the commit. */
export async function deletePipelineRows({ db }: CiWriter, pipelineId: number): Promise<void> {
  for (const table of ['configs', 'steps', 'queue', 'artifacts', 'workflows'] as const)
    await db.deleteFrom(table).where('pipeline_id', '=', pipelineId).execute();
  await db.deleteFrom('pipelines').where('id', '=', pipelineId).execute();
}
