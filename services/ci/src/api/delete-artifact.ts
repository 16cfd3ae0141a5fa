import { ciDeleteArtifact } from '@mosaic/contracts/mosaic';

import { forgetArtifact } from '../artifacts/artifact-store.ts';
import { tellAudit } from '../pipelines/pipeline-facts.ts';
import { implement } from './ci-operation.ts';
import { namedPipeline } from './named-pipeline.ts';

export const deleteArtifact = implement(ciDeleteArtifact, {
  access: { grant: 'ci:pipeline:write' },
  handle: async ({ params, caller, cause }, context) => {
    const { repository, pipeline } = await namedPipeline(context, caller, { ...params, action: 'push' });
    const blob = await context.events.transact(async (writer) => {
      const row = await forgetArtifact(writer, pipeline.id, params.artifact);
      tellAudit(writer.as(cause), {
        repository,
        operation: 'artifact.delete',
        detail: { pipeline: pipeline.number, artifact: row.name },
      });
      return row.blob;
    });
    await context.blobs.remove(blob);
  },
});
