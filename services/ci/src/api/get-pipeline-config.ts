import { getRepoPipelineConfig } from '@mosaic/contracts/woodpecker';
import { createHash } from 'node:crypto';

import { listConfigs } from '../pipelines/pipeline-reader.ts';
import { implement } from './ci-operation.ts';
import { allowedPipeline } from './context.ts';

export const getPipelineConfig = implement(getRepoPipelineConfig, {
  access: 'anyone',
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
