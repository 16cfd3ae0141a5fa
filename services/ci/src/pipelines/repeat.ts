import { fromJson } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';

import type { RepositoryRow } from '../repositories/repository.ts';
import type { PipelineDraft, PipelineOrigin } from './pipeline-draft.ts';
import type { PipelineRow } from './pipeline-reader.ts';
import { pullRequestOf } from './pull-request.ts';

/** How a pipeline is to be run again: as it was, or as a deployment of its commit. */
export interface RepeatWish {
  event?: string | undefined;
  to?: string | undefined;
  task?: string | undefined;
  variables: Readonly<Record<string, string>>;
}

export interface Repeated {
  repository: RepositoryRow;
  pipeline: PipelineRow;
  /** The files that it was compiled from. */
  files: readonly { name: string; data: string }[];
}

/**
 * The pipeline that repeats another, for `sender`.
 * @throws MosaicError (`conflict`, `forbidden`, `invalid_input`) where it cannot be repeated, or not as wished.
 */
export function repeatOf(
  { repository, pipeline, files }: Repeated,
  { wish, sender, traceId }: { wish: RepeatWish; sender: string; traceId: string },
): { draft: PipelineDraft; origin: PipelineOrigin } {
  if (pipeline.status === 'created') throw new MosaicError('conflict', 'This pipeline has not begun yet; nothing is to be repeated.');
  const deploy = deploymentOf(repository, pipeline, wish);
  return {
    draft: {
      event: deploy === undefined ? pipeline.event : 'deployment',
      branch: pipeline.branch,
      ref: pipeline.ref,
      sha: pipeline.sha,
      before: pipeline.before_sha,
      title: pipeline.title,
      message: pipeline.message,
      author: pipeline.author,
      authorEmail: pipeline.author_email,
      sender,
      forgeUrl: pipeline.forge_url,
      changedFiles: fromJson(pipeline.changed_files),
      pullRequest: pullRequestOf(pipeline),
      ...(deploy === undefined ? {} : { deploy }),
    },
    origin: {
      traceId,
      parent: { number: pipeline.number, rerunCount: pipeline.rerun_count + 1 },
      variables: { ...fromJson(pipeline.variables), ...wish.variables },
      files: files.map(({ name, data }) => ({ name, text: data })),
    },
  };
}

/** Where it is deployed; undefined when it is no deployment. */
function deploymentOf(repository: RepositoryRow, pipeline: PipelineRow, { event, to, task }: RepeatWish): PipelineDraft['deploy'] {
  if (event === undefined && pipeline.event !== 'deployment') return undefined;
  if (repository.allow_deploy === 0)
    throw new MosaicError('forbidden', 'This repository allows no deployments. Its administrator turns them on with `allow_deploy`.');
  const target = to || (pipeline.deploy_to ?? '');
  if (target === '') throw new MosaicError('invalid_input', 'Say where to deploy: `deploy_to` is empty.');
  return { to: target, task: task || (pipeline.deploy_task ?? '') };
}
