import { sql, type Selectable } from 'kysely';

import type { PipelineEvent } from '@mosaic/engines/pipeline';
import { fromJson } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';

import type { CiQuerier, ConfigTable, PipelineTable, StepTable, WorkflowTable } from '../db/schema.ts';
import type { RepositoryRow } from '../repositories/repository.ts';
import { isPullRequestEvent } from './pull-request.ts';
import { OPEN_STATUSES } from './status-merge.ts';

export type PipelineRow = Selectable<PipelineTable>;
export type WorkflowRow = Omit<Selectable<WorkflowTable>, 'payload'>;
export type StepRow = Selectable<StepTable>;

/** A pipeline with all below it, as presenters take it. */
export interface PipelineTree {
  pipeline: PipelineRow;
  workflows: { workflow: WorkflowRow; steps: StepRow[] }[];
}

export interface PipelineSearch {
  repositoryId: number;
  branch?: string | undefined;
  events?: readonly string[] | undefined;
  status?: string | undefined;
  ref?: string | undefined;
  beforeMs?: number | undefined;
  afterMs?: number | undefined;
  offset: number;
  limit: number;
}

/** Without the sealed payload, which only the runner needs. */
export const WORKFLOW_COLUMNS = [
  'id',
  'pipeline_id',
  'repository_id',
  'pid',
  'name',
  'axis_id',
  'environ',
  'labels',
  'depends_on',
  'runs_on',
  'state',
  'error',
  'attempt',
  'agent_id',
  'timeout_minutes',
  'started_at',
  'finished_at',
] as const;

export async function findPipeline(db: CiQuerier, id: number): Promise<PipelineRow | undefined> {
  return db.selectFrom('pipelines').selectAll().where('id', '=', id).executeTakeFirst();
}

export async function getPipeline(db: CiQuerier, repositoryId: number, number: number): Promise<PipelineRow> {
  const found = await db
    .selectFrom('pipelines')
    .selectAll()
    .where('repository_id', '=', repositoryId)
    .where('number', '=', number)
    .executeTakeFirst();
  if (found === undefined) throw new MosaicError('not_found', `This repository has no pipeline ${number}.`);
  return found;
}

/** The newest pipeline of a push to a branch: what a badge shows. */
export async function latestPush(db: CiQuerier, repositoryId: number, branch: string): Promise<PipelineRow> {
  const [found] = await listPipelines(db, { repositoryId, branch, events: ['push'], offset: 0, limit: 1 });
  if (found === undefined) throw new MosaicError('not_found', `There is no pipeline of a push to ${branch} yet.`);
  return found;
}

export async function findByDelivery(db: CiQuerier, deliveryKey: string): Promise<PipelineRow | undefined> {
  return db.selectFrom('pipelines').selectAll().where('delivery_key', '=', deliveryKey).executeTakeFirst();
}

/** Newest first. */
export async function listPipelines(db: CiQuerier, search: PipelineSearch): Promise<PipelineRow[]> {
  return matching(db, search).selectAll().orderBy('number', 'desc').offset(search.offset).limit(search.limit).execute();
}

/** The newest pipeline of each of the repositories that has one. */
export async function newestOfEach(db: CiQuerier, repositoryIds: readonly number[]): Promise<PipelineRow[]> {
  if (repositoryIds.length === 0) return [];
  const newest = db
    .selectFrom('pipelines')
    .select(({ fn }) => fn.max('id').as('id'))
    .where('repository_id', 'in', repositoryIds)
    .groupBy('repository_id');
  return db.selectFrom('pipelines').selectAll().where('id', 'in', newest).execute();
}

/** When the last change of any pipeline was made, unix ms; 0 without any. */
export async function newestChange(db: CiQuerier): Promise<number> {
  const newest = await db
    .selectFrom('pipelines')
    .select(({ fn }) => fn.max('updated_at').as('at'))
    .executeTakeFirst();
  return newest?.at ?? 0;
}

/** Pipelines of all repositories that changed at a time or later, in that order. */
export async function listChangedSince(db: CiQuerier, since: number, limit: number): Promise<PipelineRow[]> {
  return db.selectFrom('pipelines').selectAll().where('updated_at', '>=', since).orderBy('updated_at').orderBy('id').limit(limit).execute();
}

/** How many there are on all pages. */
export async function countPipelines(db: CiQuerier, search: PipelineSearch): Promise<number> {
  const { count } = await matching(db, search)
    .select((expression) => expression.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return count;
}

function matching(db: CiQuerier, search: PipelineSearch) {
  let select = db.selectFrom('pipelines').where('repository_id', '=', search.repositoryId);
  if (search.branch !== undefined) select = select.where('branch', '=', search.branch);
  if (search.ref !== undefined) select = select.where(sql<boolean>`ref like ${containing(search.ref)} escape '!'`);
  if (search.status !== undefined) select = select.where('status', '=', search.status);
  if (search.events !== undefined && search.events.length > 0)
    select = select.where('event', 'in', search.events as readonly PipelineEvent[]);
  if (search.beforeMs !== undefined) select = select.where('created_at', '<', search.beforeMs);
  if (search.afterMs !== undefined) select = select.where('created_at', '>', search.afterMs);
  return select;
}

/** Upstream's `ref` is a part of the ref (woodpecker-go RefContains). */
function containing(text: string): string {
  return `%${text.replace(/[!%_]/g, '!$&')}%`;
}

/** The one before on the same branch for the same event; what CI_PREV_* speak of. */
export async function previousPipeline(db: CiQuerier, pipeline: PipelineRow): Promise<PipelineRow | undefined> {
  return db
    .selectFrom('pipelines')
    .selectAll()
    .where('repository_id', '=', pipeline.repository_id)
    .where('branch', '=', pipeline.branch)
    .where('event', '=', pipeline.event)
    .where('number', '<', pipeline.number)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Older open pipelines that a new one stops, as its repository wishes: of the same event and branch, or pull request. */
export async function listOvertaken(
  db: CiQuerier,
  { cancel_previous_events: wished }: Pick<RepositoryRow, 'cancel_previous_events'>,
  pipeline: PipelineRow,
): Promise<PipelineRow[]> {
  if (fromJson(wished)?.includes(pipeline.event) !== true) return [];
  return (
    db
      .selectFrom('pipelines')
      .selectAll()
      .where('repository_id', '=', pipeline.repository_id)
      .where('event', '=', pipeline.event)
      .where('branch', '=', pipeline.branch)
      // Two pull requests to one branch have nothing to do with each other.
      .$if(isPullRequestEvent(pipeline.event), (query) => query.where('ref', '=', pipeline.ref))
      .where('number', '<', pipeline.number)
      .where('status', 'in', [...OPEN_STATUSES])
      .orderBy('number')
      .execute()
  );
}

export async function readTree(db: CiQuerier, pipeline: PipelineRow): Promise<PipelineTree> {
  const workflows = await listWorkflows(db, pipeline.id);
  const steps = await db.selectFrom('steps').selectAll().where('pipeline_id', '=', pipeline.id).orderBy('pid').execute();
  return {
    pipeline,
    workflows: workflows.map((workflow) => ({ workflow, steps: steps.filter((step) => step.workflow_id === workflow.id) })),
  };
}

export async function listWorkflows(db: CiQuerier, pipelineId: number): Promise<WorkflowRow[]> {
  return db.selectFrom('workflows').select(WORKFLOW_COLUMNS).where('pipeline_id', '=', pipelineId).orderBy('pid').execute();
}

export async function getWorkflow(db: CiQuerier, id: number): Promise<WorkflowRow> {
  return db.selectFrom('workflows').select(WORKFLOW_COLUMNS).where('id', '=', id).executeTakeFirstOrThrow();
}

export async function listSteps(db: CiQuerier, workflowId: number): Promise<StepRow[]> {
  return db.selectFrom('steps').selectAll().where('workflow_id', '=', workflowId).orderBy('pid').execute();
}

/** A step by its id, with the attempt that its log belongs to; `not_found` when it is not of this pipeline. */
export async function getStep(db: CiQuerier, pipelineId: number, stepId: number): Promise<StepRow & { attempt: number }> {
  const found = await db
    .selectFrom('steps')
    .innerJoin('workflows', 'workflows.id', 'steps.workflow_id')
    .selectAll('steps')
    .select('workflows.attempt')
    .where('steps.id', '=', stepId)
    .where('steps.pipeline_id', '=', pipelineId)
    .executeTakeFirst();
  if (found === undefined) throw new MosaicError('not_found', `This pipeline has no step ${stepId}.`);
  return found;
}

export async function listConfigs(db: CiQuerier, pipelineId: number): Promise<Selectable<ConfigTable>[]> {
  return db.selectFrom('configs').selectAll().where('pipeline_id', '=', pipelineId).orderBy('name').execute();
}
