import { postRepoPipelineApprove } from '@mosaic/contracts/woodpecker';

import { reviewPipeline } from '../pipelines/review-pipeline.ts';
import { implement } from './ci-operation.ts';
import { allowedPipeline, showPipeline } from './context.ts';

export const approvePipeline = implement(postRepoPipelineApprove, {
  access: { grant: 'ci:pipeline:write' },
  handle: async ({ params, caller, cause }, context) => {
    const { repository, pipeline } = await allowedPipeline(context, caller, { ...params, action: 'push' });
    await reviewPipeline(context, { repository, pipeline, cause, verdict: 'approve' });
    await context.starter.prepare(pipeline.id);
    return showPipeline(context, (await allowedPipeline(context, caller, { ...params, action: 'push' })).pipeline);
  },
});
