import { operation } from '@mosaic/platform/http';

import { reviewPipeline } from '../pipelines/review-pipeline.ts';
import { allowedPipeline, showPipeline, type CiContext } from './context.ts';
import { PipelineParams } from './schemas.ts';

/** `POST /api/repos/:id/pipelines/:number/approve`: lets a pipeline run that waits for approval, with the files that were read for it. */
export const approvePipeline = operation<CiContext>()({
  method: 'POST',
  path: '/repos/:id/pipelines/:number/approve',
  access: { grant: 'ci:pipeline:write' },
  params: PipelineParams,
  handle: async ({ params, caller, traceId }, context) => {
    const { repository, pipeline } = await allowedPipeline(context, caller, { ...params, action: 'push' });
    await reviewPipeline(context, { repository, pipeline, by: caller.login, traceId, verdict: 'approve' });
    await context.starter.prepare(pipeline.id);
    return showPipeline(context, (await allowedPipeline(context, caller, { ...params, action: 'push' })).pipeline);
  },
});
