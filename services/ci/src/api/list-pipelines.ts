import { z } from 'zod';

import { operation } from '@mosaic/platform/http';

import { countPipelines, listPipelines as select } from '../pipelines/pipeline-reader.ts';
import { allowedRepository, type CiContext } from './context.ts';
import { presentPipelineRow } from './present/pipeline.ts';
import { Paging, RepositoryParams, slice } from './schemas.ts';

const Moment = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** `GET /api/repos/:id/pipelines`: newest first, filtered. */
export const listPipelines = operation<CiContext>()({
  method: 'GET',
  path: '/repos/:id/pipelines',
  access: 'anyone',
  params: RepositoryParams,
  query: Paging.extend({
    branch: z.string().max(250).optional(),
    event: z.string().max(200).optional(),
    ref: z.string().max(250).optional(),
    status: z.string().max(20).optional(),
    before: Moment.optional(),
    after: Moment.optional(),
  }),
  handle: async ({ params, query, caller, reply }, context) => {
    const repository = await allowedRepository(context, caller, { id: params.id, resource: 'pipeline', action: 'pull' });
    const search = {
      repositoryId: repository.id,
      branch: query.branch,
      events: query.event?.split(','),
      ref: query.ref,
      status: query.status,
      beforeMs: query.before,
      afterMs: query.after,
      ...slice(query),
    };
    const [rows, total] = await context.store.read(async (db) => [await select(db, search), await countPipelines(db, search)] as const);
    // Ours; upstream says no total.
    reply.header('x-total-count', String(total));
    return rows.map(presentPipelineRow);
  },
});
