import { ArtifactParams } from '@mosaic/contracts/mosaic';
import { operation } from '@mosaic/platform/http';

import { getArtifact as select } from '../artifacts/artifact-store.ts';
import type { CiContext } from './context.ts';
import { namedPipeline } from './named-pipeline.ts';

/** `GET /-/repositories/:owner/:repo/pipelines/:number/artifacts/:artifact`: the tar archive. */
export const getArtifact = operation<CiContext>()({
  method: 'GET',
  path: '/-/repositories/:owner/:repo/pipelines/:number/artifacts/:artifact',
  access: 'anyone',
  params: ArtifactParams,
  handle: async ({ params, caller, reply }, context) => {
    const { pipeline } = await namedPipeline(context, caller, { ...params, action: 'pull' });
    const artifact = await context.store.read((db) => select(db, pipeline.id, params.artifact));
    const body = await context.blobs.get(artifact.blob);
    return reply
      .type('application/x-tar')
      .header('content-length', artifact.size)
      .header('content-disposition', `attachment; filename="${artifact.name}.tar"`)
      .send(body);
  },
});
