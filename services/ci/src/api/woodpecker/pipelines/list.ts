import { getRepoPipelines } from '@mosaic/contracts/woodpecker';

import { allowedRepository } from '../../allowed.ts';
import { implement } from '../../ci-operation.ts';
import { presentPipelineRow } from '../../../present/pipeline.ts';
import { slice } from '../../woodpecker/paging.ts';

export const listPipelines = implement(getRepoPipelines, {
  access: 'anyone',
  handle: async ({ params, query, caller, reply }, context) => {
    const repository = await allowedRepository(context, caller, { ...params, resource: 'pipeline', action: 'pull' });
    const { branch, event: events, ref, status, before: beforeMs, after: afterMs } = query;
    const { rows, total } = await context.pipelines.list(repository, { branch, events, ref, status, beforeMs, afterMs, ...slice(query) });
    // Ours; upstream says no total.
    reply.header('x-total-count', String(total));
    return rows.map(presentPipelineRow);
  },
});
