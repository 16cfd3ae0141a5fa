import { postRepoPipeline } from '@mosaic/contracts/woodpecker';

import { allowedPipeline } from '../../allowed.ts';
import { implement } from '../../ci-operation.ts';
import { isTrustedService } from '../../../repositories/repository-policy.ts';
import { presentPipeline } from '../../../present/pipeline.ts';

export const restartPipeline = implement(postRepoPipeline, {
  access: { grant: 'ci:pipeline:write' },
  handle: async ({ params, query, caller, cause }, context) => {
    const found = await allowedPipeline(context, caller, { ...params, action: 'push' });
    const pipeline = await context.pipelines.repeat(found, { wish: query, isService: isTrustedService(caller), cause });
    return presentPipeline(await context.pipelines.view(pipeline));
  },
});
