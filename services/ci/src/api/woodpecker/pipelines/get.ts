import { getRepoPipeline } from '@mosaic/contracts/woodpecker';

import { allowedPipeline } from '../../allowed.ts';
import { implement } from '../../ci-operation.ts';
import { presentPipeline } from '../../../present/pipeline.ts';

export const getPipeline = implement(getRepoPipeline, {
  access: 'anyone',
  handle: async ({ params, caller }, context) => {
    const { pipeline } = await allowedPipeline(context, caller, { ...params, action: 'pull' });
    return presentPipeline(await context.pipelines.view(pipeline));
  },
});
