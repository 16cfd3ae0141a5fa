import type { Caller } from '@mosaic/platform/identity';

import type { CiContext } from '../context.ts';
import type { PipelineRow } from '../pipelines/pipeline-reader.ts';
import type { CiResource, RepositoryAction } from '../repositories/repository-policy.ts';
import type { RepositoryRow } from '../repositories/repository.ts';

/** A pipeline with its repository. */
export interface AllowedPipeline {
  repository: RepositoryRow;
  pipeline: PipelineRow;
}

/** The repository, if the caller may do this with it. */
export async function allowedRepository(
  { repositories, access }: CiContext,
  caller: Caller,
  { repo_id: id, resource, action }: { repo_id: number; resource: CiResource; action: RepositoryAction },
): Promise<RepositoryRow> {
  const repository = await repositories.get(id);
  await access.require(caller, repository, { resource, action });
  return repository;
}

/** A pipeline of a repository that the caller may touch in this way. */
export async function allowedPipeline(
  context: CiContext,
  caller: Caller,
  { repo_id, pipeline_number: number, action }: { repo_id: number; pipeline_number: number; action: RepositoryAction },
): Promise<AllowedPipeline> {
  const repository = await allowedRepository(context, caller, { repo_id, resource: 'pipeline', action });
  return { repository, pipeline: await context.pipelines.get(repository, number) };
}

/** The same, found by owner, name and number. */
export async function namedPipeline(
  { repositories, pipelines, access }: CiContext,
  caller: Caller,
  { owner, repo, number, action }: { owner: string; repo: string; number: number; action: RepositoryAction },
): Promise<AllowedPipeline> {
  const repository = await repositories.named(owner, repo);
  await access.require(caller, repository, { resource: 'pipeline', action });
  return { repository, pipeline: await pipelines.get(repository, number) };
}
