import { PipelineParams } from '@mosaic/contracts/woodpecker';
import { operation } from '@mosaic/platform/http';

import type { CiContext } from '../../context.ts';
import { allowedPipeline } from '../allowed.ts';

/** `GET /repos/:repo_id/pipeline/:number`: upstream's web address leads to our page (apps/dashboard/src/router.tsx). */
export const forwardPage = operation<CiContext>()({
  method: 'GET',
  path: '/repos/:repo_id/pipeline/:pipeline_number',
  access: 'anyone',
  params: PipelineParams,
  handle: async ({ params, caller, reply }, context) => {
    const { repository, pipeline } = await allowedPipeline(context, caller, { ...params, action: 'pull' });
    return reply.redirect(`${context.settings.publicUrl}/${repository.owner}/${repository.name}/pipelines/${pipeline.number}`, 302);
  },
});
