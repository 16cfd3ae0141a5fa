import { getRepoPipeline } from '@mosaic/contracts/woodpecker';

import { implement } from './ci-operation.ts';
import { allowedPipeline, showPipeline } from './context.ts';

export const getPipeline = implement(getRepoPipeline, {
  access: 'anyone',
  handle: async ({ params, caller }, context) => {
    const { pipeline } = await allowedPipeline(context, caller, { ...params, action: 'pull' });
    return showPipeline(context, pipeline);
  },
});
