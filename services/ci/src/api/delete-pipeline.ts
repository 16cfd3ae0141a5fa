import { deleteRepoPipeline } from '@mosaic/contracts/woodpecker';
import { MosaicError } from '@mosaic/platform/errors';

import { tellAudit } from '../pipelines/pipeline-facts.ts';
import { getPipeline } from '../pipelines/pipeline-reader.ts';
import { deletePipelineRows } from '../pipelines/pipeline-writer.ts';
import { isOpen } from '../pipelines/status-merge.ts';
import { implement } from './ci-operation.ts';
import { allowedPipeline } from './context.ts';

export const deletePipeline = implement(deleteRepoPipeline, {
  access: { grant: 'ci:pipeline:admin' },
  handle: async ({ params, caller, cause }, context) => {
    const { repository, pipeline } = await allowedPipeline(context, caller, { ...params, action: 'admin' });
    await context.events.transact(async (writer) => {
      const { status } = await getPipeline(writer.db, repository.id, params.pipeline_number);
      if (isOpen(status)) throw new MosaicError('conflict', `Pipeline ${params.pipeline_number} still runs. Cancel it first.`);
      await deletePipelineRows(writer, pipeline.id);
      tellAudit(writer.as(cause), { repository, operation: 'pipeline.delete', detail: { pipeline: params.pipeline_number } });
    });
    await context.blobs.remove(`logs/${pipeline.id}`);
    await context.blobs.remove(`artifacts/${pipeline.id}`);
  },
});
