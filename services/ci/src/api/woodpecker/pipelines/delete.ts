import { deleteRepoPipeline } from '@mosaic/contracts/woodpecker';

import { allowedPipeline } from '../../allowed.ts';
import { implement } from '../../ci-operation.ts';

export const deletePipeline = implement(deleteRepoPipeline, {
  access: { grant: 'ci:pipeline:admin' },
  handle: async ({ params, caller, cause }, context) => {
    const { repository, pipeline } = await allowedPipeline(context, caller, { ...params, action: 'admin' });
    await context.pipelines.remove(repository, pipeline.number, cause);
  },
});
