import { ciGetArtifact } from '@mosaic/contracts/mosaic';

import { getArtifact as select } from '../artifacts/artifact-store.ts';
import { implement } from './ci-operation.ts';
import { namedPipeline } from './named-pipeline.ts';

/** It may be large, so it is sent as it is read. */
export const getArtifact = implement(ciGetArtifact, {
  access: 'anyone',
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
