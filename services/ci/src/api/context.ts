import type { BlobStore } from '@mosaic/platform/blobs';
import type { Store } from '@mosaic/platform/db';
import type { Bus, EventLog } from '@mosaic/platform/events';
import type { Places } from '@mosaic/platform/http';
import type { Log } from '@mosaic/platform/log';
import type { Caller } from '@mosaic/platform/identity';
import type { Keyring } from '@mosaic/platform/secrets';

import type { CiSettings } from '../config.ts';
import type { CiTables } from '../db/schema.ts';
import type { Forge } from '../forge/forge-gateway.ts';
import type { LogStore } from '../logs/log-store.ts';
import { getPipeline, readTree, type PipelineRow } from '../pipelines/pipeline-reader.ts';
import type { PipelineStarter } from '../pipelines/pipeline-starter.ts';
import type { WorkflowLifecycle } from '../pipelines/workflow-lifecycle.ts';
import { explainQueue } from '../queue/queue-policy.ts';
import { readWorld } from '../queue/queue-reader.ts';
import type { Activation } from '../repositories/activation.ts';
import type { RepositoryAccess } from '../repositories/repository-access.ts';
import type { CiResource, RepositoryAction } from '../repositories/repository-policy.ts';
import { getRepository, type RepositoryRow } from '../repositories/repository-reader.ts';
import { presentPipeline, type PipelineJson } from './present/pipeline.ts';

/** What operations work with. */
export interface CiContext {
  settings: CiSettings;
  store: Store<CiTables>;
  events: EventLog<CiTables>;
  bus: Bus;
  blobs: BlobStore;
  keyring: Keyring;
  forge: Forge;
  access: RepositoryAccess;
  activation: Activation;
  starter: PipelineStarter;
  lifecycle: WorkflowLifecycle;
  logs: LogStore;
  log: Log;
  /** Places for event streams; each holds a connection and looks at every change. */
  streams: Places;
  /** Aborts when the service stops; streams end with it. */
  stopping: AbortSignal;
}

/** The repository, if the caller may do this with it. */
export async function allowedRepository(
  context: CiContext,
  caller: Caller,
  { repo_id: id, resource, action }: { repo_id: number; resource: CiResource; action: RepositoryAction },
): Promise<RepositoryRow> {
  const repository = await context.store.read((db) => getRepository(db, id));
  await context.access.require(caller, repository, { resource, action });
  return repository;
}

/** A pipeline of a repository that the caller may touch in this way. */
export async function allowedPipeline(
  context: CiContext,
  caller: Caller,
  { repo_id, pipeline_number: number, action }: { repo_id: number; pipeline_number: number; action: RepositoryAction },
): Promise<{ repository: RepositoryRow; pipeline: PipelineRow }> {
  const repository = await allowedRepository(context, caller, { repo_id, resource: 'pipeline', action });
  return { repository, pipeline: await context.store.read((db) => getPipeline(db, repository.id, number)) };
}

/** A pipeline with all below it, and why its workflows wait. */
export async function showPipeline(context: CiContext, pipeline: PipelineRow): Promise<PipelineJson> {
  return context.store.read(async (db) => {
    const tree = await readTree(db, pipeline);
    const isWaiting = tree.workflows.some(({ workflow }) => workflow.state === 'pending');
    return presentPipeline(tree, isWaiting ? explainQueue(await readWorld(db)) : new Map());
  });
}
