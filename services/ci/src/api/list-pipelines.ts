import { getRepoPipelines } from '@mosaic/contracts/woodpecker';

import { countPipelines, listPipelines as select } from '../pipelines/pipeline-reader.ts';
import { implement } from './ci-operation.ts';
import { allowedRepository } from './context.ts';
import { slice } from './paging.ts';
import { presentPipelineRow } from './present/pipeline.ts';

export const listPipelines = implement(getRepoPipelines, {
  access: 'anyone',
  handle: async ({ params, query, caller, reply }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'pipeline', action: 'pull' });
    const search = {
      repositoryId: repository.id,
      branch: query.branch,
      events: query.event,
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
