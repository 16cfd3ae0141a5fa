import { postRepoPipelineDecline } from '@mosaic/contracts/woodpecker';

import { reviewPipeline } from '../pipelines/review-pipeline.ts';
import { implement } from './ci-operation.ts';
import { allowedPipeline, showPipeline } from './context.ts';

export const declinePipeline = implement(postRepoPipelineDecline, {
  access: { grant: 'ci:pipeline:write' },
  handle: async ({ params, caller, cause }, context) => {
    const { repository, pipeline } = await allowedPipeline(context, caller, { ...params, action: 'push' });
    await reviewPipeline(context, { repository, pipeline, cause, verdict: 'decline' });
    return showPipeline(context, (await allowedPipeline(context, caller, { ...params, action: 'push' })).pipeline);
  },
});
