import { createHash } from 'node:crypto';

import { operation } from '@mosaic/platform/http';

import { listConfigs } from '../pipelines/pipeline-reader.ts';
import { allowedPipeline, type CiContext } from './context.ts';
import { PipelineParams } from './schemas.ts';

/** `GET /api/repos/:id/pipelines/:number/config`: the files that it was compiled from, in base64. */
export const getPipelineConfig = operation<CiContext>()({
  method: 'GET',
  path: '/repos/:id/pipelines/:number/config',
  access: 'anyone',
  params: PipelineParams,
  handle: async ({ params, caller }, context) => {
    const { pipeline } = await allowedPipeline(context, caller, { ...params, action: 'pull' });
    const files = await context.store.read((db) => listConfigs(db, pipeline.id));
    return files.map(({ name, data }) => ({
      name,
      hash: createHash('sha256').update(data).digest('hex'),
      data: Buffer.from(data, 'utf8').toString('base64'),
    }));
  },
});
