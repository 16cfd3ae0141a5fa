import { operation } from '@mosaic/platform/http';

import { reviewPipeline } from '../pipelines/review-pipeline.ts';
import { allowedPipeline, showPipeline, type CiContext } from './context.ts';
import { PipelineParams } from './schemas.ts';

/** `POST /api/repos/:id/pipelines/:number/decline`: a pipeline that waits for approval never runs. */
export const declinePipeline = operation<CiContext>()({
  method: 'POST',
  path: '/repos/:id/pipelines/:number/decline',
  access: { grant: 'ci:pipeline:write' },
  params: PipelineParams,
  handle: async ({ params, caller, traceId }, context) => {
    const { repository, pipeline } = await allowedPipeline(context, caller, { ...params, action: 'push' });
    await reviewPipeline(context, { repository, pipeline, by: caller.login, traceId, verdict: 'decline' });
    return showPipeline(context, (await allowedPipeline(context, caller, { ...params, action: 'push' })).pipeline);
  },
});
