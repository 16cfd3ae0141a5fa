import { postRepoPipelineApprove } from '@mosaic/contracts/woodpecker';

import { allowedPipeline } from '../../allowed.ts';
import { implement } from '../../ci-operation.ts';
import { presentPipeline } from '../../../present/pipeline.ts';

export const approvePipeline = implement(postRepoPipelineApprove, {
  access: { grant: 'ci:pipeline:write' },
  handle: async ({ params, caller, cause }, context) => {
    const found = await allowedPipeline(context, caller, { ...params, action: 'push' });
    return presentPipeline(await context.pipelines.view(await context.pipelines.review(found, 'approve', cause)));
  },
});
