import type { Caller } from '@mosaic/platform/identity';

import { getPipeline, type PipelineRow } from '../pipelines/pipeline-reader.ts';
import { repositoryMissing, type RepositoryAction } from '../repositories/repository-policy.ts';
import { findByName, type RepositoryRow } from '../repositories/repository-reader.ts';
import type { CiContext } from './context.ts';

/** A pipeline found by owner, name and number, if the caller may touch it in this way. */
export async function namedPipeline(
  { store, access }: CiContext,
  caller: Caller,
  { owner, repo, number, action }: { owner: string; repo: string; number: number; action: RepositoryAction },
): Promise<{ repository: RepositoryRow; pipeline: PipelineRow }> {
  const repository = await store.read((db) => findByName(db, owner, repo));
  if (repository === undefined) throw repositoryMissing();
  await access.require(caller, repository, { resource: 'pipeline', action });
  return { repository, pipeline: await store.read((db) => getPipeline(db, repository.id, number)) };
}
