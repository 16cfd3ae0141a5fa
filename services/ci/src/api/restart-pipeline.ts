import { postRepoPipeline } from '@mosaic/contracts/woodpecker';
import { MosaicError } from '@mosaic/platform/errors';

import type { PipelineEvent } from '@mosaic/engines/pipeline';

import { listConfigs } from '../pipelines/pipeline-reader.ts';
import { isTrustedService } from '../repositories/repository-policy.ts';
import { implement } from './ci-operation.ts';
import { allowedPipeline, showPipeline } from './context.ts';

export const restartPipeline = implement(postRepoPipeline, {
  access: { grant: 'ci:pipeline:write' },
  handle: async ({ params, query, caller, traceId }, context) => {
    const { repository, pipeline } = await allowedPipeline(context, caller, { ...params, action: 'push' });
    if (repository.active === 0) throw new MosaicError('conflict', 'CI is off for this repository. Turn it on first.');
    if (pipeline.status === 'created') throw new MosaicError('conflict', 'This pipeline has not begun yet; nothing is to be repeated.');
    const isDeployment = query.event !== undefined || pipeline.event === 'deployment';
    if (isDeployment && repository.allow_deploy === 0)
      throw new MosaicError('forbidden', 'This repository allows no deployments. Its administrator turns them on with `allow_deploy`.');
    if (isDeployment && (query.to || pipeline.deploy_to || '') === '')
      throw new MosaicError('invalid_input', 'Say where to deploy: `deploy_to` is empty.');
    const files = await context.store.read((db) => listConfigs(db, pipeline.id));
    const started = await context.starter.start(
      repository,
      {
        event: isDeployment ? 'deployment' : (pipeline.event as PipelineEvent),
        branch: pipeline.branch,
        ref: pipeline.ref,
        sha: pipeline.sha,
        before: pipeline.before_sha,
        title: pipeline.title,
        message: pipeline.message,
        author: pipeline.author,
        authorEmail: pipeline.author_email,
        // A service asks for somebody whom it does not name; the run stays with whom it was for.
        sender: isTrustedService(caller) ? pipeline.sender : caller.login,
        forgeUrl: pipeline.forge_url,
        changedFiles: JSON.parse(pipeline.changed_files) as string[],
        ...(isDeployment
          ? { deploy: { to: query.to || (pipeline.deploy_to ?? ''), task: query.task || (pipeline.deploy_task ?? '') } }
          : {}),
      },
      {
        traceId,
        parent: { number: pipeline.number, rerunCount: pipeline.rerun_count + 1 },
        variables: { ...(JSON.parse(pipeline.variables) as Record<string, string>), ...query.variables },
        files: files.map(({ name, data }) => ({ name, text: data })),
      },
    );
    if ('filtered' in started)
      throw new MosaicError(
        'invalid_input',
        isDeployment ? `${started.filtered} Add a workflow for the event "deployment".` : started.filtered,
      );
    return showPipeline(context, started.pipeline);
  },
});
