import { getRepoPipelinesLatest } from '@mosaic/contracts/woodpecker';

import { latestPush } from '../pipelines/pipeline-reader.ts';
import { implement } from './ci-operation.ts';
import { allowedRepository, showPipeline } from './context.ts';

export const getLatestPipeline = implement(getRepoPipelinesLatest, {
  access: 'anyone',
  handle: async ({ params, query, caller }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'pipeline', action: 'pull' });
    return showPipeline(
      context,
      await context.store.read((db) => latestPush(db, repository.id, query.branch ?? repository.default_branch)),
    );
  },
});
