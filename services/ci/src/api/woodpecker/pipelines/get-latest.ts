import { getRepoPipelinesLatest } from '@mosaic/contracts/woodpecker';

import { allowedRepository } from '../../allowed.ts';
import { implement } from '../../ci-operation.ts';
import { presentPipeline } from '../../../present/pipeline.ts';

export const getLatestPipeline = implement(getRepoPipelinesLatest, {
  access: 'anyone',
  handle: async ({ params, query, caller }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'pipeline', action: 'pull' });
    return presentPipeline(await context.pipelines.view(await context.pipelines.latest(repository, query.branch)));
  },
});
