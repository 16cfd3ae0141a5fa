import { operation } from '@mosaic/platform/http';

import { getArtifact } from '../artifacts/artifact-store.ts';
import { tellAudit } from '../pipelines/pipeline-facts.ts';
import type { CiContext } from './context.ts';
import { namedPipeline } from './named-pipeline.ts';
import { NamedArtifactParams } from './schemas.ts';

/** `DELETE /-/repositories/:owner/:repo/pipelines/:number/artifacts/:artifact`. */
export const deleteArtifact = operation<CiContext>()({
  method: 'DELETE',
  path: '/-/repositories/:owner/:repo/pipelines/:number/artifacts/:artifact',
  access: { grant: 'ci:pipeline:write' },
  params: NamedArtifactParams,
  handle: async ({ params, caller, traceId }, context) => {
    const { repository, pipeline } = await namedPipeline(context, caller, { ...params, action: 'push' });
    const blob = await context.events.transact(async (writer) => {
      const row = await getArtifact(writer.db, pipeline.id, params.artifact);
      await writer.db.deleteFrom('artifacts').where('id', '=', row.id).execute();
      tellAudit(writer, {
        repository,
        operation: 'artifact.delete',
        actor: caller.login,
        traceId,
        detail: { pipeline: pipeline.number, artifact: row.name },
      });
      return row.blob;
    });
    await context.blobs.remove(blob);
  },
});
