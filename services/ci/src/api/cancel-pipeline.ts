import { postRepoPipelineCancel } from '@mosaic/contracts/woodpecker';
import { MosaicError } from '@mosaic/platform/errors';

import { tellAudit } from '../pipelines/pipeline-facts.ts';
import { getPipeline } from '../pipelines/pipeline-reader.ts';
import { isOpen } from '../pipelines/status-merge.ts';
import { implement } from './ci-operation.ts';
import { allowedPipeline } from './context.ts';

export const cancelPipeline = implement(postRepoPipelineCancel, {
  access: { grant: 'ci:pipeline:write' },
  handle: async ({ params, caller, cause }, context) => {
    const { repository } = await allowedPipeline(context, caller, { ...params, action: 'push' });
    await context.events.transact(async (writer) => {
      const pipeline = await getPipeline(writer.db, repository.id, params.pipeline_number);
      if (!isOpen(pipeline.status)) throw new MosaicError('conflict', `Pipeline ${pipeline.number} is already over (${pipeline.status}).`);
      await context.lifecycle.cancel(writer, pipeline, caller.login);
      tellAudit(writer.as(cause), { repository, operation: 'pipeline.cancel', detail: { pipeline: pipeline.number } });
    });
  },
});
