import { postRepoPipelineCancel } from '@mosaic/contracts/woodpecker';

import { allowedPipeline } from '../../allowed.ts';
import { implement } from '../../ci-operation.ts';

export const cancelPipeline = implement(postRepoPipelineCancel, {
  access: { grant: 'ci:pipeline:write' },
  handle: async ({ params, caller, cause }, context) => {
    const { repository, pipeline } = await allowedPipeline(context, caller, { ...params, action: 'push' });
    await context.pipelines.cancel(repository, pipeline.number, cause);
  },
});
