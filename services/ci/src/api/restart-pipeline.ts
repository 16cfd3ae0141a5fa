import { MosaicError } from '@mosaic/platform/errors';
import { operation } from '@mosaic/platform/http';

import type { PipelineEvent } from '@mosaic/engines/pipeline';

import { listConfigs } from '../pipelines/pipeline-reader.ts';
import { isTrustedService } from '../repositories/repository-policy.ts';
import { allowedPipeline, showPipeline, type CiContext } from './context.ts';
import { PipelineParams } from './schemas.ts';

/** `POST /api/repos/:id/pipelines/:number`: the same commit and files again, with the secrets of now, as a new pipeline. */
export const restartPipeline = operation<CiContext>()({
  method: 'POST',
  path: '/repos/:id/pipelines/:number',
  access: { grant: 'ci:pipeline:write' },
  params: PipelineParams,
  handle: async ({ params, caller, traceId }, context) => {
    const { repository, pipeline } = await allowedPipeline(context, caller, { ...params, action: 'push' });
    if (repository.active === 0) throw new MosaicError('conflict', 'CI is off for this repository. Turn it on first.');
    if (pipeline.status === 'created') throw new MosaicError('conflict', 'This pipeline has not begun yet; nothing is to be repeated.');
    const files = await context.store.read((db) => listConfigs(db, pipeline.id));
    const started = await context.starter.start(
      repository,
      {
        event: pipeline.event as PipelineEvent,
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
      },
      {
        traceId,
        parent: { number: pipeline.number, rerunCount: pipeline.rerun_count + 1 },
        variables: JSON.parse(pipeline.variables) as Record<string, string>,
        files: files.map(({ name, data }) => ({ name, text: data })),
      },
    );
    if ('filtered' in started) throw new MosaicError('invalid_input', started.filtered);
    return showPipeline(context, started.pipeline);
  },
});
