import { postRepoPipelines } from '@mosaic/contracts/woodpecker';
import { MosaicError } from '@mosaic/platform/errors';

import { cutMessage, titleOf } from '../hooks/parse-hook.ts';
import { implement } from './ci-operation.ts';
import { allowedRepository, showPipeline } from './context.ts';

export const startPipeline = implement(postRepoPipelines, {
  access: { grant: 'ci:pipeline:write' },
  handle: async ({ params, body, caller, traceId }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'pipeline', action: 'push' });
    if (repository.active === 0) throw new MosaicError('conflict', 'CI is off for this repository. Turn it on first.');
    const head = await context.forge.branchHead(repository, body.branch);
    if (head === null) throw new MosaicError('not_found', `There is no branch "${body.branch}".`);
    const message = cutMessage(head.message) || `MANUAL PIPELINE @ ${body.branch}`;
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
