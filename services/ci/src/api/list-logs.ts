import { getRepoLogs } from '@mosaic/contracts/woodpecker';

import { getStep } from '../pipelines/pipeline-reader.ts';
import { implement } from './ci-operation.ts';
import { allowedPipeline } from './context.ts';
import { presentLogEntry } from './present/log-entry.ts';

export const listLogs = implement(getRepoLogs, {
  access: 'anyone',
  handle: async ({ params, caller }, context) => {
    const { pipeline } = await allowedPipeline(context, caller, { ...params, action: 'pull' });
    const step = await context.store.read((db) => getStep(db, pipeline.id, params.step_id));
    const lines = await context.logs.readAll({ pipelineId: pipeline.id, stepId: step.id, attempt: step.attempt });
    return lines.map((line) => presentLogEntry(line, { stepId: step.id, attempt: step.attempt }));
  },
});
