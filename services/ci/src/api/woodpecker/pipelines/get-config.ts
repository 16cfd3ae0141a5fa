import { getRepoPipelineConfig } from '@mosaic/contracts/woodpecker';

import { allowedPipeline } from '../../allowed.ts';
import { implement } from '../../ci-operation.ts';
import { presentConfig } from '../../../present/config.ts';

export const getPipelineConfig = implement(getRepoPipelineConfig, {
  access: 'anyone',
  handle: async ({ params, caller }, context) => {
    const { pipeline } = await allowedPipeline(context, caller, { ...params, action: 'pull' });
    return (await context.pipelines.configs(pipeline)).map(presentConfig);
  },
});
