import { z } from 'zod';

import { operation } from '@mosaic/platform/http';

import { latestPipeline } from '../pipelines/pipeline-reader.ts';
import { allowedRepository, showPipeline, type CiContext } from './context.ts';
import { RepositoryParams } from './schemas.ts';

/** `GET /api/repos/:id/pipelines/latest?branch=`. */
export const getLatestPipeline = operation<CiContext>()({
  method: 'GET',
  path: '/repos/:id/pipelines/latest',
  access: 'anyone',
  params: RepositoryParams,
  query: z.object({ branch: z.string().max(250).optional() }),
  handle: async ({ params, query, caller }, context) => {
    const repository = await allowedRepository(context, caller, { id: params.id, resource: 'pipeline', action: 'pull' });
    return showPipeline(context, await context.store.read((db) => latestPipeline(db, repository.id, query.branch)));
  },
});
