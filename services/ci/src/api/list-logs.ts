import { operation } from '@mosaic/platform/http';

import { getStep } from '../pipelines/pipeline-reader.ts';
import { allowedPipeline, type CiContext } from './context.ts';
import { presentLogEntry } from './present/log-entry.ts';
import { StepParams } from './schemas.ts';

/** `GET /api/repos/:id/logs/:number/:step`: all lines so far. */
export const listLogs = operation<CiContext>()({
  method: 'GET',
  path: '/repos/:id/logs/:number/:step',
  access: 'anyone',
  params: StepParams,
  handle: async ({ params, caller }, context) => {
    const { pipeline } = await allowedPipeline(context, caller, { ...params, action: 'pull' });
    const step = await context.store.read((db) => getStep(db, pipeline.id, params.step));
    const lines = await context.logs.readAll({ pipelineId: pipeline.id, stepId: step.id, attempt: step.attempt });
    return lines.map((line) => presentLogEntry(line, { stepId: step.id, attempt: step.attempt }));
  },
});
