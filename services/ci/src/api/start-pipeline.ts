import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';
import { operation } from '@mosaic/platform/http';

import { cutMessage, titleOf } from '../hooks/parse-hook.ts';
import { allowedRepository, showPipeline, type CiContext } from './context.ts';
import { clientBody, RepositoryParams, Variables } from './schemas.ts';

/** `POST /api/repos/:id/pipelines`: a `manual` pipeline at the head of a branch. */
export const startPipeline = operation<CiContext>()({
  method: 'POST',
  path: '/repos/:id/pipelines',
  access: { grant: 'ci:pipeline:write' },
  params: RepositoryParams,
  body: clientBody(
    z.object({
      branch: z.string().min(1).max(250),
      variables: Variables.default({}),
      message: z.string().max(10_000).default(''),
    }),
  ),
  handle: async ({ params, body, caller, traceId }, context) => {
    const repository = await allowedRepository(context, caller, { id: params.id, resource: 'pipeline', action: 'push' });
    if (repository.active === 0) throw new MosaicError('conflict', 'CI is off for this repository. Turn it on first.');
    const head = await context.forge.branchHead(repository, body.branch);
    if (head === null) throw new MosaicError('not_found', `There is no branch "${body.branch}".`);
    const message = cutMessage(body.message || head.message) || `MANUAL PIPELINE @ ${body.branch}`;
    const started = await context.starter.start(
      repository,
      {
        event: 'manual',
        branch: body.branch,
        ref: `refs/heads/${body.branch}`,
        sha: head.sha,
        before: '',
        title: titleOf(message),
        message,
        author: caller.login,
        authorEmail: caller.email,
        sender: caller.login,
        forgeUrl: `${repository.forge_url}/commit/${head.sha}`,
        changedFiles: [],
      },
      { traceId, variables: body.variables },
    );
    if ('filtered' in started) throw new MosaicError('invalid_input', `${started.filtered} Add a workflow for the event "manual".`);
    return showPipeline(context, started.pipeline);
  },
});
