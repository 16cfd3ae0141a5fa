import { getRepoLogs } from '@mosaic/contracts/woodpecker';

import { allowedPipeline } from '../../allowed.ts';
import { implement } from '../../ci-operation.ts';
import { presentLogEntry } from '../../../present/log-entry.ts';

export const listLogs = implement(getRepoLogs, {
  access: 'anyone',
  handle: async ({ params, caller }, context) => {
    const { pipeline } = await allowedPipeline(context, caller, { ...params, action: 'pull' });
    const { id: stepId, attempt } = await context.pipelines.step(pipeline, params.step_id);
    const lines = await context.logs.readAll({ pipelineId: pipeline.id, stepId, attempt });
    return lines.map((line) => presentLogEntry(line, { stepId, attempt }));
  },
});
