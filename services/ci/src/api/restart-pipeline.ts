import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';
import { operation } from '@mosaic/platform/http';

import type { PipelineEvent } from '@mosaic/engines/pipeline';

import { listConfigs } from '../pipelines/pipeline-reader.ts';
import { isTrustedService } from '../repositories/repository-policy.ts';
import { allowedPipeline, showPipeline, type CiContext } from './context.ts';
import { PipelineParams, Variables } from './schemas.ts';

/** Parameters of the operation itself; every other one is a variable for the steps (upstream server/api/pipeline.go). */
const Query = z
  .looseObject({
    event: z.literal('deployment', 'only a deployment may be asked for: leave `event` out to run the pipeline again').optional(),
    deploy_to: z.string().max(250).optional(),
    deploy_task: z.string().max(250).optional(),
    fork: z.string().optional(),
  })
  .transform(({ event, deploy_to: to = '', deploy_task: task = '', fork: _fork, ...variables }, context) => {
    const parsed = Variables.safeParse(variables);
    if (!parsed.success) {
      for (const issue of parsed.error.issues) context.addIssue({ code: 'custom', message: issue.message, path: issue.path });
      return z.NEVER;
    }
    return { event, to, task, variables: parsed.data };
  });

/**
 * `POST /api/repos/:id/pipelines/:number`: the same commit and files again, with the secrets of now, as a new pipeline. With
 * `event=deployment` it is a deployment of that commit, whose own filters then hold, where the repository allows it.
 */
export const restartPipeline = operation<CiContext>()({
  method: 'POST',
  path: '/repos/:id/pipelines/:number',
  access: { grant: 'ci:pipeline:write' },
  params: PipelineParams,
  query: Query,
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
