import { operation } from '@mosaic/platform/http';

import { allowedPipeline, showPipeline, type CiContext } from './context.ts';
import { PipelineParams } from './schemas.ts';

/** `GET /api/repos/:id/pipelines/:number`: with workflows, steps and why what waits waits. */
export const getPipeline = operation<CiContext>()({
  method: 'GET',
  path: '/repos/:id/pipelines/:number',
  access: 'anyone',
  params: PipelineParams,
  handle: async ({ params, caller }, context) => {
    const { pipeline } = await allowedPipeline(context, caller, { ...params, action: 'pull' });
    return showPipeline(context, pipeline);
  },
});
