import { MosaicError } from '@mosaic/platform/errors';
import { operation } from '@mosaic/platform/http';

import { tellAudit } from '../pipelines/pipeline-facts.ts';
import { getPipeline } from '../pipelines/pipeline-reader.ts';
import { deletePipelineRows } from '../pipelines/pipeline-writer.ts';
import { isOpen } from '../pipelines/status-merge.ts';
import { allowedPipeline, type CiContext } from './context.ts';
import { PipelineParams } from './schemas.ts';

/** `DELETE /api/repos/:id/pipelines/:number`: with its logs and artifacts; refused while it runs. */
export const deletePipeline = operation<CiContext>()({
  method: 'DELETE',
  path: '/repos/:id/pipelines/:number',
  access: { grant: 'ci:pipeline:admin' },
  params: PipelineParams,
  handle: async ({ params, caller, traceId }, context) => {
    const { repository, pipeline } = await allowedPipeline(context, caller, { ...params, action: 'admin' });
    await context.events.transact(async (writer) => {
      const { status } = await getPipeline(writer.db, repository.id, params.number);
      if (isOpen(status)) throw new MosaicError('conflict', `Pipeline ${params.number} still runs. Cancel it first.`);
      await deletePipelineRows(writer, pipeline.id);
      tellAudit(writer, { repository, operation: 'pipeline.delete', actor: caller.login, traceId, detail: { pipeline: params.number } });
    });
    await context.blobs.remove(`logs/${pipeline.id}`);
    await context.blobs.remove(`artifacts/${pipeline.id}`);
  },
});
