import { postRepoPipelines } from '@mosaic/contracts/woodpecker';

import { allowedRepository } from '../../allowed.ts';
import { implement } from '../../ci-operation.ts';
import { presentPipeline } from '../../../present/pipeline.ts';

export const startPipeline = implement(postRepoPipelines, {
  access: { grant: 'ci:pipeline:write' },
  handle: async ({ params, body, caller, cause }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'pipeline', action: 'push' });
    const { login, email } = caller;
    const pipeline = await context.pipelines.run(repository, body, { login, email, cause });
    return presentPipeline(await context.pipelines.view(pipeline));
  },
});
